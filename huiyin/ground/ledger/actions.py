"""Writing the ledger, and waking whoever reacts to it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Model

from huiyin.ground import jobs
from huiyin.ground.ids import new_id
from huiyin.ground.ledger import queries
from huiyin.ground.ledger.commitments import part
from huiyin.ground.ledger.models import Entry, Seal, Words
from huiyin.ground.live import wake
from huiyin.ground.rows import actions as rows
from huiyin.lib.ids import first_id_at

# No transaction lives this long (the sessions' limit is a minute), so nothing can appear in a sealed period.
SETTLING = timedelta(minutes=10)

Reaction = Callable[[int], None]
_reactions: dict[str, list[Reaction]] = {}


class By(NamedTuple):
    """Who did it: a person, for a post where one acted in office."""

    person_id: int | None
    post_id: int | None


CLOCK = By(None, None)


class Draft(NamedTuple):
    """An entry that is not written yet, by the columns of `Entry`."""

    id: int
    kind: str
    subject: str
    subject_id: int
    by_person_id: int | None
    by_post_id: int | None
    at: datetime
    area: str
    data: Mapping[str, Any]
    topics: Sequence[str]


def record(
    kind: str,
    *,
    subject: str,
    subject_id: int,
    by: By,
    at: datetime,
    area: str,
    data: Mapping[str, Any],
    topics: Sequence[str] = (),
) -> int:
    """Write one entry in the caller's transaction, with the jobs of those who react to it. Returns its id.

    data: JSON values. The live process hears of `topics` after the commit.
    """
    entry = draft(
        kind,
        subject=subject,
        subject_id=subject_id,
        by=by,
        at=at,
        area=area,
        data=data,
        topics=topics,
    )
    record_all([entry])
    return entry.id


def draft(
    kind: str,
    *,
    subject: str,
    subject_id: int,
    by: By,
    at: datetime,
    area: str,
    data: Mapping[str, Any],
    topics: Sequence[str] = (),
) -> Draft:
    """An entry with its id, for `record_all`. The arguments are those of `record`."""
    return Draft(
        new_id(),
        kind,
        subject,
        subject_id,
        by.person_id,
        by.post_id,
        at,
        area,
        data,
        topics,
    )


def record_all(entries: Sequence[Draft]) -> None:
    """Write drafts in the caller's transaction: one statement, and one for each reaction that follows."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the ledger is written in the transaction of the change")
    rows.insert_tables(_parted(entries))
    for kind, reactions in _reactions.items():
        of_kind = [{"entry_id": entry.id} for entry in entries if entry.kind == kind]
        for reaction in reactions if of_kind else ():
            jobs.defer_all(reaction, of_kind)
    topics = dict.fromkeys(topic for entry in entries for topic in entry.topics)
    if topics:
        transaction.on_commit(lambda: wake.poke(topics), robust=True)


def _parted(entries: Sequence[Draft]) -> dict[type[Model], list[dict[str, Any]]]:
    """The rows of drafts, with their words apart: what is sealed never has to be changed for somebody who leaves."""
    sealed, said = [], []
    for entry in entries:
        data, words, salt = part(entry.data)
        sealed.append({**entry._asdict(), "data": data})
        if words:
            said.append({"id": entry.id, "words": words, "salt": salt})
    return {Words: said, Entry: sealed} if said else {Entry: sealed}


def subscribe(kind: str, reaction: Reaction) -> None:
    """Have `reaction(entry_id=…)` run as a job after every entry of `kind`: at least once, in no promised order.

    Called from `AppConfig.ready`. A reaction is idempotent by the entry's id.
    """
    reactions = _reactions.setdefault(kind, [])
    if reaction not in reactions:
        reactions.append(reaction)
        jobs.register(reaction)


@transaction.atomic
def seal(*, now: datetime) -> Seal | None:
    """Close everything written up to ten minutes ago. Returns the seal, or None when there is nothing new."""
    last = Seal.objects.select_for_update().order_by("-end_id").first()
    first_id = last.end_id if last else 0
    end_id = first_id_at(now - SETTLING)
    entries = queries.between(first_id, end_id)
    found = queries.sealed(last.digest if last else "", entries)
    if not found.number:
        return None
    return Seal.objects.create(
        first_id=first_id,
        end_id=end_id,
        entries=found.number,
        digest=found.digest,
        marks=found.marks,
        sealed_at=now,
    )


def give_up_changing() -> None:
    """Take the right to change and to delete entries from the site's own role.

    The migration does it once; a table that was restored comes with its owner's rights and needs it again.
    """
    with connection.cursor() as cursor:
        cursor.execute("REVOKE UPDATE, DELETE ON ledger_entry FROM CURRENT_USER")


@transaction.atomic
def redact(changes: Mapping[int, Mapping[str, str]], *, by_entry_id: int) -> int:
    """Put other words in the place of those of some entries; the entries themselves stay as they are.

    changes: by the id of the entry, its words as they shall stand. by_entry_id: the entry that says why; `verify` accepts no
    other change. Returns how many entries had other words.
    """
    changed = 0
    for row in Words.objects.select_for_update().filter(pk__in=changes).order_by("pk"):
        if row.words != changes[row.pk]:
            row.words, row.salt = dict(changes[row.pk]), ""
            row.redacted_by_id = by_entry_id
            row.save(update_fields=["words", "salt", "redacted_by_id"])
            changed += 1
    return changed
