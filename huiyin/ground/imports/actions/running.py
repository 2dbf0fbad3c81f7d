"""Writing what a preview showed, and taking it back."""

from datetime import datetime

import orjson

from huiyin.ground.imports.actions.checking import LOOKED_UP, missing
from huiyin.ground.imports.actions.rowwork import count, file_of, opened, parts
from huiyin.ground.imports.actions.trail import Trail, take_back_trail
from huiyin.ground.imports.models import ImportBatch, ImportChunk
from huiyin.ground.imports.rules import Kind, What, kind_of

END = "end"  # the trail of what was ended, beside those of the levels


def run(batch: ImportBatch, now: datetime) -> None:
    """One step: a level of a chunk, or at last what is gone."""
    kind = kind_of(batch.kind)
    level, number = divmod(batch.step, batch.chunks)
    if level < kind.levels:
        _write(batch, kind, number, level, now)
    else:
        _end_gone(batch, kind, now)


def _write(batch: ImportBatch, kind: Kind, number: int, level: int, now: datetime) -> None:
    """Compare again and write: between preview and run others may have written too."""
    file = file_of(batch, looks_ahead=False)
    chunk = opened(batch, number)
    facts = {row: fact for row, fact in chunk.facts.items() if fact.level == level}
    if not facts:
        return
    plan = kind.importer.plan(facts, file)
    if plan.refused:
        chunk.refuse(plan.refused)
        chunk.save_refused()
        count(batch, What.REFUSED, len(plan.refused))
    for what in (What.NEW, What.CHANGED, What.SAME):
        count(batch, what, sum(change.what is what for change in plan.changes.values()))
    written = {
        row: facts[row]
        for row, change in plan.changes.items()
        if change.what in (What.NEW, What.CHANGED)
    }
    if written:
        trail = Trail()
        kind.importer.write(written, plan, trail, now=now)
        _keep(chunk.row, str(level), trail)


def _end_gone(batch: ImportBatch, kind: Kind, now: datetime) -> None:
    """What a complete file no longer names ends; not while rows are refused, for theirs might be among it."""
    if not batch.is_complete or batch.counts.get(What.REFUSED.value):
        return
    trail = Trail()
    for gone in parts(missing(batch, kind), LOOKED_UP):
        kind.importer.end([each.id for each in gone], trail, now=now)
    _keep(batch.parts.get(number=batch.chunks), END, trail)


def _keep(row: ImportChunk, name: str, trail: Trail) -> None:
    trail.save()
    trails = orjson.loads(row.trail) if row.trail else {}
    trails[name] = trail.written()
    row.trail = orjson.dumps(trails).decode()
    row.save(update_fields=["trail"])


def take_back(batch: ImportBatch, now: datetime) -> None:
    """One step: those of the run, from the last to the first."""
    kind = kind_of(batch.kind)
    step = batch.steps - 1 - batch.step
    level, number = divmod(step, batch.chunks)
    is_end = level == kind.levels
    row = batch.parts.get(number=batch.chunks if is_end else number)
    trails = orjson.loads(row.trail) if row.trail else {}
    trail = trails.get(END if is_end else str(level))
    if trail:
        back = take_back_trail(trail, kind.importer.tables)
        batch.kept += back.kept
        kind.importer.settle(back.put_back, now=now)
