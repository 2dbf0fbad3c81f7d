"""Random countries: trees of places, posts with their people, leaves, groups and cases, as plain data.

How one comes into the database: `settling`. What anybody may see of it: `naive`.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from hypothesis import strategies as st

from huiyin.escalation.rules import Rung
from huiyin.people.rules import Role

LEVELS = ("city", "county", "street", "community", "grid")
# where a post of each role sits
SEATS = {
    Role.OFFICER: "grid",
    Role.ASSISTANT: "grid",
    Role.GRID_HEAD: "grid",
    Role.BUILDING_HEAD: "grid",
    Role.VOLUNTEER: "grid",
    Role.AREA_CADRE: "community",
    Role.SECRETARY: "community",
    Role.PROFESSIONAL: "community",
    Role.PROPERTY_MANAGER: "community",
    Role.STREET_GRID_CENTRE: "street",
    Role.GOVERNANCE_DEPUTY: "street",
    Role.STREET_LEAD: "street",
    Role.COUNTY_COMMAND: "county",
    Role.SYSTEM_ADMIN: "county",
    Role.SECURITY_ADMIN: "county",
    Role.AUDITOR: "county",
}
KINDS = ("resident", "community_wide", "liaison", "mediation_room", "private_talk")
PEOPLE = 5
DAY = timedelta(days=1)


class Time(Enum):
    """When something holds: from and to, in days around noon."""

    NOW = (-1, 1)
    OVER = (-2, -1)
    TO_COME = (1, 2)


@dataclass(frozen=True)
class PlannedPost:
    """place: a path. areas: paths below it, for a cadre alone. held: by whom and when; by numbers of people."""

    role: Role
    place: str
    areas: tuple[str, ...]
    held: tuple[tuple[int, Time], ...]


@dataclass(frozen=True)
class PlannedCase:
    """place: a path. holder, checker: numbers of posts. parties: numbers of people."""

    place: str
    is_restricted: bool
    holder: int
    checker: int | None
    parties: frozenset[int]
    is_paused: bool
    shows_file: bool


@dataclass(frozen=True)
class PlannedGroup:
    """owner: a number of a post. members, posts: present ones. left: people who were in it once."""

    kind: str
    place: str
    owner: int
    members: frozenset[int]
    posts: frozenset[int]
    left: frozenset[int]


@dataclass(frozen=True)
class Country:
    """leaves: post, the one that stands in, when. Everything else by its number in these lists."""

    places: tuple[str, ...]
    posts: tuple[PlannedPost, ...]
    leaves: tuple[tuple[int, int, Time], ...]
    cases: tuple[PlannedCase, ...]
    groups: tuple[PlannedGroup, ...]


def _below(draw: st.DrawFn, above: list[str], most: int, code: str) -> list[str]:
    """One place or more in each of those above. code: what a code adds to that of the place above."""
    return [
        f"{path}{path.split('/')[-2]}{code.format(number)}/"
        for path in above
        for number in range(1, 1 + draw(st.integers(1, most)))
    ]


def level_of(place: str) -> str:
    return LEVELS[place.count("/") - 1]


@st.composite
def countries(draw: st.DrawFn) -> Country:
    counties = _below(draw, ["3799/"], 2, "{:02}")
    streets = _below(draw, counties, 2, "{:03}")
    communities = _below(draw, streets, 2, "{:03}")
    grids = _below(draw, communities[:3], 3, "Z{:03}")
    places = ("3799/", *counties, *streets, *communities, *grids)
    posts = tuple(draw(_posts(places)))
    numbers = st.integers(0, len(posts) - 1)
    leave = st.tuples(numbers, numbers, st.sampled_from(Time)).filter(
        lambda each: each[0] != each[1]
    )
    cases = st.lists(_case(places[1:], numbers), min_size=1, max_size=5)
    groups = st.lists(_group(communities + grids, numbers), max_size=3)
    leaves = st.lists(leave, max_size=4)
    return Country(places, posts, tuple(draw(leaves)), tuple(draw(cases)), tuple(draw(groups)))


@st.composite
def _posts(draw: st.DrawFn, places: tuple[str, ...]) -> list[PlannedPost]:
    """Rungs of the ladder twice as often as the others: most of what is to be seen is seen from there."""
    ladder = [role for role in SEATS if role in {rung.role for rung in Rung}]
    held = st.lists(
        st.tuples(st.integers(0, PEOPLE - 1), st.sampled_from([Time.NOW, Time.NOW, *Time])),
        max_size=2,
        unique_by=lambda each: each[0],
    )
    made, taken = [], set[tuple[Role, str] | str]()
    for role in draw(st.lists(st.sampled_from([*ladder, *SEATS]), min_size=2, max_size=14)):
        fitting = [p for p in places if level_of(p) == SEATS[role] and (role, p) not in taken]
        if not fitting:
            continue
        place = draw(st.sampled_from(fitting))
        taken.add((role, place))
        free = [p for p in places if p != place and p.startswith(place) and p not in taken]
        areas = draw(st.lists(st.sampled_from(free), max_size=2, unique=True)) if free else []
        areas = areas if role is Role.AREA_CADRE else []
        taken.update(areas)
        made.append(PlannedPost(role, place, tuple(sorted(areas)), tuple(draw(held))))
    return made


def _people(most: int = 2) -> st.SearchStrategy[frozenset[int]]:
    return st.frozensets(st.integers(0, PEOPLE - 1), max_size=most)


def _case(places: tuple[str, ...], posts: st.SearchStrategy[int]) -> st.SearchStrategy[PlannedCase]:
    return st.builds(
        PlannedCase,
        place=st.sampled_from(places),
        is_restricted=st.booleans(),
        holder=posts,
        checker=st.none() | posts,
        parties=_people(),
        is_paused=st.booleans(),
        shows_file=st.booleans(),
    )


def _group(places: list[str], posts: st.SearchStrategy[int]) -> st.SearchStrategy[PlannedGroup]:
    return st.builds(
        PlannedGroup,
        kind=st.sampled_from(KINDS),
        place=st.sampled_from(places),
        owner=posts,
        members=_people(),
        posts=st.frozensets(posts, max_size=2),
        left=_people(1),
    )
