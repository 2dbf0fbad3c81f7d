"""Reading the ledger. Who may see a history is asked where the subject lives."""

import hashlib
import json
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import QuerySet

from huiyin.ground.ledger.models import Entry, Seal
from huiyin.lib.ids import EPOCH_MS, id_at_ms

# the clocks of the machines that make ids may differ; a day is far more than they ever do
A_DAY_OF_IDS = id_at_ms(EPOCH_MS + 24 * 60 * 60 * 1000)


def entry(entry_id: int) -> Entry:
    return Entry.objects.get(pk=entry_id)


def history(subject: str, subject_id: int) -> list[Entry]:
    """Everything that happened to one subject, oldest first. Looks into the months since the subject's id was made."""
    of_it = Entry.objects.filter(subject=subject, subject_id=subject_id)
    return list(of_it.filter(pk__gte=subject_id - A_DAY_OF_IDS).order_by("id"))


def between(first_id: int, end_id: int) -> QuerySet[Entry]:
    return Entry.objects.filter(pk__gte=first_id, pk__lt=end_id).order_by("id")


def digest(previous: str, entries: QuerySet[Entry]) -> tuple[str, int]:
    """Hash a period after the hash before it. Returns the hex digest and the number of entries."""
    sha = hashlib.sha256(previous.encode())
    count = 0
    for line in _lines(entries.iterator(chunk_size=2000)):
        sha.update(line)
        count += 1
    return sha.hexdigest(), count


def broken_seals() -> list[Seal]:
    """The seals that no longer fit what they closed: somebody changed, added or removed an entry later."""
    broken, previous = [], ""
    for seal in Seal.objects.order_by("first_id"):
        found, count = digest(previous, between(seal.first_id, seal.end_id))
        if (found, count) != (seal.digest, seal.entries):
            broken.append(seal)
        previous = seal.digest
    return broken


def may_be_changed() -> bool:
    """Whether the site's role has the right to change or delete entries, which it should have given up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('ledger_entry', 'UPDATE, DELETE')")
        (may,) = cursor.fetchone()
    return bool(may)


def _lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    for e in entries:
        facts = [
            e.id,
            e.kind,
            e.subject,
            e.subject_id,
            e.by_person_id,
            e.by_post_id,
            e.at.isoformat(),
            e.area,
            e.data,
        ]
        yield json.dumps(facts, ensure_ascii=False, sort_keys=True).encode() + b"\n"
