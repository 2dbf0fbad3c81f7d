"""The one writer of what is encrypted anew: a batch is a transaction, and a killed run is simply begun again.

Rows that somebody is writing are passed over and looked at in the next round, so that a rotation never stands in the way of
the site and cannot lock itself up with it. Every process of the site already has to write under the present key.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.ground.crypto import Unreadable, encrypted, lookup_hash
from huiyin.ground.keys.queries import Column, Kept, columns, due, kept
from huiyin.ground.ledger.actions import CLOCK, record
from huiyin.ground.rows import actions as rows

BATCH = 500


@dataclass(frozen=True)
class Batch:
    """What became of one batch. last: the primary key it ended at, None when there was nothing left."""

    column: str
    looked_at: int
    renewed: int
    unreadable: tuple[Any, ...]
    last: Any


def rotate(*, size: int = BATCH) -> Iterator[Batch]:
    """Write everything under the present key, batch after batch, each committed before it is told.

    size: rows a batch. What cannot be read is left and told.
    """
    for column in columns():
        last: Any = None
        while True:
            batch = _renew(column, after=last, size=size)
            last = batch.last
            if last is None:
                break
            yield batch


@transaction.atomic
def finish(*, renewed: int, now: datetime) -> None:
    """Note in the ledger that a rotation came to its end."""
    record(
        "keys.rotated",
        subject="keys",
        subject_id=0,
        by=CLOCK,
        at=now,
        area="",
        data={"count": renewed},
    )


@transaction.atomic
def _renew(column: Column, *, after: Any, size: int) -> Batch:
    waiting = kept(column) if after is None else kept(column).filter(pk__gt=after)
    found = [Kept(*row) for row in waiting.select_for_update(skip_locked=True)[:size]]
    anew, unreadable = [], []
    for row in found:
        try:
            text = due(row, has_lookup=bool(column.lookup))
        except Unreadable:
            unreadable.append(row.pk)
        else:
            anew += [] if text is None else [_written(column, row, text)]
    names = [column.field, *filter(None, [column.lookup])]
    rows.update(column.model, anew, names)
    last = found[-1].pk if found else None
    return Batch(column.name, len(found), len(anew), tuple(unreadable), last)


def _written(column: Column, row: Kept, text: str) -> dict[str, Any]:
    """The row that is to be written, under the present key."""
    if column.member:
        whole = column.model._base_manager.values_list(column.field, flat=True).get(pk=row.pk)  # noqa: SLF001
        return {"id": row.pk, column.field: {**whole, column.member: encrypted(text)}}
    values = {"id": row.pk, column.field: text}  # encrypted on its way
    return values | ({column.lookup: lookup_hash(text)} if column.lookup else {})
