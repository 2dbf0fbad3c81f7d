"""The organisations section of a pack: its schema and its importer. See docs/packs.md."""

from huiyin.visits.pack.importer import import_organisations
from huiyin.visits.pack.schema import ORGANISATIONS_SCHEMA

__all__ = ["ORGANISATIONS_SCHEMA", "import_organisations"]
