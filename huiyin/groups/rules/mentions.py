"""Mention by role: `@律师` reaches whoever is on duty as the lawyer, and nobody else.

Chinese words are not parted by spaces, so the end of a mention is known only by the names one may call.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SIGNS = "@＠"
MOST = 20  # posts one message may call


@dataclass(frozen=True)
class Callee:
    """A post that may be called in a group.

    call_name: what follows the sign, e.g. 律师. title: the whole name, e.g. 3号楼楼栋长.
    distance: 0 for a member of the group, then 1, 2, … for the nodes above it.
    """

    post_id: int
    call_name: str
    title: str
    distance: int


@dataclass(frozen=True)
class Mention:
    """A name called at `start`; `end` is one past its last character, the sign included."""

    start: int
    end: int
    name: str


def may_call(text: str) -> bool:
    """Whether there is a sign in `text` at all."""
    return any(sign in text for sign in SIGNS)


def called_names(text: str, names: Iterable[str]) -> list[Mention]:
    """Find the names called in `text`, the longest that fits at each sign, in order."""
    longest_first = sorted({name for name in names if name}, key=len, reverse=True)
    found: list[Mention] = []
    for start, character in enumerate(text):
        if character not in SIGNS:
            continue
        name = next((n for n in longest_first if text.startswith(n, start + 1)), None)
        if name is not None:
            found.append(Mention(start, start + 1 + len(name), name))
    return found


def resolve(text: str, *, posts: Sequence[Callee], speakers_label: str = "") -> list[int]:
    """Return the ids of the posts that `text` calls, each once, in the order called.

    posts: everybody who may be called here. speakers_label: the household label of who speaks ("3号楼2单元501"):
    of several with one call name, the one of the speaker's own building is meant.
    A name is answered by the nearest: members of the group before the community, the street, the county.
    """
    called: dict[int, None] = {}
    for mention in called_names(text, (n for p in posts for n in (p.call_name, p.title))):
        for post in _meant(mention.name, posts, speakers_label):
            called[post.post_id] = None
    return list(called)[:MOST]


def _meant(name: str, posts: Sequence[Callee], speakers_label: str) -> list[Callee]:
    by_name = [post for post in posts if name in (post.title, post.call_name)]
    exact = [post for post in by_name if post.title == name] or by_name
    nearest = min((post.distance for post in exact), default=0)
    near = [post for post in exact if post.distance == nearest]
    own = [post for post in near if _is_of_building(post, speakers_label)]
    return own or near


def _is_of_building(post: Callee, label: str) -> bool:
    building = post.title.removesuffix(post.call_name)
    return bool(building) and label.startswith(building)
