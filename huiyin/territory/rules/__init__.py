"""The tree of places: kinds, codes, paths, doors. Plain Python.

`boundaries` and `locate` stand apart: whoever imports them loads numpy and GEOS.
"""

from huiyin.territory.rules.tree import (
    CODE_LENGTHS,
    CODE_PATTERNS,
    GRID_TYPE_LABELS,
    GRID_TYPE_LETTERS,
    KIND_LABELS,
    PARENT_KINDS,
    DwellingFacts,
    GridType,
    NodeFacts,
    NodeKind,
    address,
    check_parent,
    child_path,
    codes_of,
    door_label,
    doors,
    is_within,
    kind_of,
    lived_in,
    paths_above,
)

__all__ = [
    "CODE_LENGTHS",
    "CODE_PATTERNS",
    "GRID_TYPE_LABELS",
    "GRID_TYPE_LETTERS",
    "KIND_LABELS",
    "PARENT_KINDS",
    "DwellingFacts",
    "GridType",
    "NodeFacts",
    "NodeKind",
    "address",
    "check_parent",
    "child_path",
    "codes_of",
    "door_label",
    "doors",
    "is_within",
    "kind_of",
    "lived_in",
    "paths_above",
]
