"""The one question: the state of every household of some places. Figures count it, lists show it.

It says to the database what `rules.states` says; a property test holds the two equal.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, LiteralString

from huiyin.coverage.models import Invitation, Refusal, Verification
from huiyin.coverage.rules import Figure, State
from huiyin.ground.asking import ask
from huiyin.groups.models import Group, Member
from huiyin.groups.rules import GroupKind
from huiyin.territory.models import Node
from huiyin.territory.queries.places import within_any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

# who has lived somewhere for less is new
NEW_FOR = timedelta(days=30)
# the groups that everybody who lives in their place should be in
COUNTED = (GroupKind.RESIDENT, GroupKind.MICRO)

# a home without a household is one that nobody was registered in yet: it counts like any other. The groups as an array,
# because their members are then found by the index; `counted` is kept, else each count would look at every state anew
_STATES: LiteralString = """
WITH place AS MATERIALIZED ({places}), talk AS MATERIALIZED (
    SELECT id, node_id FROM ({groups}) AS every
    WHERE node_id = ANY (ARRAY(SELECT id FROM place UNION SELECT parent_id FROM place))
), home AS MATERIALIZED (
    SELECT household.id AS household_id, household.grid_id, household.micro_grid_id, household.label,
        dwelling.id AS dwelling_id, dwelling.building_id, dwelling.is_occupied
    FROM people_household AS household LEFT JOIN territory_dwelling AS dwelling ON dwelling.id = household.dwelling_id
    WHERE coalesce(household.micro_grid_id, household.grid_id) IN (SELECT id FROM place)
    UNION ALL
    SELECT NULL, building.grid_id, building.micro_grid_id, '', dwelling.id, dwelling.building_id, dwelling.is_occupied
    FROM territory_dwelling AS dwelling JOIN territory_building AS building ON building.id = dwelling.building_id
    WHERE coalesce(building.micro_grid_id, building.grid_id) IN (SELECT id FROM place)
    AND NOT EXISTS (SELECT FROM people_household AS there WHERE there.dwelling_id = dwelling.id)
), inside AS MATERIALIZED (
    SELECT member.person_id, talk.node_id FROM ({members}) AS member JOIN talk ON talk.id = member.group_id
    WHERE member.group_id = ANY (ARRAY(SELECT id FROM talk))
), doubted AS MATERIALIZED ({doubted}), living AS (
    SELECT home.household_id,
        bool_or(member.is_living_here) AS is_lived_in,
        bool_or(member.is_registered_here AND NOT member.is_living_here) AS is_away,
        min(member.from_at) FILTER (WHERE member.is_living_here) AS since,
        bool_or(member.is_living_here AND inside.person_id IS NOT NULL AND doubted.person_id IS NULL) AS is_in_group,
        bool_or(inside.person_id IS NOT NULL AND doubted.person_id IS NULL) AS is_reached
    FROM home JOIN people_householdmember AS member ON member.household_id = home.household_id
    LEFT JOIN inside ON inside.person_id = member.person_id AND inside.node_id IN (home.grid_id, home.micro_grid_id)
    LEFT JOIN doubted ON doubted.person_id = member.person_id AND doubted.household_id = home.household_id
    WHERE member.from_at <= {now} AND (member.to_at IS NULL OR member.to_at > {now})
    GROUP BY home.household_id
), counted AS MATERIALIZED (
    SELECT home.*, living.is_lived_in, coalesce(living.is_reached, false) AS is_reached,
        coalesce(living.is_away, false) AS is_away, coalesce(living.since > {new}, false) AS is_new,
        living.household_id IS NOT NULL AS has_members,
        CASE
            WHEN living.is_in_group THEN 'covered'
            WHEN NOT coalesce(living.is_lived_in, false)
                AND NOT coalesce(home.is_occupied, living.household_id IS NULL) THEN 'empty'
            WHEN home.household_id IN ({refused}) THEN 'refused'
            WHEN home.household_id IN ({invited}) OR home.household_id IN (SELECT household_id FROM doubted) THEN 'invited'
            ELSE 'unknown'
        END AS state
    FROM home LEFT JOIN living ON living.household_id = home.household_id
)
"""
_FIGURES: LiteralString = """
SELECT {key}, count(*) FILTER (WHERE state = 'covered'), count(*) FILTER (WHERE state = 'invited'),
    count(*) FILTER (WHERE state = 'refused'), count(*) FILTER (WHERE state = 'empty'),
    count(*) FILTER (WHERE state = 'unknown'), count(*) FILTER (WHERE is_reached),
    count(*) FILTER (WHERE is_away), count(*) FILTER (WHERE is_new)
FROM counted JOIN territory_node AS grid ON grid.id = counted.grid_id
LEFT JOIN territory_node AS community ON community.id = grid.parent_id
LEFT JOIN territory_node AS street ON street.id = community.parent_id
LEFT JOIN territory_node AS county ON county.id = street.parent_id
GROUP BY 1
"""
_HOMES: LiteralString = """
SELECT counted.household_id, counted.dwelling_id, counted.grid_id, counted.building_id, building.name, dwelling.unit,
    dwelling.room, counted.label, counted.state, counted.is_away, counted.is_new
FROM counted LEFT JOIN territory_dwelling AS dwelling ON dwelling.id = counted.dwelling_id
LEFT JOIN territory_building AS building ON building.id = counted.building_id
WHERE ({which})
ORDER BY length(building.name), building.name, building.id, length(dwelling.unit), dwelling.unit, length(dwelling.room),
    dwelling.room, counted.label, counted.household_id
LIMIT {limit}
"""


class Level(StrEnum):
    """By what households are counted. county and above: `total`."""

    COUNTY = "county"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    MICRO_GRID = "micro_grid"
    BUILDING = "building"


_KEYS: "Mapping[Level, LiteralString]" = {
    Level.COUNTY: "county.id",
    Level.STREET: "street.id",
    Level.COMMUNITY: "community.id",
    Level.GRID: "grid.id",
    Level.MICRO_GRID: "counted.micro_grid_id",
    Level.BUILDING: "counted.building_id",
}


@dataclass(frozen=True)
class HomeLine:
    """A household in its state, or a home where nobody was registered yet (household_id None)."""

    household_id: int | None
    dwelling_id: int | None
    grid_id: int
    building_id: int | None
    building: str
    unit: str
    room: str
    label: str
    state: State
    is_away: bool
    is_new: bool

    @property
    def key(self) -> str:
        """By what a form names it."""
        return f"h{self.household_id}" if self.household_id else f"d{self.dwelling_id}"


def figures(paths: "Iterable[str]", by: Level, *, now: datetime) -> dict[int | None, Figure]:
    """The figures of the places below these paths, by the id of the place; None: households without one. One query."""
    rows = ask(_STATES + _FIGURES.replace("{key}", _KEYS[by]), **_parts(paths, now))
    return {key: Figure(*counts) for key, *counts in rows}


def total(paths: "Iterable[str]", *, now: datetime) -> Figure:
    """The figure of everything below these paths together. One query."""
    return sum(figures(paths, Level.COUNTY, now=now).values(), start=Figure())


def homes(
    paths: "Iterable[str]",
    *,
    now: datetime,
    building_id: int | None = None,
    household_id: int | None = None,
    states: "Iterable[State]" = tuple(State),
    limit: int = 500,
) -> list[HomeLine]:
    """Households in the order of their doors. One query."""
    which: LiteralString = "counted.state = ANY({states})"
    if building_id is not None:
        which += " AND counted.building_id = {building_id}"
    if household_id is not None:
        which += " AND counted.household_id = {household_id}"
    rows = ask(
        _STATES + _HOMES.replace("{which}", which),
        **_parts(paths, now),
        states=[state.value for state in states],
        building_id=building_id,
        household_id=household_id,
        limit=limit,
    )
    return [_line(*row) for row in rows]


def _line(
    household_id: int | None,
    dwelling_id: int | None,
    grid_id: int,
    building_id: int | None,
    building: str | None,
    unit: str | None,
    room: str | None,
    label: str,
    state: str,
    is_away: bool,
    is_new: bool,
) -> HomeLine:
    return HomeLine(
        household_id,
        dwelling_id,
        grid_id,
        building_id,
        building or "",
        unit or "",
        room or "",
        label,
        State(state),
        is_away,
        is_new,
    )


def _parts(paths: "Iterable[str]", now: datetime) -> "dict[str, object]":
    """Which rows are asked about: the places, who is in their groups, who is doubted, who said no, who is invited."""
    return {
        "places": Node.objects.filter(within_any("path", paths)).values("id", "parent_id"),
        "members": Member.objects.filter(left_at=None, person__isnull=False).values(
            "person_id", "group_id"
        ),
        "groups": counted_groups().values("id", "node_id"),
        "doubted": Verification.objects.filter(at=None).values("household_id", "person_id"),
        "refused": Refusal.objects.filter(withdrawn_at=None).values("household_id"),
        "invited": in_force(now).values("household_id"),
        "now": now,
        "new": now - NEW_FOR,
    }


def counted_groups() -> "QuerySet[Group]":
    """The groups that everybody who lives in their place should be in."""
    return Group.objects.filter(is_active=True, kind__in=[kind.value for kind in COUNTED])


def in_force(now: datetime) -> "QuerySet[Invitation]":
    """Codes that open."""
    return Invitation.objects.filter(revoked_at=None, expires_at__gt=now)
