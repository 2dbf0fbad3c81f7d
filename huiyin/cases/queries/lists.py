"""Lists of cases: the work list with its filters, inboxes, a resident's matters, notices, decisions."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from huiyin.cases.models import Application, Case, Notice, Party
from huiyin.cases.queries.access import visible
from huiyin.cases.rules.words import State
from huiyin.people.rules import Viewer

PAGE = 50


@dataclass(frozen=True)
class CaseFilters:
    """The filters of the work list as they stand in the address; an empty one does not narrow.

    state: a state, or `open`, `ended`. due: `overdue`, `today`, `provisional`. area: path of a node. words: part of the
    number, title, text or place.
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
    words: str = ""

    @classmethod
    def names(cls) -> list[str]:
        return [field.name for field in fields(cls)]


@dataclass(frozen=True)
class Page:
    """A part of a list. after: what to ask for to get the next part, None at its end."""

    cases: list[Case]
    after: str | None


def filtered(viewer: Viewer, filters: CaseFilters, *, now: datetime) -> QuerySet[Case]:
    """The cases a viewer may see, narrowed by filters: the list, its counts, its map and its export."""
    cases = visible(viewer)
    for name in ("category", "area"):
        if value := getattr(filters, name):
            cases = cases.filter(**{f"{name}__startswith": value})
    for name in ("rung", "urgency", "nature", "channel", "holder", "supervision"):
        if value := getattr(filters, name):
            cases = cases.filter(**{name: value})
    return _worded(_due(_in_state(cases, filters.state), filters.due, now), filters.words)


def _in_state(cases: QuerySet[Case], state: str) -> QuerySet[Case]:
    if state in ("open", "ended"):
        return cases.filter(is_ended=state == "ended")
    return cases.filter(state=state) if state else cases


def _due(cases: QuerySet[Case], due: str, now: datetime) -> QuerySet[Case]:
    match due:
        case "overdue":
            return cases.filter(is_ended=False).filter(
                Q(due_at__lt=now) | Q(overdue_since__isnull=False)
            )
        case "warned":
            return cases.filter(is_ended=False, is_warned=True, due_at__gte=now)
        case "provisional":
            return cases.filter(is_ended=False, is_due_provisional=True)
    return cases


def _worded(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    for word in words.split():
        cases = cases.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(text__icontains=word)
            | Q(place__icontains=word)
        )
    return cases


def work_list(
    viewer: Viewer,
    filters: CaseFilters,
    *,
    now: datetime,
    after: str | None = None,
    limit: int = PAGE,
) -> Page:
    """Return a page of the work list, newest first. after: the id of the last case of the page before."""
    cases = filtered(viewer, filters, now=now).select_related("node", "holder").order_by("-id")
    if after and after.isdecimal():
        cases = cases.filter(pk__lt=int(after))
    found = list(cases[: limit + 1])
    more = str(found[limit - 1].pk) if len(found) > limit else None
    return Page(found[:limit], more)


def counts(viewer: Viewer, filters: CaseFilters, *, now: datetime) -> dict[str, int]:
    """How many cases of the list are in each state, in one query; their sum is the length of the list."""
    rows = filtered(viewer, filters, now=now).order_by().values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows}


def inbox(viewer: Viewer) -> list[Case]:
    """What the viewer's posts have to do now: held and to be handled, or to be checked; due first."""
    return list(_in_hand(viewer).select_related("node", "holder").order_by("due_at", "id")[:200])


def inbox_count(viewer: Viewer) -> int:
    """How long the inbox is, the decisions that wait included. Two queries."""
    return _in_hand(viewer).count() + _undecided(viewer).count()


def _in_hand(viewer: Viewer) -> QuerySet[Case]:
    posts = viewer.post_ids
    held = Q(holder_id__in=posts) & ~Q(
        state__in=[
            State.AWAITING_CHECK,
            State.AWAITING_RATING,
            State.AWAITING_REPORTER,
            State.SUSPENDED,
        ]
    )
    to_check = Q(checker_id__in=posts, state=State.AWAITING_CHECK) & ~Q(handler_id=viewer.person_id)
    return Case.objects.filter(held | to_check, is_ended=False)


def decisions(viewer: Viewer) -> list[Application]:
    """The applications that wait for a decision of the viewer, oldest first; never their own."""
    related = ("case", "case__node", "case__holder", "by_post", "by_person")
    return list(_undecided(viewer).select_related(*related).order_by("id"))


def _undecided(viewer: Viewer) -> QuerySet[Application]:
    waiting = Application.objects.filter(decider_id__in=viewer.post_ids, decided_at=None)
    return waiting.exclude(by_person_id=viewer.person_id)


def mine(viewer: Viewer) -> list[Case]:
    """The matters a person raised or follows, newest first."""
    own = Party.objects.filter(person_id=viewer.person_id).values("case_id")
    return list(
        Case.objects.filter(pk__in=own)
        .select_related("node", "holder", "answer")
        .order_by("-id")[:200]
    )


def notices(viewer: Viewer, *, limit: int = PAGE) -> list[Notice]:
    """The notices of a person and of the posts they act for, newest first."""
    to_me = Q(person_id=viewer.person_id) | Q(post_id__in=viewer.post_ids)
    return list(Notice.objects.filter(to_me).select_related("case").order_by("-id")[:limit])


def unread_notices(viewer: Viewer) -> int:
    to_me = Q(person_id=viewer.person_id) | Q(post_id__in=viewer.post_ids)
    return Notice.objects.filter(to_me, read_at=None).count()
