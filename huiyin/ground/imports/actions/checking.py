"""The preview: what each row would change, or why it is refused. Nothing but the batch itself is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext_noop as _

from huiyin.ground.ids import new_id
from huiyin.ground.imports.actions.rowwork import (
    Chunk,
    count,
    digest_of,
    file_of,
    keep_samples,
    key_of,
    opened,
    parts,
    read_rows,
)
from huiyin.ground.imports.models import ImportBatch, ImportKey
from huiyin.ground.imports.rules import Change, Fact, Fault, Kind, Standing, What, kind_of
from huiyin.ground.rows import actions as rows
from huiyin.lib.refusal import Refused

LOOKED_UP = 2_000
Told = tuple[int, str]  # a row and the digest of what it says


def check(batch: ImportBatch, now: datetime) -> None:
    """One step: first the keys of every chunk, then every chunk level by level, at last what is gone."""
    kind = kind_of(batch.kind)
    if batch.step < batch.chunks:
        _note_keys(batch, kind, batch.step)
        return
    level, number = divmod(batch.step - batch.chunks, batch.chunks)
    if level < kind.levels:
        _compare(batch, kind, number, level)
    else:
        _look_for_gone(batch, kind)


def _note_keys(batch: ImportBatch, kind: Kind, number: int) -> None:
    chunk = read_rows(batch, kind, number, file_of(batch, looks_ahead=False))
    written: dict[tuple[str, str, bool, int], None] = {}
    claims: set[tuple[str, str]] = set()
    for row, fact in chunk.facts.items():
        written[key_of(fact.key), digest_of(fact.values), False, row] = None
        for claim in fact.claims:
            if (claim.key, claim.value) not in claims:
                claims.add((claim.key, claim.value))
                written[key_of(claim.key), digest_of(claim.value), True, row] = None
    rows.insert(
        ImportKey,
        [
            {
                "id": new_id(),
                "batch_id": batch.id,
                "key": key,
                "digest": digest,
                "is_claim": is_claim,
                "number": row,
                "is_refused": False,
            }
            for key, digest, is_claim, row in written
        ],
    )
    scopes = {fact.scope for fact in chunk.facts.values() if fact.scope}
    batch.scopes = sorted(scopes.union(batch.scopes))
    _refuse(batch, chunk, chunk.faults)


def _compare(batch: ImportBatch, kind: Kind, number: int, level: int) -> None:
    file = file_of(batch, looks_ahead=True)
    chunk = opened(batch, number)
    chunk.facts = {row: fact for row, fact in chunk.facts.items() if fact.level == level}
    if not chunk.facts:
        return
    _refuse(batch, chunk, _contradicted(batch, chunk.facts))
    plan = kind.importer.plan(chunk.facts, file)
    _refuse(batch, chunk, plan.refused)
    for what in (What.NEW, What.CHANGED, What.SAME):
        count(batch, what, sum(change.what is what for change in plan.changes.values()))
    keep_samples(batch, sorted(plan.changes.items()))


def _refuse(batch: ImportBatch, chunk: Chunk, faults: Mapping[int, Fault]) -> None:
    if not faults:
        return
    chunk.refuse(faults)
    chunk.save_refused()
    ImportKey.objects.filter(batch=batch, number__in=faults, is_claim=False).update(is_refused=True)
    count(batch, What.REFUSED, len(faults))
    keep_samples(
        batch,
        (
            (row, Change(What.REFUSED, fault.sentence, ((fault.column, "", ""),)))
            for row, fault in sorted(faults.items())
        ),
    )


def _contradicted(batch: ImportBatch, facts: Mapping[int, Fact]) -> dict[int, Fault]:
    """Rows that say again, or otherwise, what another row of the file says."""
    own = {key_of(fact.key): fact for fact in facts.values()}
    claims = {key_of(claim.key) for fact in facts.values() for claim in fact.claims}
    told_rows, told_claims = (
        _told(batch, own.keys(), is_claim=False),
        _told(batch, claims, is_claim=True),
    )
    faults: dict[int, Fault] = {}
    for row, fact in facts.items():
        fault = _repeated(row, told_rows[key_of(fact.key)], digest_of(fact.values))
        for claim in fact.claims:
            fault = fault or _otherwise(
                claim.label, told_claims[key_of(claim.key)], digest_of(claim.value)
            )
        if fault is not None:
            faults[row] = Fault.of(fault)
    return faults


def _told(batch: ImportBatch, keys: Iterable[str], *, is_claim: bool) -> dict[str, list[Told]]:
    told: dict[str, list[Told]] = defaultdict(list)
    found = ImportKey.objects.filter(batch=batch, key__in=list(keys), is_claim=is_claim)
    for key, number, digest in found.order_by("number").values_list("key", "number", "digest"):
        told[key].append((number, digest))
    return told


def _repeated(row: int, told: list[Told], digest: str) -> Refused | None:
    """Of rows that say the same the first is taken; of rows that contradict one another none."""
    other = next((number for number, theirs in told if theirs != digest), None)
    if other is not None:
        return Refused(
            _("和第 %(row)d 行说的是同一个，内容却不一样。请核对，只留正确的一行。"), row=other
        )
    if told and told[0][0] != row:
        return Refused(_("和第 %(row)d 行完全一样，只收那一行。这一行可以删去。"), row=told[0][0])
    return None


def _otherwise(label: str, told: list[Told], digest: str) -> Refused | None:
    other = next((number for number, theirs in told if theirs != digest), None)
    if other is None:
        return None
    return Refused(
        _("%(label)s和第 %(row)d 行写的不一样。请核对，改成一致。"), label=label, row=other
    )


def _look_for_gone(batch: ImportBatch, kind: Kind) -> None:
    for gone in parts(missing(batch, kind), LOOKED_UP):
        count(batch, What.GONE, len(gone))
        keep_samples(batch, ((0, Change(What.GONE, each.label)) for each in gone))


def missing(batch: ImportBatch, kind: Kind) -> Iterable[Standing]:
    """What stands within the scopes of the file, and is in none of its rows, refused ones included."""
    for some in parts(kind.importer.standing(batch.scopes), LOOKED_UP):
        hashed = {key_of(each.key): each for each in some}
        found = ImportKey.objects.filter(batch=batch, key__in=list(hashed), is_claim=False)
        named = set(found.values_list("key", flat=True))
        yield from (each for key, each in hashed.items() if key not in named)
