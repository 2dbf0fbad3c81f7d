"""The territory section of a pack: its schema and its importer. See docs/packs.md."""

from huiyin.territory.pack.importer import import_territory
from huiyin.territory.pack.schema import TERRITORY_SCHEMA

__all__ = ["TERRITORY_SCHEMA", "import_territory"]
