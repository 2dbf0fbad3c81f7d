"""What of people comes in by tables: households with their members, posts with their holders. See docs/operate/imports.md."""

from huiyin.people.imports.kinds import people_kinds

__all__ = ["people_kinds"]
