"""Which places somebody keeps in the office: those of the posts that let them in."""

from typing import TYPE_CHECKING

from huiyin.lib.refusal import NotThere
from huiyin.people.rules import Verb, Viewer
from huiyin.territory import queries as territory
from huiyin.territory.rules import is_within

if TYPE_CHECKING:
    from huiyin.territory.models import Node

KEEPERS = frozenset({Verb.CONFIGURE, Verb.MANAGE_SETTINGS})


def kept_paths(viewer: Viewer) -> tuple[str, ...]:
    """The places whose ground the viewer keeps, sorted, none inside another."""
    wanted = sorted(
        {path for post in viewer.posts if KEEPERS & post.role.verbs for path in post.paths}
    )
    kept: list[str] = []
    for path in wanted:
        if not kept or not is_within(path, kept[-1]):
            kept.append(path)
    return tuple(kept)


def kept_node(viewer: Viewer, node_id: int) -> "Node":
    """A place the viewer keeps. Raises NotThere for any other."""
    node = territory.node(node_id)
    if not any(is_within(node.path, path) for path in kept_paths(viewer)):
        raise NotThere("没有找到这个地方。")
    return node
