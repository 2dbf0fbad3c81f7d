"""Posts and the places they look after. Posts are public."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet

from huiyin.ground.among import among
from huiyin.ground.bare import Bare
from huiyin.lib.refusal import NotThere
from huiyin.people import rules
from huiyin.people.models import Post, PostArea
from huiyin.people.rules import PostFacts, Role, StaffedPost
from huiyin.territory import queries as territory
from huiyin.territory.rules import paths_above


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
    posts = [StaffedPost(facts) for facts in _facts(_posts_above([path], wanted))]
    found = {role: rules.responsible(role, path, posts) for role in wanted}
    return {role: post.facts for role, post in found.items() if post}


class PostsOver:
    """The posts that look after several places, asked for in two queries: for the clock.

    nodes: the paths by id of these places and of all above them. Of a post's areas those alone are named that are
    among them.
    """

    def __init__(self, nodes: Mapping[int, str]) -> None:
        self._at: dict[tuple[str, Role], PostFacts] = {}
        # of two posts at one place the older answers, as in `rules.responsible`
        for place, post in sorted(_posts_for(nodes), key=lambda found: -found[1].id):
            self._at[place, post.role] = post

    def nearest(self, path: str, role: Role) -> PostFacts | None:
        """The post of a role that looks after one of the places, the nearest one where several do."""
        for above in reversed(paths_above(path)):
            if post := self._at.get((above, role)):
                return post
        return None


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


def post_phone(post_id: int) -> str:
    """The public number of a post, empty when it has none. Raises NotThere."""
    phone = Post.objects.filter(id=post_id).values_list("phone", flat=True).first()
    if phone is None:
        raise NotThere("没有找到这个岗位。")
    return phone


def _posts_above(paths: Iterable[str], roles: Iterable[Role]) -> QuerySet[Post]:
    """Posts of these roles at these places or above them; their areas are left to the rules."""
    above = {path for place in paths for path in paths_above(place)}
    return Post.objects.filter(node__path__in=above, role__in=[role.value for role in roles])


def _facts(posts: QuerySet[Post]) -> list[PostFacts]:
    return [_fact(row) for row in _with_places(posts)]


def _posts_for(nodes: Mapping[int, str]) -> Iterator[tuple[str, PostFacts]]:
    """The posts that look after these nodes (paths by id), each with the path of the node that it looks after."""
    columns = ("id", "role", "node_id", "title", "call_name")
    whole = Post.objects.filter(among("node_id", nodes), area_rows=None)
    for post_id, role, node_id, title, call_name in whole.values_list(*columns):
        path = nodes[node_id]
        yield path, PostFacts(post_id, Role(role), node_id, path, title, call_name)
    parts = PostArea.objects.filter(among("node_id", nodes)).values_list(
        "node_id", "post__node__path", *(f"post__{column}" for column in columns)
    )
    for place_id, path, post_id, role, node_id, title, call_name in parts:
        place = nodes[place_id]
        yield (
            place,
            PostFacts(post_id, Role(role), node_id, path, title, call_name, areas=(place,)),
        )


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


def are_published(numbers: Iterable[str]) -> bool:
    """Whether every one of these telephone numbers, digits alone, stands with an office or a place for all to read."""
    wanted = set(numbers)
    posts = Post.objects.exclude(phone="").annotate(bare=Bare("phone")).filter(bare__in=wanted)
    left = wanted - set(posts.values_list("bare", flat=True))
    return not left - territory.published_numbers(left)
