"""Coverage as an officer's pages show it: the figure, its parts, and households in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from huiyin.coverage.queries import states
from huiyin.coverage.queries.states import HomeLine, Level
from huiyin.coverage.rules import NO_HOMES, Figure, State
from huiyin.territory import queries as territory
from huiyin.territory.rules import NodeKind, door_label
from huiyin.visits import queries as visits
from huiyin.web.kit.shapes import Badge, Tone

if TYPE_CHECKING:
    from huiyin.territory.models import Node

TONES: Mapping[State, tuple[str, Tone]] = {
    State.COVERED: ("done", "green"),
    State.INVITED: ("send", "primary"),
    State.REFUSED: ("hand", ""),
    State.EMPTY: ("home", ""),
    State.UNKNOWN: ("warn", "amber"),
}
# by what the households of a place are counted one level below
BELOW: Mapping[NodeKind, Level] = {
    NodeKind.CITY: Level.COUNTY,
    NodeKind.COUNTY: Level.STREET,
    NodeKind.STREET: Level.COMMUNITY,
    NodeKind.COMMUNITY: Level.GRID,
    NodeKind.GRID: Level.BUILDING,
    NodeKind.MICRO_GRID: Level.BUILDING,
}


@dataclass(frozen=True)
class Part:
    """A part of a place with its figure. url: where its own parts, or its households, are; empty for whom it is closed."""

    name: str
    figure: Figure
    url: str


@dataclass(frozen=True)
class Home:
    """A household in a list. waiting: the id of the open visit there."""

    line: HomeLine
    name: str
    badge: Badge
    waiting: int | None

    @property
    def url(self) -> str:
        here = self.line.household_id
        return reverse("officer:household", args=[here]) if here else ""


def state_badge(state: State) -> Badge:
    return Badge(gettext(state.label), *TONES[state])


def parts_of(node: "Node", *, now: datetime, shows_homes: bool) -> tuple[list[Part], Figure]:
    """The places below a place, or the buildings of a grid, those with the widest gap first; and what they are together."""
    level = BELOW[NodeKind(node.kind)]
    counted = states.figures([node.path], level, now=now)
    if level is Level.BUILDING:
        found = _buildings(node, counted, shows_homes=shows_homes)
    else:
        found = [
            Part(
                each.name, counted.get(each.pk, NO_HOMES), reverse("officer:place", args=[each.pk])
            )
            for each in territory.children(node)
        ]
    whole = sum(counted.values(), start=NO_HOMES)
    return sorted(found, key=lambda part: -part.figure.gap), whole


def micro_parts_of(node: "Node", *, now: datetime) -> list[Part]:
    """The micro-grids of a grid, in the order of their codes."""
    found = list(territory.children(node))
    if not found:
        return []
    counted = states.figures([node.path], Level.MICRO_GRID, now=now)
    return [
        Part(each.name, counted.get(each.pk, NO_HOMES), reverse("officer:place", args=[each.pk]))
        for each in found
    ]


def _buildings(
    node: "Node", counted: Mapping[int | None, Figure], *, shows_homes: bool
) -> list[Part]:
    grid = node.parent if node.kind == NodeKind.MICRO_GRID and node.parent else node
    names = {each.pk: each.name for each in territory.buildings_of(grid)}
    homes = reverse("officer:homes", args=[node.pk])
    return [
        Part(
            names.get(key or 0) or gettext("没有登记到楼的户"),
            figure,
            f"{homes}?building={key or 0}" if shows_homes else "",
        )
        for key, figure in counted.items()
    ]


def homes_shown(lines: Iterable[HomeLine], *, with_building: bool) -> list[Home]:
    """Households as a list shows them, with the visits that are on their way. One query."""
    every = list(lines)
    waiting = visits.waiting_at(line.household_id for line in every if line.household_id)
    return [
        Home(
            line,
            home_name(line, with_building=with_building),
            state_badge(line.state),
            waiting.get(line.household_id or 0),
        )
        for line in every
    ]


def home_name(line: HomeLine, *, with_building: bool = True) -> str:
    """The door, with its building where the page has several; village houses are called by the building alone."""
    door = door_label(line.unit, line.room) if line.unit or line.room else ""
    if not line.building:
        return line.label
    return f"{line.building}{door}" if with_building or not door else door
