"""The figures over a list: where its cases stand, in which places, and what the day asks of an area."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Value
from django.db.models.functions import StrIndex, Substr

from huiyin.cases.models import Case
from huiyin.cases.queries.access import visible
from huiyin.cases.queries.filters import (
    RUNNING,
    CaseFilters,
    DueFilter,
    Stage,
    due_is,
    filtered,
    told_today,
)
from huiyin.cases.rules.words import END_STATES, State
from huiyin.people.rules import Viewer

# what has ended grows for ever: beyond so many nobody reads the figure, and counting it would cost more every year
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Overview:
    """What an area has in hand now. running: on the clock; due_today: still to come before midnight.

    ended: at most MOST_COUNTED + 1, which stands for more. to_tell: answered, and somebody has yet to hear it.
    policy_version, calendar_version: the newest that a case of the area has frozen, None without any.
    """

    open: int
    running: int
    overdue: int
    due_today: int
    to_tell: int
    told_today: int
    ended: int
    policy_version: int | None
    calendar_version: int | None

    @property
    def total(self) -> int:
        return self.open + self.ended


def overview(viewer: Viewer, *, now: datetime) -> Overview:
    """The figures over everything the viewer may see, in one query."""
    cases = visible(viewer)
    parts = {
        "open": cases.filter(is_ended=False),
        "told_today": cases.filter(told_today(now)),
        "ended": some_ended(cases),
    }
    first, *others = (_figures(part, rows, now) for part, rows in parts.items())
    found = {row["part"]: row for row in first.union(*others, all=True)}
    in_hand = found["open"]
    return Overview(
        open=in_hand["n"],
        running=in_hand["running"],
        overdue=in_hand["overdue"],
        due_today=in_hand["due_today"],
        to_tell=in_hand["to_tell"],
        told_today=found["told_today"]["n"],
        ended=found["ended"]["n"],
        policy_version=_newest(row["policy"] for row in found.values()),
        calendar_version=_newest(row["calendar"] for row in found.values()),
    )


def _newest(versions: Iterable[int | None]) -> int | None:
    return max((version for version in versions if version is not None), default=None)


def _figures(part: str, cases: QuerySet[Case], now: datetime) -> QuerySet[Any, Any]:
    """The figures of some cases as one row; the middle ones mean something for what is open alone."""
    return (
        cases.order_by()
        .values(part=Value(part))
        .annotate(
            n=Count("pk"),
            running=Count("pk", filter=Q(state__in=RUNNING)),
            overdue=Count("pk", filter=due_is(DueFilter.OVERDUE, now)),
            due_today=Count("pk", filter=due_is(DueFilter.TODAY, now)),
            to_tell=Count("pk", filter=Q(state=State.AWAITING_NOTICE)),
            policy=Max("policy_version"),
            calendar=Max("calendar_version"),
        )
    )


def some_ended(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Of these cases those that have ended, but not more than one beyond MOST_COUNTED."""
    ended = cases.filter(is_ended=True).order_by().values("pk")[: MOST_COUNTED + 1]
    return Case.objects.filter(pk__in=ended)


@dataclass(frozen=True)
class Tally:
    """How a list divides. by_state: without its filter of states, so that the chips add up to the wider list.

    by_place: with it, by the code of the next place below the filter's area; cases that stand there itself under "".
    What is open is counted exactly; what has ended only up to MOST_COUNTED, see `is_least`. by_place is None when it
    would hold more of those.
    """

    by_state: dict[str, int]
    by_place: dict[str, int] | None

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def ended(self) -> int:
        return sum(self.by_state.get(state, 0) for state in END_STATES)

    @property
    def open(self) -> int:
        return self.total - self.ended

    @property
    def is_least(self) -> bool:
        """Whether more cases have ended than were counted: then the figures of the end states and of all say nothing."""
        return self.ended > MOST_COUNTED


def tally(viewer: Viewer, filters: CaseFilters, *, now: datetime, place: str = "") -> Tally:
    """Count a list by state and by the places below one, in one query.

    place: path of the node whose places are wanted; the longest that holds the whole list says most.
    """
    cases = filtered(viewer, replace(filters, state=""), now=now)
    open_rows, ended_rows = (
        _divided(rows, place) for rows in (cases.filter(is_ended=False), some_ended(cases))
    )
    by_state: Counter[str] = Counter()
    by_place: Counter[str] = Counter()
    wanted = states_of(filters)
    for state, code, count in open_rows.union(ended_rows, all=True):
        by_state[state] += count
        if state in wanted:
            by_place[code.rstrip("/")] += count
    found = Tally(dict(by_state), dict(by_place))
    return replace(found, by_place=None) if found.is_least and wanted & END_STATES else found


def _divided(cases: QuerySet[Case], place: str) -> QuerySet[Any, tuple[str, str, int]]:
    below = Substr("area", len(place) + 1)
    return (
        cases.order_by()
        .annotate(next_code=Substr(below, 1, StrIndex(below, Value("/"))))
        .values_list("state", "next_code")
        .annotate(n=Count("pk"))
    )


def stages_of(filters: CaseFilters) -> frozenset[Stage]:
    """The sides of the end that a list holds; what has a relation to its limit is open."""
    wanted = states_of(filters)
    stages = {Stage.ENDED if state in END_STATES else Stage.OPEN for state in wanted}
    return frozenset(stages - {Stage.ENDED} if filters.due else stages)


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
