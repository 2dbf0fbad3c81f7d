"""Reading people and posts. Who may see a person is asked by the caller's scope; posts are public."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from huiyin.ground.among import among
from huiyin.ground.crypto import lookup_hashes
from huiyin.lib.refusal import NotThere
from huiyin.people import rules
from huiyin.people.models import (
    Account,
    ApiKey,
    Household,
    HouseholdMember,
    Incumbency,
    Person,
    Post,
    PostArea,
    Substitute,
)
from huiyin.people.rules import PostFacts, Role, StaffedPost, Viewer
from huiyin.territory import queries as territory
from huiyin.territory.models import Node
from huiyin.territory.rules import paths_above

# Posts


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


def acting_person_ids(post_id: int, *, at: datetime) -> list[int]:
    """Who acts for the post now: its substitute and its holders, else the first staffed post above it.

    Empty only when nobody is anywhere above. Two queries at most. Raises NotThere.
    """
    post = _staffed_post(post_id, at)
    return list(rules.acting(post, () if post.person_ids else _line_above([post], at)))


class Staffing(NamedTuple):
    """A post and who acts for it at a moment. by: the post that covers a vacancy; None else, and where nobody does."""

    post: PostFacts
    names: tuple[str, ...]
    place: Literal["holder", "substitute", "cover", ""]
    by: PostFacts | None


def staffing(path: str, *, at: datetime) -> list[Staffing]:
    """Who acts for the posts at a place and right below it, in the order of the tree. Three queries at most."""
    near = Post.objects.filter(Q(node__path=path) | Q(node__parent__path=path))
    return _staffing(_staffed(near, at), at)


def vacancies(path: str, *, at: datetime) -> list[Staffing]:
    """The vacancy report with who covers each post: everything at a place and below. Three queries at most."""
    return _staffing(_staffed(_vacant(at).filter(node__path__startswith=path), at), at)


def _staffing(posts: Sequence[StaffedPost], at: datetime) -> list[Staffing]:
    vacant = [post for post in posts if not post.person_ids]
    line = _line_above(vacant, at) if vacant else []
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
    return _present(at).filter(post_id=post_id).exists()


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
    cover = rules.covering(post, () if post.person_ids else _line_above([post], at))
    if cover is None:
        return Acting(None, "", None)
    someone = Person.objects.filter(id=cover.person_ids[0]).first()
    if cover.facts.id != post.facts.id:
        return Acting(someone, "cover", cover.facts)
    return Acting(someone, "substitute" if post.substitutes else "holder", cover.facts)


def acting_names(post_ids: Iterable[int], *, at: datetime) -> dict[int, str]:
    """The name of who acts for each post now; posts nobody acts for are missing. Two queries, three with a vacancy."""
    posts = _staffed(Post.objects.filter(id__in=set(post_ids)), at)
    vacant = [post for post in posts if not post.person_ids]
    line = _line_above(vacant, at) if vacant else []
    first = {post.facts.id: next(iter(rules.acting(post, line)), 0) for post in posts}
    names = dict(Person.objects.filter(id__in=first.values()).values_list("id", "name"))
    return {post_id: names[person_id] for post_id, person_id in first.items() if person_id}


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """What persons and posts are called, by id; unknown ids are missing. One query: ids are unique over all tables."""
    wanted = set(ids)
    named = Person.objects.filter(id__in=wanted).values_list("id", "name")
    titled = Post.objects.filter(id__in=wanted).values_list("id", "title")
    return dict(named.union(titled, all=True))


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


def responsible_post(*, role: Role, node_id: int) -> PostFacts | None:
    """The post of `role` that looks after a place; the place may lie anywhere below it.

    None where there is no such post, as for the officer of a whole community. Raises NotThere.
    """
    return responsible_posts(roles=[role], node_id=node_id).get(role)


def responsible_posts(*, roles: Iterable[Role], node_id: int) -> dict[Role, PostFacts]:
    """The posts of several roles that look after a node, in two queries; roles without one are missing."""
    wanted = list(roles)
    return posts_over(territory.node(node_id).path, roles=wanted) if wanted else {}


def posts_over(path: str, *, roles: Iterable[Role]) -> dict[Role, PostFacts]:
    """The same for the path of a place, in one query; none for no roles."""
    wanted = list(roles)
    if not wanted:
        return {}
    posts = [StaffedPost(facts) for facts in _facts(_posts_over([path], wanted))]
    found = {role: rules.responsible(role, path, posts) for role in wanted}
    return {role: post.facts for role, post in found.items() if post}


class PostsOver:
    """The posts that look after several places, asked for in three queries: for the clock."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._at: dict[tuple[str, Role], list[StaffedPost]] = defaultdict(list)
        for facts in _facts_of_many({each for path in paths for each in paths_above(path)}):
            self._at[facts.path, facts.role].append(StaffedPost(facts))

    def of(self, path: str, roles: Iterable[Role]) -> dict[Role, PostFacts]:
        """The posts of these roles that look after one of the places; roles without one are missing."""
        found = {role: self._nearest(path, role) for role in roles}
        return {role: post.facts for role, post in found.items() if post}

    def _nearest(self, path: str, role: Role) -> StaffedPost | None:
        posts = [post for above in paths_above(path) for post in self._at.get((above, role), ())]
        return rules.responsible(role, path, posts)


def titles_of(post_ids: Iterable[int]) -> dict[int, str]:
    """What several posts are called, by id, in one query; unknown ids are missing."""
    return dict(Post.objects.filter(among("id", set(post_ids))).values_list("id", "title"))


def post_facts(post_id: int) -> PostFacts:
    """Raises NotThere."""
    facts = posts_facts([post_id])
    if not facts:
        raise NotThere("没有找到这个岗位。")
    return facts[post_id]


def posts_facts(post_ids: Iterable[int]) -> dict[int, PostFacts]:
    """The facts of several posts by id, in one query; unknown ids are missing."""
    return {facts.id: facts for facts in _facts(Post.objects.filter(id__in=set(post_ids)))}


def post_by_key(key: str) -> PostFacts:
    """The post of this name in a pack. Raises NotThere."""
    facts = _facts(Post.objects.filter(key=key))
    if not facts:
        raise NotThere("没有找到这个岗位。")
    return facts[0]


def posts_below(path: str, *, roles: Iterable[Role] = ()) -> list[PostFacts]:
    """The posts at a place and below, in the order of the tree; all roles when none is named."""
    posts = Post.objects.filter(node__path__startswith=path)
    wanted = [role.value for role in roles]
    return _facts(posts.filter(role__in=wanted) if wanted else posts)


def callable_posts(path: str) -> list[PostFacts]:
    """The posts that can be called by their call name in a group at `path`: there, above, or below it."""
    near = Q(node__path__in=paths_above(path)) | Q(node__path__startswith=path)
    return _facts(Post.objects.filter(near).exclude(call_name=""))


def post_keys_at(node_ids: Iterable[int]) -> dict[tuple[int, Role], str]:
    """The keys of the posts at these nodes by node and role; of roles that may be several, any one."""
    rows = Post.objects.filter(node_id__in=set(node_ids)).values_list("node_id", "role", "key")
    return {(node_id, Role(role)): key for node_id, role, key in rows}


def post_keys_over(node_ids: Iterable[int]) -> dict[int, str]:
    """The keys of the posts that look after these places as areas of theirs, by place."""
    rows = PostArea.objects.filter(node_id__in=set(node_ids))
    return dict(rows.values_list("node_id", "post__key"))


def vacant_posts(path: str, *, at: datetime) -> list[PostFacts]:
    """The vacancy report: posts at a place and below that nobody holds and nobody stands in for."""
    return [post.facts for post in _staffed(_vacant(at).filter(node__path__startswith=path), at)]


def post_phone(post_id: int) -> str:
    """The public number of a post, empty when it has none. Raises NotThere."""
    phone = Post.objects.filter(id=post_id).values_list("phone", flat=True).first()
    if phone is None:
        raise NotThere("没有找到这个岗位。")
    return phone


def _posts_served_by(person_id: int, at: datetime) -> list[StaffedPost]:
    held = _present(at).filter(person_id=person_id).values("post_id")
    stood_in = _standing_in(at).filter(by_post_id__in=held).values("post_id")
    return _staffed(Post.objects.filter(Q(id__in=held) | Q(id__in=stood_in)), at)


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
    vacant = _staffed(_vacant(at).filter(below).exclude(id__in=own_ids), at)
    line = _line_above(vacant, at) if vacant else []
    covers = ((post, rules.covering(post, line)) for post in vacant)
    return [post for post, cover in covers if cover and cover.facts.id in own_ids]


def _line_above(posts: Sequence[StaffedPost], at: datetime) -> list[StaffedPost]:
    """Every post that may have to act for one of these."""
    paths = {path for post in posts for path in post.facts.paths}
    roles = {role for post in posts for role in rules.roles_above(post.facts.role)}
    return _staffed(_posts_over(paths, roles), at) if roles else []


def _posts_over(paths: Iterable[str], roles: Iterable[Role]) -> QuerySet[Post]:
    """Posts of these roles at these places or above them; their areas are left to the rules."""
    above = {path for place in paths for path in paths_above(place)}
    return Post.objects.filter(node__path__in=above, role__in=[role.value for role in roles])


def _present(at: datetime) -> QuerySet[Incumbency]:
    return Incumbency.objects.filter(Q(to_at=None) | Q(to_at__gt=at), from_at__lte=at)


def _standing_in(at: datetime) -> QuerySet[Substitute]:
    return Substitute.objects.filter(from_at__lte=at, to_at__gt=at)


def _vacant(at: datetime) -> QuerySet[Post]:
    """Posts without a holder and without a substitute who is there."""
    held = _present(at).filter(post=OuterRef("pk"))
    stood_in = _standing_in(at).filter(
        Exists(_present(at).filter(post=OuterRef("by_post"))), post=OuterRef("pk")
    )
    return Post.objects.filter(~Exists(held), ~Exists(stood_in))


def _staffed(posts: QuerySet[Post], at: datetime) -> list[StaffedPost]:
    """These posts with their people, in one query."""
    holders = _present(at).filter(post=OuterRef("pk")).order_by("from_at", "id")
    stand_ins = (
        _present(at)
        .filter(
            post__stands_in__post=OuterRef("pk"),
            post__stands_in__from_at__lte=at,
            post__stands_in__to_at__gt=at,
        )
        .order_by("from_at", "id")
    )
    rows = _with_places(posts).annotate(
        holder_ids=ArraySubquery(holders.values("person_id")),
        substitute_ids=ArraySubquery(stand_ins.values("person_id")),
    )
    return [
        StaffedPost(_fact(row), tuple(row["holder_ids"]), tuple(row["substitute_ids"]))
        for row in rows
    ]


def _staffed_post(post_id: int, at: datetime) -> StaffedPost:
    found = _staffed(Post.objects.filter(id=post_id), at)
    if not found:
        raise NotThere("没有找到这个岗位。")
    return found[0]


def _facts(posts: QuerySet[Post]) -> list[PostFacts]:
    return [_fact(row) for row in _with_places(posts)]


def _facts_of_many(paths: Iterable[str]) -> list[PostFacts]:
    """The posts at these places. Step by step: for hundreds of them quicker than joins and an array for each."""
    nodes = territory.paths_at(paths)
    rows = Post.objects.filter(among("node_id", nodes)).values_list(
        "id", "role", "node_id", "title", "call_name"
    )
    posts = list(rows)
    areas: dict[int, list[str]] = defaultdict(list)
    found = PostArea.objects.filter(among("post_id", [post[0] for post in posts]))
    for post_id, path in found.order_by("node__path").values_list("post_id", "node__path"):
        areas[post_id].append(path)
    return [
        PostFacts(
            post_id, Role(role), node_id, nodes[node_id], title, call_name, tuple(areas[post_id])
        )
        for post_id, role, node_id, title, call_name in posts
    ]


def _with_places(posts: QuerySet[Post]) -> QuerySet[Any, Any]:
    areas = PostArea.objects.filter(post=OuterRef("pk")).order_by("node__path")
    return (
        posts.order_by("node__path", "id")
        .values("id", "role", "node_id", "title", "call_name")
        .annotate(path=F("node__path"), area_paths=ArraySubquery(areas.values("node__path")))
    )


def _fact(row: dict[str, Any]) -> PostFacts:
    return PostFacts(
        id=row["id"],
        role=Role(row["role"]),
        node_id=row["node_id"],
        path=row["path"],
        title=row["title"],
        call_name=row["call_name"],
        areas=tuple(row["area_paths"]),
    )


def lock_post(post_id: int) -> PostFacts:
    """The post, with others waiting who want to staff it, until the caller's transaction ends. Raises NotThere."""
    Post.objects.select_for_update().filter(id=post_id).first()
    return post_facts(post_id)


# Persons, accounts, households


def person(person_id: int) -> Person:
    """Raises NotThere."""
    return _one_person(Person.objects.filter(id=person_id))


def lock_person(person_id: int) -> None:
    """Make others wait who want to write about the same person, until the caller's transaction ends."""
    _one_person(Person.objects.select_for_update().filter(id=person_id))


def person_by_key(key: str) -> Person:
    """The person of this name in a pack. Raises NotThere."""
    return _one_person(Person.objects.filter(key=key))


def _one_person(people: QuerySet[Person]) -> Person:
    found = people.first()
    if found is None:
        raise NotThere("没有找到这个人。")
    return found


def persons(person_ids: Iterable[int]) -> dict[int, Person]:
    """Several persons by id, in one query; unknown ids are missing."""
    return Person.objects.in_bulk(set(person_ids))


def persons_by_phone(phone: str) -> list[Person]:
    """Everybody with this number, oldest first: a family may share one."""
    return list(Person.objects.filter(phone_hash__in=lookup_hashes(phone)).order_by("id"))


def account(account_id: int) -> Account:
    """Raises NotThere."""
    return _one_account(Account.objects.filter(id=account_id))


def account_by_username(username: str) -> Account:
    """With its person. Raises NotThere."""
    return _one_account(Account.objects.filter(username=username))


def account_of(person_id: int) -> Account:
    """Raises NotThere when the person has none."""
    return _one_account(Account.objects.filter(person_id=person_id))


def _one_account(accounts: QuerySet[Account]) -> Account:
    found = accounts.select_related("person").first()
    if found is None:
        raise NotThere("没有找到这个账号。")
    return found


def api_keys(person_id: int | None = None) -> list[ApiKey]:
    """The keys of a person, or of everybody, with their holders, newest first; ended ones too."""
    keys = ApiKey.objects.select_related("person").order_by("-id")
    return list(keys if person_id is None else keys.filter(person_id=person_id))


def household(household_id: int) -> Household:
    """With its grid. Raises NotThere."""
    found = Household.objects.select_related("grid").filter(id=household_id).first()
    if found is None:
        raise NotThere("没有找到这一户。")
    return found


def households_in(grid_id: int) -> QuerySet[Household]:
    """The households of a grid in the order they were registered."""
    return Household.objects.filter(grid_id=grid_id).order_by("id")


def household_at(dwelling_id: int) -> Household | None:
    """The household of a home, the first where several share it; None when nobody is registered there."""
    homes = Household.objects.select_related("grid").filter(dwelling_id=dwelling_id)
    return homes.order_by("id").first()


def households_of(person_id: int, *, at: datetime) -> list[Household]:
    """Where the person lives, then where they are only registered; with the grids."""
    members = _members(at).filter(person_id=person_id).order_by("-is_living_here", "id")
    return [member.household for member in members.select_related("household__grid")]


def household_members(household_ids: Iterable[int], *, at: datetime) -> list[HouseholdMember]:
    """Who lives or is registered in these households, with persons and households, by household."""
    members = _members(at).filter(household_id__in=set(household_ids))
    related = members.select_related("person", "household")
    return list(related.order_by("household_id", "id"))


def named_synthetic_residents(*, at: datetime, limit: int = 200) -> list[HouseholdMember]:
    """The invented residents whom a demo pack calls by name, where they live, with person and grid, oldest first.

    Whoever fills the houses has a number for a key, and whoever holds a post is met as such.
    """
    holds_post = _present(at).filter(person_id=OuterRef("person_id"))
    members = _members(at).filter(
        ~Exists(holds_post),
        is_living_here=True,
        person__is_synthetic=True,
        person__key__regex="^[a-z]",
    )
    related = members.select_related("person", "household__grid")
    return list(related.order_by("person_id")[:limit])


def named_synthetic_staff(*, at: datetime, limit: int = 400) -> list[Incumbency]:
    """The invented holders of posts, with person and post, in the order of the tree."""
    held = _present(at).filter(person__is_synthetic=True).select_related("person", "post")
    return list(held.order_by("post__node__path", "post_id", "id")[:limit])


def _members(at: datetime) -> QuerySet[HouseholdMember]:
    return HouseholdMember.objects.filter(Q(to_at=None) | Q(to_at__gt=at), from_at__lte=at)


def living_count(area: Node, *, at: datetime) -> int:
    """How many people live in a grid or in anything above it."""
    living = _members(at).filter(is_living_here=True, household__grid__path__startswith=area.path)
    return living.values("person_id").distinct().count()
