"""A file through the whole of an import, by the jobs of this process; and the same rows by bare COPY."""

import io
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from django.db import connection
from django.utils import timezone

from huiyin.ground import jobs
from huiyin.ground.imports import actions, queries
from huiyin.ground.imports.rules import State
from huiyin.ground.ledger.actions import By

BY = By(1, None)
HIGH_WATER = Path("/proc/self/status")


class Failed(Exception):
    """An import did not come to its end: a figure of it would be worth nothing."""


def brought_in(kind: str, path: Path) -> Counter[str]:
    """Read, check and run a file. Returns the rows by what became of them."""
    with path.open("rb") as file:
        begun = actions.begin(
            kind=kind, file=file, file_name=path.name, by=BY, area="", now=timezone.now()
        )
    jobs.run_pending()
    read = queries.batch(begun.id)
    actions.map_columns(
        batch_id=read.id, mapping=read.mapping, is_complete=False, by=BY, now=timezone.now()
    )
    jobs.run_pending()
    actions.run(batch_id=read.id, by=BY, now=timezone.now())
    jobs.run_pending()
    done = queries.batch(read.id)
    if done.stage is not State.DONE:
        raise Failed(f"{kind}: {done} {done.fault}")
    actions.forget(batch_id=done.id, by=BY, now=timezone.now())
    return Counter(done.counts)


def copied_s(tables: Sequence[str]) -> float:
    """Seconds that PostgreSQL takes for the rows of these tables by COPY, into the same tables. They stand there after."""
    kept = {table: _copied_out(table) for table in tables}
    emptied(tables)
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for table in tables:
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                copy.write(kept[table].getvalue())
    return time.perf_counter() - began


def _copied_out(table: str) -> io.BytesIO:
    kept = io.BytesIO()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy,
    ):
        for piece in copy:
            kept.write(piece)
    return kept


def emptied(tables: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


def forget_high_water() -> None:
    """Have the kernel measure the most memory of this process anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def high_water_mb() -> float:
    """The most memory that this process had at once since then."""
    lines = HIGH_WATER.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
