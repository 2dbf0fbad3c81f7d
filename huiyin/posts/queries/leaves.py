"""Who is away from a post, until when, and who stands in."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from huiyin.posts.models import Leave


class Away(NamedTuple):
    """A leave that lasts or is to come. by_title: whose people stand in; empty where colleagues hold the post too."""

    id: int
    post_id: int
    person_id: int
    name: str
    from_at: datetime
    to_at: datetime
    by_title: str
    is_on: bool


def leaves(post_ids: Iterable[int], *, at: datetime) -> list[Away]:
    """The leaves from these posts, now and to come, in the order of time. One query."""
    rows = Leave.objects.filter(post_id__in=set(post_ids), to_at__gt=at, ended_at=None)
    related = rows.select_related("person", "substitute__by_post").order_by("from_at", "id")
    return [_away(row, at) for row in related]


def on_leave(post_id: int, *, at: datetime) -> Away | None:
    """The leave from a post that lasts now, if one does. One query."""
    return next((each for each in leaves([post_id], at=at) if each.is_on), None)


def _away(row: Leave, at: datetime) -> Away:
    return Away(
        id=row.pk,
        post_id=row.post_id,
        person_id=row.person_id,
        name=row.person.name,
        from_at=row.from_at,
        to_at=row.to_at,
        by_title=row.substitute.by_post.title if row.substitute else "",
        is_on=row.from_at <= at,
    )
