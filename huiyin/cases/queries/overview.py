"""The figures over a list: where its cases stand, in which places, and what the day asks of an area."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Max, Q, Value
from django.db.models.functions import StrIndex, Substr

from huiyin.cases.queries.access import visible
from huiyin.cases.queries.filters import (
    RUNNING,
    CaseFilters,
    DueFilter,
    due_is,
    filtered,
    told_today,
)
from huiyin.cases.rules.words import END_STATES, State
from huiyin.people.rules import Viewer


@dataclass(frozen=True)
class Overview:
    """What an area has in hand now. running: on the clock; due_today: still to come before midnight.

    to_tell: answered, and somebody has yet to hear it. policy_version, calendar_version: the newest that a case of the
    area has frozen, None without any.
    """

    total: int
    open: int
    running: int
    overdue: int
    due_today: int
    told_today: int
    to_tell: int
    policy_version: int | None
    calendar_version: int | None


def overview(viewer: Viewer, *, now: datetime) -> Overview:
    """The figures over everything the viewer may see, in one query."""
    is_open = Q(is_ended=False)
    figures = visible(viewer).aggregate(
        total=Count("pk"),
        open=Count("pk", filter=is_open),
        running=Count("pk", filter=is_open & Q(state__in=RUNNING)),
        overdue=Count("pk", filter=due_is(DueFilter.OVERDUE, now)),
        due_today=Count("pk", filter=due_is(DueFilter.TODAY, now)),
        told_today=Count("pk", filter=told_today(now)),
        to_tell=Count("pk", filter=Q(state=State.AWAITING_NOTICE)),
        policy_version=Max("policy_version"),
        calendar_version=Max("calendar_version"),
    )
    return Overview(**figures)


@dataclass(frozen=True)
class Tally:
    """How a list divides. by_state: without its filter of states, so that the chips add up to the wider list.

    by_place: with it, by the code of the next place below the filter's area; cases that stand there itself under "".
    """

    by_state: dict[str, int]
    by_place: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def ended(self) -> int:
        return sum(self.by_state.get(state, 0) for state in END_STATES)

    @property
    def open(self) -> int:
        return self.total - self.ended


def tally(viewer: Viewer, filters: CaseFilters, *, now: datetime, place: str = "") -> Tally:
    """Count a list by state and by the places below one, in one query.

    place: path of the node whose places are wanted; the longest that holds the whole list says most.
    """
    below = Substr("area", len(place) + 1)
    rows = (
        filtered(viewer, replace(filters, state=""), now=now)
        .order_by()
        .annotate(next_code=Substr(below, 1, StrIndex(below, Value("/"))))
        .values_list("state", "next_code")
        .annotate(n=Count("pk"))
    )
    by_state: Counter[str] = Counter()
    by_place: Counter[str] = Counter()
    wanted = states_of(filters)
    for state, code, count in rows:
        by_state[state] += count
        if state in wanted:
            by_place[code.rstrip("/")] += count
    return Tally(dict(by_state), dict(by_place))


def states_of(filters: CaseFilters) -> frozenset[str]:
    """The states a filter lets through."""
    wanted: set[str] = set()
    for value in filters.state.split(",") if filters.state else State:
        match value:
            case "open":
                wanted |= frozenset(State) - END_STATES
            case "ended":
                wanted |= END_STATES
            case _:
                wanted.add(value)
    return frozenset(wanted)
