"""What of the territory comes in by tables: places, homes, boundaries. See docs/operate/imports.md."""

from huiyin.territory.imports.kinds import territory_kinds

__all__ = ["territory_kinds"]
