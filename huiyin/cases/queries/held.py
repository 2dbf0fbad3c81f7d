"""What a post holds of cases, for a hand-over; and what nobody could go on with afterwards."""

from collections.abc import Collection
from dataclasses import replace

from django.db.models import Count, QuerySet

from huiyin.cases.models import Application, Case
from huiyin.cases.queries.access import visible
from huiyin.cases.rules.words import State
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import Viewer
from huiyin.posts.rules import Held, Line

OPEN = _("没有办完的事")
CHECKS = _("等着核查的结果")
DECISIONS = _("等着审批的申请")
SHOWN = 5


def held_cases(post_id: int) -> QuerySet[Case]:
    """What is open and held by a post."""
    return Case.objects.filter(holder_id=post_id, is_ended=False)


def open_by_holder(post_ids: Collection[int]) -> dict[int, int]:
    """How many open cases each of these posts holds; posts without any are missing. One query."""
    held = Case.objects.filter(holder_id__in=post_ids, is_ended=False).values("holder_id")
    return dict(held.annotate(count=Count("id")).values_list("holder_id", "count"))


def checks(post_id: int) -> QuerySet[Case]:
    return Case.objects.filter(checker_id=post_id, state=State.AWAITING_CHECK)


def undecided(post_id: int) -> QuerySet[Application]:
    return Application.objects.filter(decider_id=post_id, decided_at=None)


def stuck_checks(post_id: int, acting_ids: Collection[int]) -> QuerySet[Case]:
    """Results that wait for a post whose only person handled them: nobody checks their own work."""
    waiting = checks(post_id)
    return waiting.filter(handler_id__in=acting_ids) if len(acting_ids) < 2 else waiting.none()


def stuck_decisions(post_id: int, acting_ids: Collection[int]) -> QuerySet[Application]:
    """Applications that wait for a post whose only person made them: nobody decides what they asked for."""
    waiting = undecided(post_id)
    return waiting.filter(by_person_id__in=acting_ids) if len(acting_ids) < 2 else waiting.none()


def told(post_id: int, viewer: Viewer) -> list[Held]:
    """Four queries at most; the titles are those of cases the viewer may see."""
    seen = visible(viewer).filter(holder_id=post_id, is_ended=False)
    lines = [
        Line("case", each.pk, f"{each.number} {each.title}")
        for each in seen.order_by("due_at", "id")[:SHOWN]
    ]
    first, *others = told_numbers(post_id)
    return [replace(first, lines=tuple(lines)), *others]


def told_numbers(post_id: int) -> list[Held]:
    """The same without titles."""
    return [
        Held(OPEN, held_cases(post_id).count()),
        Held(CHECKS, checks(post_id).count()),
        Held(DECISIONS, undecided(post_id).count()),
    ]
