"""What can be imported: each app registers its own kinds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from huiyin.ground.imports.rules.rows import Fact, File, Plan, Standing
from huiyin.ground.sheets import Format
from huiyin.lib.refusal import NotThere


@dataclass(frozen=True)
class Column:
    """name: in the code. label: on the template. aliases: other headers that mean it. example: in the template."""

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    example: str = ""
    hint: str = ""


class Trail(Protocol):
    """Writes rows and remembers how to take that back. units: the row of the file that each was made for."""

    def create(self, model: Any, new: Sequence[Any], units: Sequence[int]) -> None: ...
    def note(self, model: Any, ids: Sequence[int], unit: int) -> None: ...
    def change(self, row: Any, values: Mapping[str, Any]) -> None: ...
    def remember(self, row: Any, values: Mapping[str, Any]) -> dict[str, Any]: ...
    def save(self) -> None: ...


class Importer(Protocol):
    """How rows of a kind are taken. `plan` compares, `write` writes what a plan of the same moment lets through.

    tables: the models it writes, so that what was written can be found again.
    """

    @property
    def tables(self) -> Sequence[Any]: ...

    def read(self, cells: Mapping[str, str], file: File) -> Fact:
        """What a row says; raises Refused or WrongCell. cells: by column name, empty ones left out."""

    def plan(self, facts: Mapping[int, Fact], file: File) -> Plan: ...

    def write(self, facts: Mapping[int, Fact], plan: Plan, trail: Trail, *, now: datetime) -> None:
        """Write these rows, new or changed; plan: as `plan` made it a moment ago."""

    def standing(self, scopes: Iterable[str]) -> Iterator[Standing]:
        """What stands within these scopes."""

    def end(self, ids: Sequence[int], trail: Trail, *, now: datetime) -> None:
        """End what is gone from a complete file; only asked of a kind that `ends_gone`."""

    def settle(self, put_back: Sequence[Any], *, now: datetime) -> None:
        """Told after rows were taken back. put_back: those of its tables that stand again as they were before."""


@dataclass(frozen=True)
class Kind:
    """code: in addresses. levels: how many levels rows have, see Fact. is_personal: rows are about persons.

    ends_gone: whether what a complete file no longer names can be ended. systems: of coordinates that the person has to
    choose from, as (value, label).
    """

    code: str
    label: str
    sentence: str
    columns: Sequence[Column]
    importer: Importer
    formats: frozenset[Format] = frozenset({Format.XLSX, Format.CSV})
    levels: int = 1
    is_personal: bool = False
    ends_gone: bool = False
    gone_sentence: str = ""
    systems: Sequence[tuple[str, str]] = ()
    order: int = field(default=0, compare=False)

    def column(self, name: str) -> Column:
        return next(each for each in self.columns if each.name == name)


_kinds: dict[str, Kind] = {}


def kind(made: Kind) -> None:
    """Register a kind; called from `AppConfig.ready`."""
    _kinds[made.code] = made


def kinds() -> list[Kind]:
    """All kinds in the order in which a new site needs them."""
    return sorted(_kinds.values(), key=lambda each: each.order)


def kind_of(code: str) -> Kind:
    """Raises NotThere."""
    if code not in _kinds:
        raise NotThere("没有这种导入。")
    return _kinds[code]
