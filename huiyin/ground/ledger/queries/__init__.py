"""Reading the ledger. Who may see a history is asked where the subject lives."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import JSONField, OuterRef, QuerySet, Subquery

from huiyin.ground.ledger.models import Entry, Seal, Words
from huiyin.ground.ledger.queries.sealing import between, sealed
from huiyin.lib.ids import EPOCH_MS, id_at_ms

__all__ = [
    "between",
    "broken_seals",
    "entry",
    "history",
    "last_seal",
    "may_be_changed",
    "sealed",
    "words_about",
    "words_of",
]

# the clocks of the machines that make ids may differ; a day is far more than they ever do
A_DAY_OF_IDS = id_at_ms(EPOCH_MS + 24 * 60 * 60 * 1000)


def entry(entry_id: int) -> Entry:
    """With its words."""
    found = _with_words(Entry.objects.filter(pk=entry_id))
    if not found:
        raise Entry.DoesNotExist(entry_id)
    return found[0]


def history(subject: str, subject_id: int) -> list[Entry]:
    """Everything that happened to one subject, oldest first. Looks into the months since the subject's id was made."""
    of_it = Entry.objects.filter(subject=subject, subject_id=subject_id)
    return _with_words(of_it.filter(pk__gte=subject_id - A_DAY_OF_IDS).order_by("id"))


def words_of(entry_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What was written in these entries, by their ids; entries without words are missing."""
    return dict(Words.objects.filter(pk__in=set(entry_ids)).values_list("id", "words"))


class Written(NamedTuple):
    """What was written in an entry. is_own: by the person themselves, in no office."""

    entry_id: int
    words: dict[str, Any]
    is_own: bool


def words_about(subject: str, ids: Iterable[int], *, person_id: int) -> list[Written]:
    """What was written in the entries about these subjects, and whether by this person."""
    entries = Entry.objects.filter(subject=subject, subject_id__in=set(ids))
    by = {
        pk: (person, post)
        for pk, person, post in entries.values_list("pk", "by_person_id", "by_post_id")
    }
    return [
        Written(pk, words, is_own=by[pk] == (person_id, None)) for pk, words in words_of(by).items()
    ]


def last_seal() -> Seal | None:
    return Seal.objects.order_by("-end_id").first()


def broken_seals() -> list[Seal]:
    """The seals that no longer fit what they closed: somebody changed, added or removed an entry later."""
    broken, previous = [], ""
    for seal in Seal.objects.order_by("first_id"):
        found = sealed(previous, between(seal.first_id, seal.end_id))
        if (found.digest, found.number) != (seal.digest, seal.entries):
            broken.append(seal)
        previous = seal.digest
    return broken


def may_be_changed() -> bool:
    """Whether the site's role has the right to change or delete entries, which it should have given up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('ledger_entry', 'UPDATE, DELETE')")
        (may,) = cursor.fetchone()
    return bool(may)


def _with_words(entries: QuerySet[Entry]) -> list[Entry]:
    """Entries with what was written in them put back into their data, in one query."""
    said = Subquery(
        Words.objects.filter(pk=OuterRef("pk")).values("words")[:1], output_field=JSONField()
    )
    found: list[Entry] = list(entries.annotate(was_said=said))
    for each in found:
        each.data |= vars(each)["was_said"] or {}
    return found
