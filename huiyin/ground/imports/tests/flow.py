"""A batch from the file to its end, for the tests of those who register kinds."""

import csv
import io
from collections.abc import Sequence

from django.utils import timezone

from huiyin.ground import jobs
from huiyin.ground.imports import actions, queries
from huiyin.ground.imports.models import ImportBatch
from huiyin.ground.ledger.actions import By

BRINGER = By(7, None)
Rows = Sequence[Sequence[str]]


def table(rows: Rows) -> io.BytesIO:
    """The rows, header first, as comma separated values."""
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return io.BytesIO(written.getvalue().encode())


def brought(kind: str, file: io.BytesIO, *, area: str = "", system: str = "") -> ImportBatch:
    """The file, read: its columns wait to be confirmed."""
    batch = actions.begin(
        kind=kind,
        file=file,
        file_name="x.csv",
        by=BRINGER,
        area=area,
        system=system,
        now=timezone.now(),
    )
    jobs.run_pending()
    return queries.batch(batch.id)


def previewed(kind: str, rows: Rows, *, area: str = "", is_complete: bool = False) -> ImportBatch:
    batch = brought(kind, table(rows), area=area)
    actions.map_columns(
        batch_id=batch.id,
        mapping=batch.mapping,
        is_complete=is_complete,
        by=BRINGER,
        now=timezone.now(),
    )
    jobs.run_pending()
    return queries.batch(batch.id)


def ran(kind: str, rows: Rows, *, area: str = "", is_complete: bool = False) -> ImportBatch:
    batch = previewed(kind, rows, area=area, is_complete=is_complete)
    actions.run(batch_id=batch.id, by=BRINGER, now=timezone.now())
    jobs.run_pending()
    return queries.batch(batch.id)


def undone(batch: ImportBatch) -> ImportBatch:
    actions.undo(batch_id=batch.id, by=BRINGER, now=timezone.now())
    jobs.run_pending()
    return queries.batch(batch.id)


def reasons(batch: ImportBatch) -> dict[int, str]:
    """Why rows were refused, by their numbers."""
    return {row.number: row.sentence for row in queries.refused_rows(batch)}
