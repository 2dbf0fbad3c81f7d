"""Reading batches. Who may see which is asked by the pages: see `web.office`."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import orjson

from huiyin.ground.imports.models import ImportBatch, RememberedColumn
from huiyin.ground.imports.rules import Change, What
from huiyin.ground.imports.rules.states import WORKING
from huiyin.lib.refusal import NotThere

SEEN_ROWS = 3


class RefusedRow(NamedTuple):
    """A row as it came, with why it was refused."""

    number: int
    cells: list[str]
    column: str
    sentence: str


def batch(batch_id: int) -> ImportBatch:
    """Raises NotThere."""
    found = ImportBatch.objects.filter(id=batch_id).first()
    if found is None:
        raise NotThere("没有找到这次导入。")
    return found


def latest(limit: int = 30) -> list[ImportBatch]:
    """The newest first."""
    return list(ImportBatch.objects.order_by("-id")[:limit])


def older_than(moment: datetime) -> list[int]:
    """Batches at rest since before `moment` that still hold what their file said."""
    working = [state.value for state in WORKING]
    old = ImportBatch.objects.filter(is_forgotten=False, moved_at__lt=moment)
    return list(old.exclude(state__in=working).values_list("id", flat=True))


def header_of(found: ImportBatch) -> list[str]:
    return list(orjson.loads(found.header)) if found.header else []


def first_rows(found: ImportBatch, limit: int = SEEN_ROWS) -> list[list[str]]:
    """The first rows as they came, as long as the header: to recognise the columns by."""
    width = len(header_of(found))
    part = found.parts.order_by("number").first()
    rows = orjson.loads(part.cells) if part else []
    return [(cells + [""] * width)[:width] for _number, cells in rows[:limit]]


def samples_of(found: ImportBatch) -> dict[What, list[tuple[int, Change]]]:
    """The first rows of each kind of change, with their numbers."""
    told = orjson.loads(found.samples) if found.samples else {}
    return {
        what: [
            (number, Change(what, label, tuple(map(tuple, details))))
            for number, label, details in told[what.value]
        ]
        for what in What
        if told.get(what.value)
    }


def refused_rows(found: ImportBatch) -> Iterator[RefusedRow]:
    """All refused rows in the order of the file, a chunk in memory at a time."""
    numbers = list(found.parts.order_by("number").values_list("number", flat=True))
    for number in numbers:
        part = found.parts.get(number=number)
        refused = orjson.loads(part.refused) if part.refused else {}
        for row_number, cells in orjson.loads(part.cells) if refused else ():
            if str(row_number) in refused:
                yield RefusedRow(row_number, cells, *refused[str(row_number)])


def remembered_columns(kind: str, person_id: int) -> dict[str, str]:
    """{bare header: column name}: what the person chose before, else what anybody of the site chose last."""
    rows = RememberedColumn.objects.filter(kind=kind).order_by("at")
    chosen = list(rows.values_list("person_id", "header", "column"))
    others = {header: column for _person, header, column in chosen}
    own = {header: column for person, header, column in chosen if person == person_id}
    return {**others, **own}
