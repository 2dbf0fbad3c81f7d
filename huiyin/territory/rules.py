"""The tree of divisions: kinds, codes and paths. Plain Python.

Codes: 4 digits for a city, 6 for a county, 9 for a street, 12 for a community, as the national division codes nest. A
grid adds a letter for its type and 3 digits, a micro-grid adds W and 2 digits: 371625003201Z007W03. The letters are
the initials of 综合 (Z), 专属 (S, 属) and 虚拟 (X, 虚); they are our choice, no standard names them.
"""

import re
from enum import StrEnum

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

# Written with [0-9]: \d would let Arabic and full-width digits in, and PostgreSQL reads these patterns too.
CODE_PATTERNS = {
    NodeKind.CITY: r"^[1-9][0-9]{3}$",
    NodeKind.COUNTY: r"^[1-9][0-9]{5}$",
    NodeKind.STREET: r"^[1-9][0-9]{8}$",
    NodeKind.COMMUNITY: r"^[1-9][0-9]{11}$",
    NodeKind.GRID: r"^[1-9][0-9]{11}[ZSX][0-9]{3}$",
    NodeKind.MICRO_GRID: r"^[1-9][0-9]{11}[ZSX][0-9]{3}W[0-9]{2}$",
}


def check_code(code: str, *, kind: NodeKind, grid_type: GridType | None = None) -> None:
    """Refuse a code that is not of the shape of its kind, or whose letter contradicts the grid's type."""
    if not re.match(CODE_PATTERNS[kind], code):
        raise Refused(f"“{code}”不是有效的{kind.label}编码。")
    if (kind is NodeKind.GRID) != (grid_type is not None):
        raise Refused("网格必须写明类型，其他层级不写类型。")
    if grid_type is not None and code[12] != grid_type.letter:
        raise Refused(f"{grid_type.label}的编码“{code}”第 13 位应为 {grid_type.letter}。")


def check_parent(
    code: str, *, kind: NodeKind, parent_kind: NodeKind | None, parent_code: str | None
) -> None:
    """Refuse a parent that is not exactly one level above, or whose code does not begin this one.

    Since codes nest, a circle of parents cannot be written down.
    """
    if parent_kind is not kind.parent:
        wanted = f"应当直接属于{kind.parent.label}" if kind.parent else "不能有上级"
        raise Refused(f"{kind.label}“{code}”{wanted}。")
    if parent_code is not None and not code.startswith(parent_code):
        raise Refused(f"{kind.label}编码“{code}”应以上级编码“{parent_code}”开头。")


def child_path(parent_path: str, code: str) -> str:
    """The path of a node below `parent_path` (empty for the top): codes joined and ended by "/"."""
    return f"{parent_path}{code}/"


def codes_of(path: str) -> list[str]:
    """The codes along a path, from the top down."""
    return path.split("/")[:-1]


def paths_above(path: str) -> list[str]:
    """The paths from the top down to `path` itself."""
    codes = codes_of(path)
    return ["/".join(codes[: depth + 1]) + "/" for depth in range(len(codes))]


def is_within(path: str, area: str) -> bool:
    """Whether `path` is the node of `area` or lies below it."""
    return path.startswith(area)
