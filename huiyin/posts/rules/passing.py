"""What a post and its holder hold, told by every floor that holds something for them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Line(NamedTuple):
    """One of the things held. kind: `case` or `group`: pages know where it stands."""

    kind: str
    id: int
    words: str


@dataclass(frozen=True)
class Held:
    """How many things of one sort a post and its holder have. what: their name, source text.

    is_personal: bound to the person and not to the post, so that it has to be moved and does not come by itself.
    lines: a few of them, those alone that who looks may see.
    """

    what: str
    number: int
    is_personal: bool = False
    lines: tuple[Line, ...] = field(default=(), compare=False)


def total(held: Iterable[Held]) -> int:
    return sum(each.number for each in held)
