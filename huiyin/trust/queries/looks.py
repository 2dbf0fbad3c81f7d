"""Who looked."""

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.trust.models import Look

PAGE = 50


@dataclass(frozen=True)
class Looks:
    """Looks, newest first. next_after: the id to go on from, None at the end."""

    looks: list[Look]
    next_after: int | None


def looks_at(person_id: int, *, after: int | None = None, limit: int = PAGE) -> Looks:
    """Who read this person's number, with the post they did it in. One query."""
    found = Look.objects.filter(person_id=person_id).select_related("by_post")
    if after is not None:
        found = found.filter(pk__lt=after)
    page = list(found.order_by("-id")[: limit + 1])
    more = len(page) > limit
    return Looks(page[:limit], page[limit - 1].pk if more else None)


def look(look_id: int) -> Look:
    return Look.objects.get(pk=look_id)


def looks(look_ids: Iterable[int]) -> dict[int, Look]:
    """Several looks by id, in one query."""
    return Look.objects.in_bulk(set(look_ids))
