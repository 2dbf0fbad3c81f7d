"""The figures over a list: where its cases stand, in which places, and what the day asks of an area."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.cases.queries.access import visible
from huiyin.cases.queries.filters import (
    RUNNING,
    CaseFilters,
    Stage,
    filtered,
    midnight,
    told_today,
)
from huiyin.cases.rules.words import END_STATES, State
from huiyin.ground.asking import ask
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


_OVERVIEW = """
WITH ended AS MATERIALIZED ({ended})
SELECT
    count(*),
    count(*) FILTER (WHERE state = ANY({running})),
    count(*) FILTER (WHERE state = ANY({running}) AND (due_at < {now} OR overdue_since IS NOT NULL)),
    count(*) FILTER (WHERE state = ANY({running}) AND due_at BETWEEN {now} AND {midnight}),
    count(*) FILTER (WHERE state = {awaiting_notice}),
    (SELECT count(*) FROM ({told_today}) AS told_today),
    (SELECT count(*) FROM ended),
    greatest(max(policy_version), (SELECT max(policy_version) FROM ended)),
    greatest(max(calendar_version), (SELECT max(calendar_version) FROM ended))
FROM ({open}) AS open
"""


def overview(viewer: Viewer, *, now: datetime) -> Overview:
    """The figures over everything the viewer may see, in one query."""
    cases, versions = visible(viewer), ("policy_version", "calendar_version")
    columns = ("state", "due_at", "overdue_since", *versions)
    rows = ask(
        _OVERVIEW,
        open=cases.filter(is_ended=False).values(*columns),
        ended=_some_ended(cases).values(*versions),
        told_today=cases.filter(told_today(now)).values("pk"),
        running=[state.value for state in RUNNING],
        awaiting_notice=State.AWAITING_NOTICE.value,
        now=now,
        midnight=midnight(now) + timedelta(days=1),
    )
    return Overview(*rows[0])


def _some_ended(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Of these cases those that have ended, but not more than one beyond MOST_COUNTED."""
    return cases.filter(is_ended=True).order_by()[: MOST_COUNTED + 1]


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


_DIVIDED = """
SELECT state, split_part(substr(area, {behind}), '/', 1), count(*) FROM ({open}) AS open GROUP BY 1, 2
UNION ALL
SELECT state, split_part(substr(area, {behind}), '/', 1), count(*) FROM ({ended}) AS ended GROUP BY 1, 2
"""


def tally(viewer: Viewer, filters: CaseFilters, *, now: datetime, place: str = "") -> Tally:
    """Count a list by state and by the places below one, in one query.

    place: path of the node whose places are wanted; the longest that holds the whole list says most.
    """
    cases = filtered(viewer, replace(filters, state=""), now=now)
    rows = ask(
        _DIVIDED,
        open=cases.filter(is_ended=False).values("state", "area"),
        ended=_some_ended(cases).values("state", "area"),
        behind=len(place) + 1,
    )
    by_state: Counter[str] = Counter()
    by_place: Counter[str] = Counter()
    wanted = states_of(filters)
    for state, code, count in rows:
        by_state[state] += count
        if state in wanted:
            by_place[code] += count
    found = Tally(dict(by_state), dict(by_place))
    return replace(found, by_place=None) if found.is_least and wanted & END_STATES else found


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
