"""What a person may act for and see at one moment."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from huiyin.people.rules.roles import Role, Verb
from huiyin.territory.rules import is_within


@dataclass(frozen=True)
class PostFacts:
    """A post as others need it.

    path: its node's. areas: paths of the places it looks after, where that is not the whole node. call_name: by which
    it is called in a group (@律师).
    """

    id: int
    role: Role
    node_id: int
    path: str
    title: str
    call_name: str = ""
    areas: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The places this post looks after."""
        return self.areas or (self.path,)

    def looks_after(self, path: str) -> bool:
        return any(is_within(path, area) for area in self.paths)


@dataclass(frozen=True)
class Viewer:
    """A person at one moment, with every post they act for: held, as a substitute, or covering a vacancy.

    paths: what those posts may see. own_post_ids: those the person holds themselves. worn_id: the one of
    them that was chosen to work as, where several are held.
    """

    person_id: int
    name: str
    posts: tuple[PostFacts, ...]
    paths: tuple[str, ...]
    own_post_ids: frozenset[int] = frozenset()
    is_elder_mode: bool = False
    locale: str = "zh-hans"
    worn_id: int | None = None

    @property
    def is_staff(self) -> bool:
        return any(post.role.is_staff for post in self.posts)

    @cached_property
    def post_ids(self) -> frozenset[int]:
        return frozenset(post.id for post in self.posts)

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(post.role for post in self.posts)

    @cached_property
    def verbs(self) -> frozenset[Verb]:
        return frozenset(verb for role in self.roles for verb in role.verbs)

    @property
    def own_posts(self) -> tuple[PostFacts, ...]:
        """The posts the person holds themselves, that they work as first."""
        return tuple(post for post in self.posts if post.id in self.own_post_ids)

    @property
    def hat(self) -> PostFacts | None:
        """As which post the person works now: the chosen one, else the first of their own, else one they act for."""
        return next(iter((*self.own_posts, *self.posts)), None)

    def wearing(self, post_id: object) -> "Viewer":
        """The same viewer working as one of their own posts: it comes first, and nothing else changes."""
        if post_id not in self.own_post_ids:
            return self
        chosen = tuple(post for post in self.posts if post.id == post_id)
        others = tuple(post for post in self.posts if post.id != post_id)
        return replace(self, posts=(*chosen, *others), worn_id=chosen[0].id)

    def acts_for(self, post_id: int | None) -> bool:
        return post_id in self.post_ids

    def sees(self, path: str) -> bool:
        """Whether a place lies in what the viewer's posts may see."""
        return any(is_within(path, area) for area in self.paths)


def visible_paths(posts: Iterable[PostFacts]) -> tuple[str, ...]:
    """What these posts may see, sorted, none of them inside another."""
    wanted = sorted({path for post in posts if post.role.sees_its_area for path in post.paths})
    kept: list[str] = []
    for path in wanted:  # a path sorts right after what it lies in
        if not kept or not is_within(path, kept[-1]):
            kept.append(path)
    return tuple(kept)
