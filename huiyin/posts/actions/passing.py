"""The floors that hold something for posts and their holders: each tells what, moves it, and counts what has stayed.

A hand-over is one transaction of people and of every floor that has registered here. A floor that comes later registers
its own and is then part of every hand-over; see docs/contexts/posts.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.ground.ledger.actions import By
from huiyin.people.rules import PostFacts, Viewer
from huiyin.posts.rules import Held


@dataclass(frozen=True)
class Holding:
    """Whose things are asked for. person_id: the holder, None for a vacant post. viewer: may see some of them by name."""

    post: PostFacts
    person_id: int | None
    viewer: Viewer
    at: datetime


@dataclass(frozen=True)
class Passing:
    """A hand-over under way; the caller is in a transaction and has changed the holder already.

    from_person_id: None where the post was vacant. to_person_id: None where nobody follows yet: who stands above in the
    line has it then. acting_ids: who acts for the post from now on, never empty. by: who decided it.
    """

    post: PostFacts
    from_person_id: int | None
    to_person_id: int | None
    acting_ids: frozenset[int]
    by: By
    now: datetime
    from_name: str = ""
    to_name: str = ""


# everything the post and the person hold, whether it has to be moved or comes by itself
Teller = Callable[[Holding], Sequence[Held]]
# takes what is bound to the person into other hands; says what and how many
Mover = Callable[[Passing], Sequence[Held]]
# what nobody could act on afterwards, or the former holder still could; nothing when all is well
Counter = Callable[[Passing], Sequence[Held]]


@dataclass(frozen=True)
class Floor:
    teller: Teller
    mover: Mover
    counter: Counter


_floors: dict[str, Floor] = {}


def register(name: str, *, told: Teller, moved: Mover, left: Counter) -> None:
    """Have a floor take part in every hand-over; called from `AppConfig.ready`, lower floors first."""
    _floors[name] = Floor(told, moved, left)


def told(holding: Holding) -> list[Held]:
    """What a post and its holder hold, over all floors; sorts of which there is nothing are left out."""
    return [each for floor in _floors.values() for each in floor.teller(holding) if each.number]


def move(passing: Passing) -> list[Held]:
    return [each for floor in _floors.values() for each in floor.mover(passing) if each.number]


def left(passing: Passing) -> list[Held]:
    return [each for floor in _floors.values() for each in floor.counter(passing) if each.number]
