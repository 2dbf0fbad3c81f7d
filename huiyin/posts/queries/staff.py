"""A post as its own page shows it: who holds it since when and until when, and who stands above."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, Q

from huiyin.lib.refusal import NotThere
from huiyin.people import queries as people
from huiyin.people.models import Incumbency
from huiyin.people.rules import PostFacts, Viewer, roles_above
from huiyin.posts import rules
from huiyin.posts.rules import HEADS


class Holder(NamedTuple):
    """Somebody who holds a post. until: the end of the term, None without one."""

    person_id: int
    name: str
    since: datetime
    until: datetime | None


def access_post(viewer: Viewer, post_id: int) -> PostFacts:
    """A post whose page the viewer may open. Raises NotThere for any other, known or not."""
    post = people.post_facts(post_id)
    if not rules.may_manage(viewer, post):
        raise NotThere("没有找到这个岗位。")
    return post


def holders(post_id: int, *, at: datetime) -> list[Holder]:
    """Who holds a post now, the longest first. One query."""
    rows = Incumbency.objects.filter(
        Q(to_at=None) | Q(to_at__gt=at), post_id=post_id, from_at__lte=at
    )
    return [
        Holder(row.person_id, row.person.name, row.from_at, row.to_at)
        for row in rows.select_related("person").order_by("from_at", "id")
    ]


def vacant_since(post_ids: Iterable[int], *, at: datetime) -> dict[int, datetime]:
    """Since when these posts have had no holder; those nobody ever held are missing. One query."""
    past = Incumbency.objects.filter(post_id__in=set(post_ids), to_at__lte=at).values("post_id")
    return dict(past.annotate(since=Max("to_at")).values_list("post_id", "since"))


def post_above(post: PostFacts) -> PostFacts | None:
    """The post that answers for who holds this one: the next of its line, else the nearest head of the place."""
    roles = list(roles_above(post.role)) or [role for role in HEADS if role is not post.role]
    found = people.posts_over(post.paths[0], roles=roles)
    return next((found[role] for role in roles if role in found), None)
