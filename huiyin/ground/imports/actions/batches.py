"""What a person does with a batch. The work itself is done in steps, by jobs: see `stepping`."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import UUID

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.ground.commands import actions as commands
from huiyin.ground.imports.actions.stepping import enter, enter_now
from huiyin.ground.imports.models import ImportBatch, ImportKey, ImportPiece, RememberedColumn
from huiyin.ground.imports.rules import State, kind_of
from huiyin.ground.imports.rules.columns import bare, words_of
from huiyin.ground.ledger.actions import By, record
from huiyin.ground.sheets import Limits
from huiyin.lib.refusal import Conflict, NotThere, Refused, TooLarge

PIECE_BYTES = 512 * 1024
NAME_LENGTH = 200
STUCK_AFTER = timedelta(minutes=2)


@transaction.atomic
def begin(
    *,
    kind: str,
    file: BinaryIO,
    file_name: str,
    by: By,
    area: str,
    now: datetime,
    system: str = "",
    client_key: UUID | None = None,
) -> ImportBatch:
    """Take a file in; it is read by a job. area: path of the place its bringer may write in, empty for everywhere.

    Raises TooLarge, and NotThere for an unknown kind.
    """
    known = kind_of(kind)
    if by.person_id is None:
        raise TypeError("a file is brought by a person")
    repeated = commands.repeat_of(client_key, verb="import.begin", person_id=by.person_id)
    if repeated is not None:
        return ImportBatch.objects.get(id=repeated)
    batch = ImportBatch.objects.create(
        kind=known.code,
        person_id=by.person_id,
        post_id=by.post_id,
        area=area,
        file_name=file_name[-NAME_LENGTH:],
        system=system,
        created_at=now,
        moved_at=now,
    )
    _keep(batch, file)
    enter(batch, State.READING, steps=1, now=now)
    _record("import.begun", batch, by, now)
    commands.done(client_key, batch.id)
    return batch


def _keep(batch: ImportBatch, file: BinaryIO) -> None:
    most = Limits().file_bytes
    size = number = 0
    while piece := file.read(PIECE_BYTES):
        size += len(piece)
        if size > most:
            raise TooLarge(
                "文件超过 %(mb)d MB。请按社区或镇街拆成几个文件，分几次导入。", mb=most // 1024**2
            )
        content = b64encode(piece).decode()
        ImportPiece.objects.create(batch=batch, number=number, content=content)
        number += 1


@transaction.atomic
def map_columns(
    *, batch_id: int, mapping: Mapping[str, int], is_complete: bool, by: By, now: datetime
) -> ImportBatch:
    """Say which column is which, remember it, and have the rows checked. May be said again after a preview.

    mapping: {column name: place in the header}. Raises Refused for a required column that is missing, or a place that
    is used twice.
    """
    batch = _locked(batch_id, State.MAPPING, State.PREVIEWED)
    kind, header = kind_of(batch.kind), orjson.loads(batch.header)
    for column in kind.columns:
        if column.is_required and column.name not in mapping:
            raise Refused("请选择哪一列是“%(column)s”。", column=column.label)
    if len(set(mapping.values())) < len(mapping):
        raise Refused("一列只能当一种内容。请检查有没有两处选了同一列。")
    batch.mapping = {name: place for name, place in mapping.items() if 0 <= place < len(header)}
    batch.is_complete = is_complete and kind.ends_gone
    batch.counts, batch.samples, batch.scopes = {}, "", []
    ImportKey.objects.filter(batch=batch).delete()
    batch.parts.update(facts="", refused="", trail="")
    _remember(batch, header, now)
    enter_now(batch, State.CHECKING, steps=batch.chunks * (1 + kind.levels) + 1, now=now)
    return batch


def _remember(batch: ImportBatch, header: list[str], now: datetime) -> None:
    """Keep the choices that the names of the columns do not suggest by themselves."""
    kind = kind_of(batch.kind)
    for name, place in batch.mapping.items():
        if bare(header[place]) in map(bare, words_of(kind.column(name))):
            continue
        RememberedColumn.objects.update_or_create(
            kind=batch.kind,
            person_id=batch.person_id,
            header=bare(header[place])[:100],
            defaults={"column": name, "at": now},
        )


@transaction.atomic
def run(*, batch_id: int, by: By, now: datetime) -> ImportBatch:
    """Write what the preview showed. Raises Conflict when there is no preview, or not any more."""
    batch = _locked(batch_id, State.PREVIEWED)
    kind = kind_of(batch.kind)
    kept = ("refused", "gone")
    batch.counts = {what: batch.counts[what] for what in kept if what in batch.counts}
    enter_now(batch, State.RUNNING, steps=batch.chunks * kind.levels + 1, now=now)
    _record("import.run", batch, by, now)
    return batch


@transaction.atomic
def undo(*, batch_id: int, by: By, now: datetime) -> ImportBatch:
    """Take back everything that the batch wrote; what others changed since stays. Raises Conflict, NotThere."""
    batch = _locked(batch_id, State.DONE)
    if batch.is_forgotten:
        raise Conflict(_("导入已超过保留期限，不能再撤销。"))
    batch.kept = 0
    steps = batch.chunks * kind_of(batch.kind).levels + 1
    enter_now(batch, State.UNDOING, steps=steps, now=now)
    _record("import.undo", batch, by, now)
    return batch


@transaction.atomic
def resume(*, batch_id: int, now: datetime) -> ImportBatch:
    """Queue the present step again when nothing has moved for two minutes; a step that is done already does nothing."""
    batch = _locked(batch_id, *(state for state in State if state.is_working))
    if now - batch.moved_at < STUCK_AFTER:
        raise Conflict(_("还在进行，请稍等。"))
    enter(batch, batch.stage, steps=batch.steps, now=now, step=batch.step)
    return batch


@transaction.atomic
def forget(*, batch_id: int, by: By, now: datetime) -> ImportBatch:
    """Remove what the file said. What it brought stays; it can no longer be undone. Counts remain."""
    batch = _locked(batch_id, *(state for state in State if not state.is_working))
    for related in (batch.pieces, batch.parts):
        related.all().delete()
    ImportKey.objects.filter(batch=batch).delete()
    batch.header = batch.samples = batch.file_name = ""
    batch.mapping, batch.scopes, batch.is_forgotten = {}, [], True
    batch.moved_at = now
    batch.ended_at = batch.ended_at or now
    batch.save()
    _record("import.forgotten", batch, by, now)
    return batch


@transaction.atomic
def note_taken(*, batch_id: int, by: By, now: datetime) -> None:
    """Write down that somebody took the refused rows away: they may name persons."""
    batch = ImportBatch.objects.get(id=batch_id)
    _record("import.refused_taken", batch, by, now)


def _locked(batch_id: int, *states: State) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().filter(id=batch_id).first()
    if batch is None:
        raise NotThere(_("没有找到这次导入。"))
    if batch.stage not in states or (batch.is_forgotten and State.DONE not in states):
        raise Conflict(_("这次导入已经到了别的步骤，请刷新页面看看。"))
    return batch


def _record(kind: str, batch: ImportBatch, by: By, now: datetime) -> None:
    record(
        kind,
        subject="import",
        subject_id=batch.id,
        by=by,
        at=now,
        area=batch.area,
        data={"what": batch.kind, "rows": batch.rows, "counts": batch.counts},
    )
