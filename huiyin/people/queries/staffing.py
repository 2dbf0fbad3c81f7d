"""Who holds a post, who stands in for it, and who covers it while it is vacant."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal, LiteralString, NamedTuple

from django.db.models import Q, QuerySet

from huiyin.lib.refusal import NotThere
from huiyin.people import rules
from huiyin.people.models import Incumbency, Person, Substitute
from huiyin.people.queries.persons import names_of
from huiyin.people.queries.staffed import VACANT, staffed
from huiyin.people.rules import PostFacts, StaffedPost
from huiyin.territory.rules import paths_above


def acting_person_ids(post_id: int, *, at: datetime) -> list[int]:
    """Who acts for the post now: its substitute and its holders, else the first staffed post above it.

    Empty only when nobody is anywhere above. Two queries at most. Raises NotThere.
    """
    post = _staffed_post(post_id, at)
    return list(rules.acting(post, () if post.person_ids else line_above([post], at)))


class Staffing(NamedTuple):
    """A post and who acts for it at a moment. by: the post that covers a vacancy; None else, and where nobody does."""

    post: PostFacts
    names: tuple[str, ...]
    place: Literal["holder", "substitute", "cover", ""]
    by: PostFacts | None


def staffing(path: str, *, at: datetime) -> list[Staffing]:
    """Who acts for the posts at a place and right below it, in the order of the tree. Three queries at most."""
    near = "{path} IN (node.path, (SELECT above.path FROM territory_node AS above WHERE above.id = node.parent_id))"
    return _staffing(staffed(near, at=at, path=path), at)


def vacancies(path: str, *, at: datetime) -> list[Staffing]:
    """The vacancy report with who covers each post: everything at a place and below. Three queries at most."""
    return _staffing(_vacant(path, at), at)


def _staffing(posts: Sequence[StaffedPost], at: datetime) -> list[Staffing]:
    vacant = [post for post in posts if not post.person_ids]
    line = line_above(vacant, at) if vacant else []
    covers = [(post, rules.covering(post, line)) for post in posts]
    names = names_of(each for _post, cover in covers if cover for each in cover.person_ids)
    return [_staffed_by(post, cover, names) for post, cover in covers]


def _staffed_by(post: StaffedPost, cover: StaffedPost | None, names: Mapping[int, str]) -> Staffing:
    if cover is None:
        return Staffing(post.facts, (), "", None)
    if cover.facts.id != post.facts.id:
        people = tuple(names[each] for each in cover.person_ids)
        return Staffing(post.facts, people, "cover", cover.facts)
    acting_ids = post.substitutes or post.holders
    people = tuple(names[each] for each in acting_ids)
    return Staffing(post.facts, people, "substitute" if post.substitutes else "holder", None)


def is_staffed(post_id: int, *, at: datetime) -> bool:
    """Whether somebody holds the post itself; substitutes and cover do not count."""
    return present(at).filter(post_id=post_id).exists()


def staff_person(post_id: int, at: datetime) -> Person | None:
    """The one person to name for a post now: the substitute while there is one, else the holder, else the cover."""
    acting = acting_person_ids(post_id, at=at)
    return Person.objects.filter(id=acting[0]).first() if acting else None


class Acting(NamedTuple):
    """Who acts for a post at a moment, and in what place: its holder, its substitute, or cover for a vacancy.

    post: whose people act, another one for cover. All three are empty when the whole line above is.
    """

    person: Person | None
    place: Literal["holder", "substitute", "cover", ""]
    post: PostFacts | None


def acting(post_id: int, *, at: datetime) -> Acting:
    """Say truthfully who may be asked for now, for a public page. Two queries, three with a vacancy. Raises NotThere."""
    post = _staffed_post(post_id, at)
    cover = rules.covering(post, () if post.person_ids else line_above([post], at))
    if cover is None:
        return Acting(None, "", None)
    someone = Person.objects.filter(id=cover.person_ids[0]).first()
    if cover.facts.id != post.facts.id:
        return Acting(someone, "cover", cover.facts)
    return Acting(someone, "substitute" if post.substitutes else "holder", cover.facts)


def acting_names(post_ids: Iterable[int], *, at: datetime) -> dict[int, str]:
    """The name of who acts for each post now; posts nobody acts for are missing. Two queries, three with a vacancy."""
    posts = staffed("post.id = ANY({ids})", at=at, ids=list(set(post_ids)))
    vacant = [post for post in posts if not post.person_ids]
    line = line_above(vacant, at) if vacant else []
    first = {post.facts.id: next(iter(rules.acting(post, line)), 0) for post in posts}
    names = dict(Person.objects.filter(id__in=first.values()).values_list("id", "name"))
    return {post_id: names[person_id] for post_id, person_id in first.items() if person_id}


class StandIn(NamedTuple):
    """A time in which the people of one post act for another."""

    post_id: int
    by_title: str
    from_at: datetime
    to_at: datetime


def stand_ins(post_ids: Iterable[int], *, at: datetime) -> list[StandIn]:
    """Who stands in for these posts, now or later, in the order of time. One query."""
    rows = Substitute.objects.filter(post_id__in=set(post_ids), to_at__gt=at).order_by("from_at")
    return [
        StandIn(row.post_id, row.by_post.title, row.from_at, row.to_at)
        for row in rows.select_related("by_post")
    ]


def vacant_posts(path: str, *, at: datetime) -> list[PostFacts]:
    """The vacancy report: posts at a place and below that nobody holds and nobody stands in for."""
    return [post.facts for post in _vacant(path, at)]


def _vacant(path: str, at: datetime) -> list[StaffedPost]:
    return staffed(VACANT + " AND starts_with(node.path, {path})", at=at, path=path)


def line_above(posts: Sequence[StaffedPost], at: datetime) -> list[StaffedPost]:
    """Every post that may have to act for one of these."""
    roles = {role for post in posts for role in rules.roles_above(post.facts.role)}
    if not roles:
        return []
    paths = {above for post in posts for path in post.facts.paths for above in paths_above(path)}
    which: LiteralString = "node.path = ANY({paths}) AND post.role = ANY({roles})"
    return staffed(which, at=at, paths=list(paths), roles=[role.value for role in roles])


def present(at: datetime) -> QuerySet[Incumbency]:
    return Incumbency.objects.filter(Q(to_at=None) | Q(to_at__gt=at), from_at__lte=at)


def _staffed_post(post_id: int, at: datetime) -> StaffedPost:
    found = staffed("post.id = {post_id}", at=at, post_id=post_id)
    if not found:
        raise NotThere("没有找到这个岗位。")
    return found[0]


def named_synthetic_staff(*, at: datetime, limit: int = 400) -> list[Incumbency]:
    """The invented holders of posts, with person and post, in the order of the tree."""
    held = present(at).filter(person__is_synthetic=True).select_related("person", "post")
    return list(held.order_by("post__node__path", "post_id", "id")[:limit])
