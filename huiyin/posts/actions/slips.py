"""Telling somebody about a post."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from huiyin.people.rules import Viewer
from huiyin.posts.models import Slip

LONGEST = 800


@transaction.atomic
def tell(
    person_ids: Iterable[int | None], *, post_id: int, key: str, text: str, now: datetime
) -> None:
    """Leave a line for each of these people, once for a key however often it is asked."""
    known = sorted({each for each in person_ids if each is not None})
    Slip.objects.bulk_create(
        (
            Slip(person_id=each, post_id=post_id, key=key, text=text[:LONGEST], at=now)
            for each in known
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def mark_seen(*, viewer: Viewer, now: datetime) -> int:
    """Put away what the viewer has read. Returns how many lines."""
    return Slip.objects.filter(person_id=viewer.person_id, seen_at=None).update(seen_at=now)
