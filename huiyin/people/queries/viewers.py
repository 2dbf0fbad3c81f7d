"""Who somebody is who looks, and what they act for at that moment."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from huiyin.people import rules
from huiyin.people.models import Person, Post
from huiyin.people.queries.persons import person
from huiyin.people.queries.staffing import line_above, present, staffed, standing_in, unstaffed
from huiyin.people.rules import StaffedPost, Viewer


def viewer_of(person_id: int, *, at: datetime) -> Viewer:
    """Who this person is now and what they act for. At most four queries. Raises NotThere."""
    return viewer_for(person(person_id), at=at)


def viewer_for(someone: Person, *, at: datetime) -> Viewer:
    """The same for a person who was read already. At most three queries."""
    own = _posts_served_by(someone.id, at)
    facts = tuple(post.facts for post in (*own, *_covered_by(own, at)))
    return Viewer(
        person_id=someone.id,
        name=someone.name,
        posts=facts,
        paths=rules.visible_paths(facts),
        own_post_ids=frozenset(post.facts.id for post in own if someone.id in post.holders),
        is_elder_mode=someone.elder_mode,
        locale=someone.locale,
    )


def _posts_served_by(person_id: int, at: datetime) -> list[StaffedPost]:
    held = present(at).filter(person_id=person_id).values("post_id")
    stood_in = standing_in(at).filter(by_post_id__in=held).values("post_id")
    return staffed(Post.objects.filter(Q(id__in=held) | Q(id__in=stood_in)), at)


def _covered_by(own: Sequence[StaffedPost], at: datetime) -> list[StaffedPost]:
    """The vacant posts below that fall to one of these."""
    below = Q()
    for post in own:
        roles = [role.value for role in rules.roles_below(post.facts.role)]
        if roles:
            below |= Q(role__in=roles, node__path__startswith=post.facts.path)
    if not below:
        return []
    own_ids = {post.facts.id for post in own}
    vacant = staffed(unstaffed(at).filter(below).exclude(id__in=own_ids), at)
    line = line_above(vacant, at) if vacant else []
    covers = ((post, rules.covering(post, line)) for post in vacant)
    return [post for post, cover in covers if cover and cover.facts.id in own_ids]
