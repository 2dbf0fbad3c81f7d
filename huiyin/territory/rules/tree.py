"""The tree of divisions: kinds, codes and paths. Plain Python.

Codes: 4 digits for a city, 6 for a county, 9 for a street, 12 for a community, as the national division codes nest. A
grid adds a letter for its type and 3 digits, a micro-grid adds W and 2 digits: 379901003201Z007W03. The letters are
the initials of 综合 (Z), 专属 (S, 属) and 虚拟 (X, 虚); they are our choice, no standard names them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from zlib import crc32

from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop


class NodeKind(StrEnum):
    """A level of the one tree, from the top down."""

    CITY = "city"
    COUNTY = "county"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    MICRO_GRID = "micro_grid"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]

    @property
    def parent(self) -> "NodeKind | None":
        """The kind exactly one level above; None for the top."""
        return PARENT_KINDS[self]


class GridType(StrEnum):
    """What a grid is made of: homes, organisations, or people who live elsewhere."""

    GENERAL = "general"
    DEDICATED = "dedicated"
    VIRTUAL = "virtual"

    @property
    def label(self) -> str:
        return GRID_TYPE_LABELS[self]

    @property
    def letter(self) -> str:
        """The letter in the grid's code."""
        return GRID_TYPE_LETTERS[self]


KIND_LABELS = {
    NodeKind.CITY: gettext_noop("市"),
    NodeKind.COUNTY: gettext_noop("县区"),
    NodeKind.STREET: gettext_noop("镇街"),
    NodeKind.COMMUNITY: gettext_noop("村社区"),
    NodeKind.GRID: gettext_noop("网格"),
    NodeKind.MICRO_GRID: gettext_noop("微网格"),
}
PARENT_KINDS: dict[NodeKind, NodeKind | None] = dict(zip(NodeKind, (None, *NodeKind), strict=False))
GRID_TYPE_LABELS = {
    GridType.GENERAL: gettext_noop("综合网格"),
    GridType.DEDICATED: gettext_noop("专属网格"),
    GridType.VIRTUAL: gettext_noop("虚拟网格"),
}
GRID_TYPE_LETTERS = {GridType.GENERAL: "Z", GridType.DEDICATED: "S", GridType.VIRTUAL: "X"}

CODE_LENGTHS = dict(zip(NodeKind, (4, 6, 9, 12, 16, 19), strict=True))

# Written with [0-9]: \d would let Arabic and full-width digits in, and PostgreSQL reads these patterns too.
CODE_PATTERNS = {
    NodeKind.CITY: r"^[1-9][0-9]{3}$",
    NodeKind.COUNTY: r"^[1-9][0-9]{5}$",
    NodeKind.STREET: r"^[1-9][0-9]{8}$",
    NodeKind.COMMUNITY: r"^[1-9][0-9]{11}$",
    NodeKind.GRID: r"^[1-9][0-9]{11}[ZSX][0-9]{3}$",
    NodeKind.MICRO_GRID: r"^[1-9][0-9]{11}[ZSX][0-9]{3}W[0-9]{2}$",
}


@dataclass(frozen=True)
class NodeFacts:
    """A node as it is described from outside: its kind, type and parent follow from its code."""

    code: str
    name: str
    phone: str = ""
    supervision_phone: str = ""
    legacy_code: str = ""

    @property
    def kind(self) -> NodeKind:
        return kind_of(self.code)

    @property
    def grid_type(self) -> GridType | None:
        """Of a grid, by its letter; None for all others."""
        if self.kind is not NodeKind.GRID:
            return None
        return next(kind for kind in GridType if kind.letter == self.code[12])

    @property
    def parent_code(self) -> str | None:
        above = self.kind.parent
        return None if above is None else self.code[: CODE_LENGTHS[above]]


@dataclass(frozen=True)
class DwellingFacts:
    """A home as it is described from outside; the building's name and the unit are part of the address."""

    unit: str
    room: str
    is_occupied: bool


def kind_of(code: str) -> NodeKind:
    """The level that a code stands for. Refuses text that is no code."""
    for kind, pattern in CODE_PATTERNS.items():
        if re.fullmatch(pattern, code):
            return kind
    raise Refused(f"“{code}”不是有效的区划或网格编码。")


def check_parent(kind: NodeKind, parent_kind: NodeKind | None) -> None:
    """Refuse a parent that is not exactly one level above."""
    if parent_kind is not kind.parent:
        wanted = f"必须直接属于{kind.parent.label}" if kind.parent else "不能有上级"
        raise Refused(f"{kind.label}{wanted}。")


def child_path(parent_path: str, code: str) -> str:
    """The path of a node below `parent_path` (empty for the top): codes joined and ended by "/"."""
    return f"{parent_path}{code}/"


def codes_of(path: str) -> list[str]:
    """The codes along a path, from the top down."""
    return path.split("/")[:-1]


def paths_above(path: str) -> list[str]:
    """The paths from the top down to `path` itself."""
    return list(accumulate(f"{code}/" for code in codes_of(path)))


def is_within(path: str, area: str) -> bool:
    """Whether `path` is the node of `area` or lies below it."""
    return path.startswith(area)


def door_label(unit: str, room: str) -> str:
    """2单元501, 501, or nothing for a house of its own."""
    return f"{unit}单元{room}" if unit else room


def address(building: str, unit: str, room: str) -> str:
    """The label of a home among neighbours: 3号楼2单元501, 柳桥一路12号."""
    return building + door_label(unit, room)


def doors(*, units: int, floors: int, per_floor: int) -> list[tuple[str, str]]:
    """The doors of a building as (unit, room): ("2", "501") is the first door on floor 5 of unit 2."""
    return [
        (str(unit), f"{floor}{door:02}")
        for unit in range(1, units + 1)
        for floor in range(1, floors + 1)
        for door in range(1, per_floor + 1)
    ]


def lived_in(homes: Iterable[tuple[str, str, str]], count: int) -> frozenset[tuple[str, str, str]]:
    """Choose which `count` of these homes (building, unit, room) are lived in: always the same ones.

    The first door of the five lowest floors of every unit comes first, so that whoever writes a pack knows homes that
    are lived in; the rest follow in an order that looks like chance. For demonstration data only.
    """
    return frozenset(sorted(homes, key=_order_of_moving_in)[:count])


def _order_of_moving_in(home: tuple[str, str, str]) -> tuple[bool, int]:
    room = home[2]
    is_first_door = room.endswith("01") and len(room) == 3 and room <= "501"
    return not is_first_door, crc32("/".join(home).encode())
