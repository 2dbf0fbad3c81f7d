"""Who acts when a post stands empty: the line of posts above it, of which the first staffed one answers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from huiyin.people.rules.roles import Role
from huiyin.people.rules.viewer import PostFacts


@dataclass(frozen=True)
class StaffedPost:
    """A post at one moment: who holds it, and who stands in as a substitute's people. Both may be empty."""

    facts: PostFacts
    holders: tuple[int, ...] = ()
    substitutes: tuple[int, ...] = ()

    @property
    def person_ids(self) -> tuple[int, ...]:
        """Everybody who acts for it; the substitute first, for the holder is then away."""
        return tuple(dict.fromkeys((*self.substitutes, *self.holders)))


def roles_above(role: Role) -> Iterator[Role]:
    """The roles that step in for `role`, nearest first."""
    above = role.covered_by
    while above is not None:
        yield above
        above = above.covered_by


def roles_below(role: Role) -> frozenset[Role]:
    """The roles that `role` may have to step in for."""
    return frozenset(below for below in Role if role in roles_above(below))


def responsible(role: Role, path: str, posts: Iterable[StaffedPost]) -> StaffedPost | None:
    """The post of `role` that looks after the place, the nearest one where several do."""
    fitting = [post for post in posts if post.facts.role is role and post.facts.looks_after(path)]
    return max(fitting, key=lambda post: _nearness(post, path), default=None)


def _nearness(post: StaffedPost, path: str) -> tuple[int, int]:
    """Longest area that holds the place; among equals the older post."""
    areas = (area for area in post.facts.paths if path.startswith(area))
    return max(map(len, areas)), -post.facts.id


def covering(post: StaffedPost, posts: Sequence[StaffedPost]) -> StaffedPost | None:
    """The post whose people act for `post`: itself while anybody is there, else the first staffed one above.

    posts: at least those of the roles above that look after its place. None when the whole line is empty.
    """
    if post.person_ids:
        return post
    for role in roles_above(post.facts.role):
        above = responsible(role, _place(post.facts), posts)
        if above is not None and above.person_ids:
            return above
    return None


def acting(post: StaffedPost, posts: Sequence[StaffedPost]) -> tuple[int, ...]:
    """The people who act for `post` now; empty only when the whole line above is empty too."""
    cover = covering(post, posts)
    return cover.person_ids if cover else ()


def _place(facts: PostFacts) -> str:
    """Where to look for the post above. A cadre's areas lie in one community: any of them leads to it."""
    return facts.paths[0]
