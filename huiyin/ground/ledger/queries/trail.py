"""The ledger as the auditor reads it: by period, kind, person, subject; newest first, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from huiyin.ground.ledger.models import NUMEROUS, SPARSE, Entry
from huiyin.lib.ids import first_id_at

PAGE = 50
CHUNK = 500


@dataclass(frozen=True)
class Wanted:
    """What is asked for. Both moments aware; a period is what bounds the reading, so there is always one.

    kinds: beginnings of kinds, `account.` or `person.phone_seen`; all when empty. by: a person's id.
    """

    from_at: datetime
    to_at: datetime
    kinds: tuple[str, ...] = ()
    by: int | None = None
    subject: str = ""
    subject_id: int | None = None


@dataclass(frozen=True)
class Trail:
    """Entries, newest first. after: what to ask for to go on, None at the end."""

    entries: list[Entry]
    after: int | None


def trail(wanted: Wanted, *, after: int | None = None, limit: int = PAGE) -> Trail:
    """One page, in one query."""
    found = list(_narrowed(wanted, after).order_by("-id")[: limit + 1])
    page = found[:limit]
    return Trail(page, page[-1].pk if len(found) > limit else None)


def chunks(wanted: Wanted, *, size: int = CHUNK) -> Iterator[list[Entry]]:
    """Everything that is asked for, newest first, `size` entries at a time: for an export in flat memory."""
    after: int | None = None
    while True:
        part = trail(wanted, after=after, limit=size)
        if part.entries:
            yield part.entries
        if part.after is None:
            return
        after = part.after


def _narrowed(wanted: Wanted, after: int | None) -> QuerySet[Entry]:
    found = Entry.objects.filter(
        pk__gte=first_id_at(wanted.from_at), pk__lt=first_id_at(wanted.to_at)
    )
    if after is not None:
        found = found.filter(pk__lt=after)
    if wanted.kinds:
        found = found.filter(_of_kinds(wanted.kinds))
    if wanted.by is not None:
        found = found.filter(by_person_id=wanted.by)
    if wanted.subject:
        found = found.filter(subject=wanted.subject)
    if wanted.subject_id is not None:
        found = found.filter(subject_id=wanted.subject_id)
    # what the live process wakes tells an auditor nothing
    return found.defer("topics")


def _of_kinds(kinds: tuple[str, ...]) -> Q:
    exact = [kind for kind in kinds if not kind.endswith(".")]
    asked = Q(kind__in=exact) if exact else Q()
    for beginning in kinds:
        if beginning.endswith("."):
            asked |= Q(kind__startswith=beginning)
    is_sparse = all(kind.split(".")[0] not in NUMEROUS for kind in kinds)
    # said in the words of the index `ledger_kind`, or the planner does not know that it may use it
    return asked & SPARSE if is_sparse else asked
