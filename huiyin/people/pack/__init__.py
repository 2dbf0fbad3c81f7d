"""The people section of a pack: its schema and its importer. See docs/packs.md."""

from huiyin.people.pack.importer import import_people
from huiyin.people.pack.schema import PEOPLE_SCHEMA

__all__ = ["PEOPLE_SCHEMA", "import_people"]
