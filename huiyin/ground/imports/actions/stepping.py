"""The work of a batch, a step at a time. Each step is a job with a transaction of its own that moves the batch on.

A worker that is killed leaves the step undone, and it is taken up again; a step that ran is not run twice, because the
batch no longer stands where the job says.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from huiyin.ground import jobs
from huiyin.ground.imports.actions import checking, reading, running
from huiyin.ground.imports.models import ImportBatch, ImportKey
from huiyin.ground.imports.rules import State
from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import Refused

WORK: dict[State, Callable[[ImportBatch, datetime], None]] = {
    State.READING: reading.read_file,
    State.CHECKING: checking.check,
    State.RUNNING: running.run,
    State.UNDOING: running.take_back,
}
NEXT = {
    State.READING: State.MAPPING,
    State.CHECKING: State.PREVIEWED,
    State.RUNNING: State.DONE,
    State.UNDOING: State.UNDONE,
}
ENDS = {State.DONE: "import.done", State.UNDONE: "import.undone", State.FAILED: "import.failed"}


def advance(batch_id: int, state: str, step: int) -> None:
    """Do one step of a batch, if it still stands there. A job."""
    batch = ImportBatch.objects.select_for_update().filter(id=batch_id).first()
    if batch is None or (batch.state, batch.step) != (state, step):
        return
    now = timezone.now()
    _take_time()
    try:
        with transaction.atomic():
            WORK[batch.stage](batch, now)
    except Refused as refusal:
        batch.fault = refusal.sentence
        _rest(batch, State.FAILED, now)
        return
    batch.step += 1
    if batch.step == batch.steps:
        _rest(batch, NEXT[batch.stage], now)
    else:
        enter(batch, batch.stage, steps=batch.steps, now=now, step=batch.step)


def _take_time() -> None:
    """Reading a large file on a slow machine takes longer than a page may; the server before 17 does not know the limit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, '0', true) FROM pg_settings WHERE name = 'transaction_timeout'"
        )


def enter_now(batch: ImportBatch, state: State, *, steps: int, now: datetime) -> None:
    """Begin a stretch of work that a person asked for."""
    batch.ended_at, batch.fault = None, ""
    enter(batch, state, steps=steps, now=now)


def enter(batch: ImportBatch, state: State, *, steps: int, now: datetime, step: int = 0) -> None:
    """Have the batch stand at a step, with the job that does it."""
    batch.state, batch.step, batch.steps, batch.moved_at = state.value, step, steps, now
    batch.save()
    jobs.defer(advance, batch_id=batch.id, state=state.value, step=step)


def _rest(batch: ImportBatch, state: State, now: datetime) -> None:
    """Have the batch wait for a person, or be over."""
    batch.state, batch.moved_at = state.value, now
    if state in ENDS:
        batch.ended_at = now
        _record_end(batch, state, now)
    if state in (State.DONE, State.FAILED):
        ImportKey.objects.filter(batch=batch).delete()
    if state is State.FAILED:
        batch.pieces.all().delete()
    batch.save()


def _record_end(batch: ImportBatch, state: State, now: datetime) -> None:
    record(
        ENDS[state],
        subject="import",
        subject_id=batch.id,
        by=By(batch.person_id, batch.post_id),
        at=now,
        area=batch.area,
        data={
            "what": batch.kind,
            "rows": batch.rows,
            "counts": batch.counts,
            "kept": batch.kept,
        },
    )
