"""Any number of plausible cases in the wide county: the rows of the cases by COPY, what hangs on them made from them.

Indexes and foreign keys are taken off before and put back afterwards, so that a million cases with their eleven
million rows are there in a few minutes.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import psycopg

from bench.load import county
from bench.load.hanging import HANGING
from bench.load.matters import COLUMNS, ENDED, Draw, Row, Site, matter
from huiyin.ground import partitions

SEED = 20260914
DAYS = 900  # ids begin in 2024
RESIDENTS_PER_CASE = 0.2
LOADED = (
    "cases_case", "cases_party", "cases_casestep", "cases_answer", "cases_told", "cases_notice",
    "cases_check", "cases_application", "ledger_entry",
)  # fmt: skip
OPEN = {
    "pending": 25, "accepted": 15, "in_progress": 30, "awaiting_reporter": 5, "suspended": 5,
    "awaiting_check": 5, "awaiting_notice": 5, "awaiting_rating": 10,
}  # fmt: skip
RUNGS = {1: 80, 2: 10, 3: 5, 4: 4, 5: 1}
URGENCIES = {"normal": 94, "urgent": 5, "emergency": 1}
CHANNELS = {"group": 50, "officer_capture": 25, "form": 15, "phone": 10}
SUPERVISIONS = {"none": 995, "normal": 3, "yellow": 1, "red": 1}


def fill(url: str, *, count: int, open_share: float, now: datetime) -> None:
    """Put `count` cases into a site that is migrated and has loaded the demo pack, and has no cases yet.

    open_share: the part that is under way, up to three weeks old; the rest was answered, told and closed in the 900
    days before. now: aware; nothing is younger, and nothing is due before it.
    """
    for days in range(0, DAYS + 90, 60):
        partitions.keep_ahead("ledger_entry", now=now - timedelta(days=days))
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("SET synchronous_commit = off")
        database.execute("SET transaction_timeout = 0")
        database.execute("SET maintenance_work_mem = '512MB'")
        grids = county.widen(
            database,
            residents=int(count * RESIDENTS_PER_CASE) + 1000,
            now=now - timedelta(days=DAYS),
        )
        put_back = _bare(database)
        rows = _cases(Site(database, grids), count, open_share, now)
        with database.cursor().copy(f"COPY cases_case ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write(row)
        for statement in HANGING:
            database.execute(statement)
        for statement in put_back:
            database.execute(statement)
        database.execute("VACUUM (ANALYZE)")
        database.execute("CHECKPOINT")  # the disk is ours again, not the filling's


def _bare(database: psycopg.Connection) -> list[str]:
    """Take indexes and foreign keys off the loaded tables. Returns the statements that put them back."""
    keys = database.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND conparentid = 0 AND (conrelid = ANY(%(t)s::regclass[]) OR confrelid = ANY(%(t)s::regclass[]))",
        {"t": list(LOADED)},
    ).fetchall()
    indexes = database.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = ANY(%s::regclass[])"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
        [list(LOADED)],
    ).fetchall()
    for table, name, _definition in keys:
        database.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        database.execute(f"DROP INDEX {name}")
    return [
        *(
            definition.replace(" ON ONLY ", " ON ") for _name, definition in indexes
        ),  # and its partitions
        *(
            f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'
            for table, name, definition in keys
        ),
    ]


def _cases(site: Site, count: int, open_share: float, now: datetime) -> Iterator[str]:
    """The rows, oldest first; the open ones are the youngest."""
    dice = random.Random(SEED)  # noqa: S311 - the same cases every time
    draws = [
        Draw(weights, dice) for weights in (OPEN, ENDED, RUNGS, URGENCIES, CHANNELS, SUPERVISIONS)
    ]
    ended = count - int(count * open_share)
    old, young = timedelta(days=DAYS), timedelta(days=21)
    for serial in range(count):
        is_ended = serial < ended
        if is_ended:
            age = young + (old - young) * (1 - serial / ended)
        else:
            age = young * (1 - (serial - ended) / (count - ended))
        yield _line(matter(site, serial, now - age, now, is_ended, draws, dice))


def _line(row: Row) -> str:
    return "\t".join(_word(row.get(column)) for column in COLUMNS) + "\n"


def _word(value: object) -> str:
    if value is None:
        return "\\N"
    return value.isoformat() if isinstance(value, datetime) else str(value)
