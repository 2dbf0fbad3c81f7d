"""Sections: what an app takes out of a pack. Each app registers its own, in the order of the floors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huiyin.ground.packs.reading import Document, PackError, Place


@dataclass
class SectionReport:
    """What an import did, or would do: the names of its rows, by what became of them.

    doubtful: was taken, but somebody should look at it.
    """

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    refused: list[PackError] = field(default_factory=list)
    doubtful: list[PackError] = field(default_factory=list)

    def __str__(self) -> str:
        counts = (len(rows) for rows in (self.new, self.changed, self.same, self.refused))
        return "new {}, changed {}, same {}, refused {}".format(*counts)


@dataclass(frozen=True)
class Row:
    """One value of a pack with its place; an entry of a list reads like the dict it stands for."""

    value: Any
    document: Document
    place: Place
    report: SectionReport = field(repr=False)

    def __getitem__(self, name: str) -> Any:
        return self.value[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.value.get(name, default)

    def rows(self, name: str) -> "Iterator[Row]":
        """The entries of a list inside this one; none when it is left out."""
        for index, value in enumerate(self.value.get(name, ())):
            yield Row(value, self.document, (*self.place, name, index), self.report)

    def refuse(self, sentence: str, *at: str | int) -> None:
        """Report that this entry, or the value at `at` inside it, cannot be taken."""
        self.report.refused.append(self.document.error((*self.place, *at), sentence))

    def doubt(self, sentence: str, *at: str | int) -> None:
        """Report something strange about an entry that is taken all the same."""
        self.report.doubtful.append(self.document.error((*self.place, *at), sentence))


@dataclass(frozen=True)
class Import:
    """One section's import under way. Refused rows are reported and skipped; then nothing is kept."""

    documents: tuple[Document, ...]
    is_synthetic: bool
    now: datetime
    report: SectionReport = field(default_factory=SectionReport)

    def rows(self, name: str) -> Iterator[Row]:
        """The entries of the list `name` at the top of the section's files, file by file."""
        for document in self.documents:
            yield from Row(document.value, document, (), self.report).rows(name)

    def value(self, name: str) -> Row | None:
        """What stands as `name` at the top of the section's files, in the last that has it."""
        found = None
        for document in self.documents:
            if name in document.value:
                found = Row(document.value[name], document, (name,), self.report)
        return found

    def note(
        self, *, new: Iterable[str] = (), changed: Iterable[str] = (), same: Iterable[str] = ()
    ) -> None:
        """Add names to the report."""
        self.report.new.extend(new)
        self.report.changed.extend(changed)
        self.report.same.extend(same)


Importer = Callable[[Import], None]


@dataclass(frozen=True)
class Section:
    name: str
    schema: Mapping[str, Any]
    importer: Importer
    version: int


_sections: dict[str, Section] = {}


def section(name: str, schema: Mapping[str, Any], importer: Importer, *, version: int = 1) -> None:
    """Register a section; called from `AppConfig.ready`, so sections are imported in the order of INSTALLED_APPS.

    schema: JSON schema of each of its files, checked before `importer` runs. importer: writes through actions, reports
    every row. version: raised when the importer changes, so that unchanged packs are read again.
    """
    _sections[name] = Section(name, schema, importer, version)


def sections() -> list[Section]:
    """All sections in the order of their import."""
    return list(_sections.values())
