"""Who somebody is who looks, and what they act for at that moment."""

from collections.abc import Sequence
from datetime import datetime

from huiyin.people import rules
from huiyin.people.models import Person
from huiyin.people.queries.persons import person
from huiyin.people.queries.staffed import SERVED_BY, VACANT, staffed
from huiyin.people.queries.staffing import line_above
from huiyin.people.rules import StaffedPost, Viewer


def viewer_of(person_id: int, *, at: datetime) -> Viewer:
    """Who this person is now and what they act for. At most four queries. Raises NotThere."""
    return viewer_for(person(person_id), at=at)


def viewer_for(someone: Person, *, at: datetime) -> Viewer:
    """The same for a person who was read already. At most three queries."""
    own = staffed(SERVED_BY, at=at, person_id=someone.id)
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


def _covered_by(own: Sequence[StaffedPost], at: datetime) -> list[StaffedPost]:
    """The vacant posts below that fall to one of these."""
    roles = {below for post in own for below in rules.roles_below(post.facts.role)}
    if not roles:
        return []
    vacant = staffed(
        VACANT + " AND post.role = ANY({roles}) AND node.path LIKE ANY({paths})",
        at=at,
        roles=[role.value for role in roles],
        paths=[f"{post.facts.path}%" for post in own],
    )
    line = line_above(vacant, at) if vacant else []
    own_ids = {post.facts.id for post in own}
    covers = ((post, rules.covering(post, line)) for post in vacant)
    return [post for post, cover in covers if cover and cover.facts.id in own_ids]
