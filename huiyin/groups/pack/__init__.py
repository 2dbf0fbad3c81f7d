"""The groups section of a pack: its schema and its importer. See docs/packs.md."""

from huiyin.groups.pack.importer import import_groups
from huiyin.groups.pack.schema import GROUPS_SCHEMA

__all__ = ["GROUPS_SCHEMA", "import_groups"]
