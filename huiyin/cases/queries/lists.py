"""Lists of cases: the work list with its filters, inboxes, a resident's matters, notices, decisions."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from huiyin.cases.models import Application, Case, Notice, Party
from huiyin.cases.queries import keysets
from huiyin.cases.queries.access import HOLDING
from huiyin.cases.queries.filters import CaseFilters, filtered
from huiyin.cases.queries.keysets import Order
from huiyin.cases.queries.lines import CaseLine, lines, whole
from huiyin.cases.queries.overview import stages_of, states_of, tally
from huiyin.cases.rules.words import State
from huiyin.escalation.rules import Rung
from huiyin.ground.asking import ask
from huiyin.people.rules import Viewer

PAGE = 50

__all__ = [
    "Bell",
    "CaseFilters",
    "CaseLine",
    "Order",
    "Page",
    "bell",
    "counts",
    "decisions",
    "disputes",
    "filtered",
    "inbox",
    "inbox_count",
    "mine",
    "notices",
    "unread_notices",
    "whole",
    "work_list",
]


@dataclass(frozen=True)
class Page:
    """A part of a list. after: what to ask for to get the next part, None at its end."""

    lines: list[CaseLine]
    after: str | None


def work_list(
    viewer: Viewer,
    filters: CaseFilters,
    *,
    now: datetime,
    after: str | None = None,
    limit: int = PAGE,
    order: Order = Order.NEW,
) -> Page:
    """Return a page of the work list, in one query, or two where what is open ends and what has ended begins.

    after: `Page.after` of the page before; anything else begins anew.
    """
    cases = filtered(viewer, filters, now=now)
    found = keysets.stretch(cases, order, after, most=limit + 1, stages=stages_of(filters))
    more = keysets.key_of(found[limit - 1], order) if len(found) > limit else None
    return Page(found[:limit], more)


def counts(viewer: Viewer, filters: CaseFilters, *, now: datetime) -> dict[str, int]:
    """How many cases of the list are in each state, in one query; their sum is the length of the list.

    What has ended is counted up to one beyond MOST_COUNTED, see `overview.Tally`.
    """
    counted = tally(viewer, filters, now=now)
    wanted = states_of(filters)
    return {state: n for state, n in counted.by_state.items() if state in wanted}


def inbox(viewer: Viewer) -> list[CaseLine]:
    """What the viewer's posts have to do now: held and to be handled, or to be checked; due first."""
    return lines(_in_hand(viewer).order_by("due_at", "id")[:200])


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


def disputes(viewer: Viewer) -> list[Case]:
    """The cases sent back so often that the viewer's street centre names who must take them, longest waiting first.

    One query; none for who acts below the street.
    """
    if not any(HOLDING.get(post.role, 0) >= Rung.STREET_GRID_CENTRE for post in viewer.posts):
        return []
    related = ("node", "holder")
    return list(_disputed(viewer).select_related(*related).order_by("state_since", "id"))


def _disputed(viewer: Viewer) -> QuerySet[Case]:
    return Case.objects.filter(
        holder_id__in=viewer.post_ids,
        is_ended=False,
        state=State.PENDING,
        must_take=True,
        rung__gte=Rung.STREET_GRID_CENTRE,
    )


@dataclass(frozen=True)
class Bell:
    """What the rail of a desk counts: decisions that wait for the viewer, and notices nobody has read."""

    decisions: int = 0
    notices: int = 0


_BELL = """
SELECT
    (SELECT count(*) FROM ({undecided}) AS applications) + (SELECT count(*) FROM ({disputed}) AS disputes),
    (SELECT count(*) FROM ({unread}) AS notices)
"""


def bell(viewer: Viewer) -> Bell:
    """Both numbers in one query."""
    rows = ask(
        _BELL,
        undecided=_undecided(viewer).values("pk"),
        disputed=_disputed(viewer).values("pk"),
        unread=_unread(viewer).values("pk"),
    )
    return Bell(*rows[0])


def mine(viewer: Viewer) -> list[Case]:
    """The matters a person raised or follows, newest first."""
    own = Party.objects.filter(person_id=viewer.person_id).values("case_id")
    return list(
        Case.objects.filter(pk__in=own)
        .select_related("node", "holder", "answer")
        .order_by("-id")[:200]
    )


def notices(viewer: Viewer, *, limit: int = PAGE, after: int | None = None) -> list[Notice]:
    """The notices of a person and of the posts they act for, newest first. after: the id of the last one before."""
    to_me = Q(person_id=viewer.person_id) | Q(post_id__in=viewer.post_ids)
    told = Notice.objects.filter(to_me)
    if after is not None:
        told = told.filter(pk__lt=after)
    return list(told.select_related("case").order_by("-id")[:limit])


def unread_notices(viewer: Viewer) -> int:
    return _unread(viewer).count()


def _unread(viewer: Viewer) -> QuerySet[Notice]:
    to_me = Q(person_id=viewer.person_id) | Q(post_id__in=viewer.post_ids)
    return Notice.objects.filter(to_me, read_at=None)
