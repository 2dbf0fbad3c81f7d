"""A row on its way: what it says, what it would change, or why it is refused."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _


class What(StrEnum):
    """What becomes of a row; GONE is what stands in the site and is missing in the file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    GONE = "gone"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    What.NEW: _("新增"),
    What.CHANGED: _("更改"),
    What.SAME: _("没有变化"),
    What.GONE: _("文件里没有"),
    What.REFUSED: _("退回"),
}


class WrongCell(Refused):
    """What stands in one cell cannot be taken. column: its label, as people see it."""

    def __init__(self, column: str, template: str, **values: object) -> None:
        super().__init__(template, **values)
        self.column = column


class Fault(NamedTuple):
    """Why a row is refused: the column it is about, or "", and the reason with the remedy."""

    column: str
    sentence: str

    @classmethod
    def of(cls, refusal: Refused) -> "Fault":
        return cls(refusal.column if isinstance(refusal, WrongCell) else "", refusal.sentence)


class Claim(NamedTuple):
    """What a row says of something that other rows speak of too, such as the grid of its building: all must say the same.

    label: for people, "楼栋“3号楼”的网格".
    """

    key: str
    label: str
    value: str


@dataclass(frozen=True)
class Fact:
    """What a row says, checked by itself.

    key: tells it from every other row of the kind. values: JSON, everything that is written.
    scope: of what the file is complete, when it is complete: the grid of a household.
    level: rows of a lower level are written first.
    """

    key: str
    values: Mapping[str, Any]
    claims: tuple[Claim, ...] = ()
    scope: str = ""
    level: int = 0


class Change(NamedTuple):
    """label: the row for people, without what only its owner may read. details: (column, before, after)."""

    what: What
    label: str
    details: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Plan:
    """By row number. found: what the importer looked up, for its own `write`."""

    found: Any = None
    changes: dict[int, Change] = field(default_factory=dict)
    refused: dict[int, Fault] = field(default_factory=dict)

    def refuse(self, row: int, refusal: Refused) -> None:
        self.refused[row] = Fault.of(refusal)


class Standing(NamedTuple):
    """Something that stands in the site, by the key that a row of the file would have."""

    key: str
    id: int
    label: str


@dataclass(frozen=True)
class File:
    """What an importer may know of the file around its rows.

    area: the place that the person may write in, as a path; empty for everywhere. known: which of these keys the file
    has in rows that were not refused. system: the coordinates, as the person declared them.
    """

    area: str = ""
    system: str = ""
    known: Callable[[Iterable[str]], frozenset[str]] = lambda keys: frozenset()

    @property
    def area_code(self) -> str:
        return self.area.rstrip("/").rpartition("/")[2]
