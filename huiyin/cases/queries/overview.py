"""The figures over a list: where its cases stand, in which places, and what the day asks of an area."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.cases.queries.access import visible_apart
from huiyin.cases.queries.filters import (
    RUNNING,
    CaseFilters,
    Stage,
    filtered,
    midnight,
)
from huiyin.cases.rules.words import END_STATES, OPEN_STATES, State
from huiyin.ground.asking import ask
from huiyin.people.rules import Viewer

# what has ended grows for ever: beyond so many nobody reads the figure, and counting it would cost more every year
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Overview:
    """What an area has in hand now. running: on the clock; due_today: still to come before midnight.

    ended: at most MOST_COUNTED + 1, which stands for more. to_tell: answered, and somebody has yet to hear it.
    """

    open: int
    running: int
    overdue: int
    due_today: int
    to_tell: int
    told_today: int
    ended: int

    @property
    def total(self) -> int:
        return self.open + self.ended


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


def figures(
    viewer: Viewer, filters: CaseFilters, *, now: datetime, place: str
) -> tuple[Overview, Tally]:
    """Both, in one query where the list is narrowed by state alone, else in two. place: see `tally`."""
    if _is_narrowed(filters):
        return overview(viewer, now=now), tally(viewer, filters, now=now, place=place)
    parts = _parts(*visible_apart(viewer), place=place, now=now)
    return _overview(parts), _tally(parts, filters)


def overview(viewer: Viewer, *, now: datetime) -> Overview:
    """The figures over everything the viewer may see, in one query."""
    return _overview(_parts(*visible_apart(viewer), place=None, now=now))


def tally(viewer: Viewer, filters: CaseFilters, *, now: datetime, place: str = "") -> Tally:
    """Count a list by state and by the places below one, in one query.

    place: path of the node whose places are wanted; the longest that holds the whole list says most.
    """
    if _is_narrowed(filters):
        lists: Sequence[QuerySet[Case]] = [filtered(viewer, replace(filters, state=""), now=now)]
    else:
        lists = visible_apart(viewer)
    parts = _parts(*lists, place=place, now=now, is_search=bool(filters.words))
    return _tally(parts, filters)


def _is_narrowed(filters: CaseFilters) -> bool:
    """By more than the state, which divides every list."""
    return replace(filters, state="") != CaseFilters()


class _Part(NamedTuple):
    """Cases of one state in one place, by the code of the place. Limits count for those that are on the clock."""

    state: str
    code: str
    n: int
    overdue: int
    due_today: int


TOLD = "told today"  # in the place of a state
# for each list apart: joined first, a county's 20,000 rows would pass through one more step
_OPEN = """
SELECT state, {code}, count(*),
    count(*) FILTER (WHERE due_at < {now} OR overdue_since IS NOT NULL),
    count(*) FILTER (WHERE due_at BETWEEN {now} AND {day_ends})
FROM {list} WHERE NOT is_ended GROUP BY 1, 2
"""
_ENDED = """
SELECT state, {code}, count(*), 0, 0
FROM (SELECT * FROM ({every}) AS listed WHERE is_ended LIMIT {most}) AS ended GROUP BY 1, 2
"""
_TOLD = """
SELECT {told}, '', count(*), 0, 0 FROM ({every}) AS listed WHERE told_at BETWEEN {day_began} AND {now}
"""
_ASKED = ("state", "area", "due_at", "overdue_since", "is_ended", "told_at")
# the code of the place below one: a third of the time, and left out where only the sum is wanted
_CODE = "split_part(area, '/', {step})"


def _parts(
    *lists: QuerySet[Case], place: str | None, now: datetime, is_search: bool = False
) -> list[_Part]:
    """These cases by state and by the places below one; by state alone for None. What has ended only so far.

    lists: no case is in two of them. is_search: words are looked for once; any other list is several questions, each
    with an index of its own.
    """
    named = {f"list_{n}": cases.values(*_ASKED) for n, cases in enumerate(lists)}
    once = "MATERIALIZED" if is_search else "NOT MATERIALIZED"
    every = " UNION ALL ".join(f"TABLE {name}" for name in named)
    counts = [_OPEN.replace("{list}", name) for name in named]
    counts += [count.replace("{every}", every) for count in (_ENDED, _TOLD)]
    code = "''" if place is None else _CODE
    began = midnight(now)
    rows = ask(
        f"WITH {', '.join(f'{name} AS {once} ({{{name}}})' for name in named)} {' UNION ALL '.join(counts).replace('{code}', code)}",
        **named,
        most=MOST_COUNTED + 1,
        told=TOLD,
        step=1 + (place or "").count("/"),
        now=now,
        day_began=began,
        day_ends=began + timedelta(days=1),
    )
    return [_Part(*row) for row in rows]


def _overview(parts: Sequence[_Part]) -> Overview:
    by_state = _by_state(parts)
    return Overview(
        open=sum(by_state[state] for state in OPEN_STATES),
        running=sum(by_state[state] for state in RUNNING),
        overdue=sum(part.overdue for part in parts if part.state in RUNNING),
        due_today=sum(part.due_today for part in parts if part.state in RUNNING),
        to_tell=by_state[State.AWAITING_NOTICE],
        told_today=by_state[TOLD],
        ended=sum(by_state[state] for state in END_STATES),
    )


def _tally(parts: Sequence[_Part], filters: CaseFilters) -> Tally:
    by_state, wanted = _by_state(parts), states_of(filters)
    by_place: Counter[str] = Counter()
    for part in parts:
        if part.state in wanted:
            by_place[part.code] += part.n
    del by_state[TOLD]
    found = Tally(dict(by_state), dict(by_place))
    return replace(found, by_place=None) if found.is_least and wanted & END_STATES else found


def _by_state(parts: Sequence[_Part]) -> Counter[str]:
    found: Counter[str] = Counter()
    for part in parts:
        found[part.state] += part.n
    return found


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
