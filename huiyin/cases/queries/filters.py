"""The filters of a list of cases, as they stand in an address."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.queries.access import visible
from huiyin.cases.rules.words import (
    OPEN_STATES,
    PAUSED_STATES,
    Channel,
    Nature,
    State,
    Supervision,
)
from huiyin.escalation.rules import Rung, Urgency
from huiyin.lib.times import local
from huiyin.people.rules import Viewer

# beyond any id of ours
ID = re.compile(r"\d{1,16}", re.ASCII)
CATEGORY = re.compile(r"\d{2}(\d{2})?", re.ASCII)
PATH = re.compile(r"[0-9A-Za-z/]{1,200}", re.ASCII)
NUMBER = re.compile(r"\d{8}-[\d-]*", re.ASCII)  # as `actions.opening.next_number` makes them
LEAF = 4  # digits; a class has two
SEARCHED = 10_000
LONGEST_WORDS = 60
MOST_WORDS = 6
# on the clock: neither paused nor waiting for a rating alone
RUNNING = OPEN_STATES - PAUSED_STATES - {State.AWAITING_RATING}


class Stage(StrEnum):
    """Stands beside the states: which side of the end."""

    OPEN = "open"
    ENDED = "ended"


class DueFilter(StrEnum):
    OVERDUE = "overdue"
    WARNED = "warned"
    TODAY = "today"
    PROVISIONAL = "provisional"


@dataclass(frozen=True)
class CaseFilters:
    """The filters of the work list; an empty one does not narrow, several values of one are joined by commas and add up.

    state: states, or `open`, `ended`. category: classes or leaves. holder: ids of posts. area: path of a node.
    due: of DueFilter. told: `today`. words: each is part of the number, title, text or place of one of the newest
    SEARCHED cases of the list; a number from its beginning is found wherever it stands.
    """

    state: str = ""
    rung: str = ""
    category: str = ""
    urgency: str = ""
    nature: str = ""
    channel: str = ""
    holder: str = ""
    area: str = ""
    due: str = ""
    supervision: str = ""
    told: str = ""
    words: str = ""

    @classmethod
    def names(cls) -> list[str]:
        return [field.name for field in fields(cls)]

    @classmethod
    def read(cls, sent: Mapping[str, Iterable[str]]) -> "CaseFilters":
        """What an address asks for, by name and values. What is no value of a filter is left out, never an error."""
        said = {name: sent.get(name, ()) for name in cls.names() if name != "words"}
        kept = {
            name: ",".join(dict.fromkeys(v for v in values if KNOWN[name](v)))
            for name, values in said.items()
        }
        return cls(**kept, words=_words(sent.get("words", ())))


def _words(sent: Iterable[str]) -> str:
    words = " ".join(sent).replace("\x00", "")[:LONGEST_WORDS].split()
    return " ".join(words[:MOST_WORDS])


def _among(*words: str) -> Callable[[str], bool]:
    return frozenset(words).__contains__


def _shaped(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda value: pattern.fullmatch(value) is not None


KNOWN: dict[str, Callable[[str], bool]] = {
    "state": _among(*State, *Stage),
    "rung": _among(*(str(int(rung)) for rung in Rung)),
    "category": _shaped(CATEGORY),
    "urgency": _among(*Urgency),
    "nature": _among(*Nature),
    "channel": _among(*Channel),
    "holder": _shaped(ID),
    "area": _shaped(PATH),
    "due": _among(*DueFilter),
    "supervision": _among(*Supervision),
    "told": _among("today"),
}


def filtered(viewer: Viewer, filters: CaseFilters, *, now: datetime) -> QuerySet[Case]:
    """The cases a viewer may see, narrowed by filters: the list, its counts, its map and its export."""
    cases = visible(viewer)
    if codes := _values(filters, "category"):
        cases = cases.filter(_any(map(_of_category, codes)))
    if paths := _values(filters, "area"):
        cases = cases.filter(_any(Q(area__startswith=path) for path in paths))
    for name in ("rung", "urgency", "nature", "channel", "holder", "supervision"):
        if values := _values(filters, name):
            cases = cases.filter(**{f"{name}__in": values})
    if states := _values(filters, "state"):
        cases = cases.filter(_any(map(_in_state, states)))
    if dues := _values(filters, "due"):
        cases = cases.filter(_any(due_is(due, now) for due in dues))
    if filters.told:
        cases = cases.filter(told_today(now))
    return _worded(cases, filters.words)


def _values(filters: CaseFilters, name: str) -> list[str]:
    joined: str = getattr(filters, name)
    return joined.split(",") if joined else []


def _any(conditions: Iterable[Q]) -> Q:
    wide = Q(pk__in=[])
    for condition in conditions:
        wide |= condition
    return wide


def _of_category(code: str) -> Q:
    """A leaf by itself: its index then has its cases in their order, and the planner knows how many there are."""
    return Q(category=code) if len(code) == LEAF else Q(category__startswith=code)


def _in_state(state: str) -> Q:
    return Q(is_ended=state == Stage.ENDED) if state in set(Stage) else Q(state=state)


def due_is(due: str, now: datetime) -> Q:
    """Open and running, and in this relation to its limit. today: still to come, before midnight here."""
    running = Q(is_ended=False, state__in=RUNNING)
    match due:
        case DueFilter.OVERDUE:
            return running & (Q(due_at__lt=now) | Q(overdue_since__isnull=False))
        case DueFilter.WARNED:
            return running & Q(is_warned=True, due_at__gte=now)
        case DueFilter.TODAY:
            return running & Q(due_at__gte=now, due_at__lte=midnight(now) + timedelta(days=1))
        case DueFilter.PROVISIONAL:
            return running & Q(is_due_provisional=True)
    return Q()


def told_today(now: datetime) -> Q:
    return Q(told_at__gte=midnight(now), told_at__lte=now)


def midnight(now: datetime) -> datetime:
    """When the day of this moment began here."""
    return local(now).replace(hour=0, minute=0, second=0, microsecond=0)


def looks_at_newest(filters: CaseFilters) -> bool:
    """Whether this is a search for words, which leaves out what is older than the newest SEARCHED cases of the list."""
    return bool(filters.words) and not NUMBER.fullmatch(filters.words)


def _worded(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    """No index knows the middle of a Chinese word: so many of the newest are read, and not all that ever were."""
    if NUMBER.fullmatch(words):
        return cases.filter(number__startswith=words)
    if words:
        newest = cases.order_by("-pk").values("pk")[:SEARCHED]
        cases = Case.objects.filter(pk__in=newest)
    for word in words.split():
        cases = cases.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(text__icontains=word)
            | Q(place__icontains=word)
        )
    return cases
