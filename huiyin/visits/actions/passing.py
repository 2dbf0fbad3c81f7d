"""A post changes hands: its visits rest on the post, so they come by themselves and are counted."""

from collections.abc import Sequence

from huiyin.lib.words import gettext_noop as _
from huiyin.posts.actions import Holding, Passing
from huiyin.posts.rules import Held
from huiyin.visits.queries import open_of

VISITS = _("还没做的走访")


def told(holding: Holding) -> Sequence[Held]:
    return [_open(holding.post.id)]


def moved(passing: Passing) -> Sequence[Held]:
    return [_open(passing.post.id)]


def left(_passing: Passing) -> Sequence[Held]:
    """Nothing of a visit is bound to a person."""
    return []


def _open(post_id: int) -> Held:
    return Held(VISITS, open_of([post_id]).count())
