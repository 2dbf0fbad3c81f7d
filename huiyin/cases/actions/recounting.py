"""A year of the calendar was entered: due times that were counted by weekdays are counted again."""

from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.act import Act
from huiyin.cases.actions.desk import locked
from huiyin.cases.models import Case
from huiyin.cases.queries.access import frozen_policy
from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import PAUSED_STATES
from huiyin.escalation import queries as escalation
from huiyin.escalation import rules as ladder
from huiyin.escalation.rules import Due, Step
from huiyin.ground.ledger.actions import CLOCK
from huiyin.lib.times import clock_words


@transaction.atomic
def recount_provisional(*, now: datetime) -> int:
    """Count the provisional due times of running steps anew, never earlier than told. Returns how many cases moved.

    A case that is paused is counted when it goes on. The newest calendar is frozen into each case that is recounted.
    """
    waiting = Case.objects.filter(is_ended=False, is_due_provisional=True).exclude(
        state__in=PAUSED_STATES
    )
    return sum(
        _recount(case_id, now) for case_id in waiting.order_by("id").values_list("id", flat=True)
    )


def _recount(case_id: int, now: datetime) -> bool:
    case = locked(case_id)
    before = frozen_policy(case)
    case.calendar_version = escalation.newest_calendar()
    after = frozen_policy(case)
    act = Act(case=case, operation=Operation.MOVE_UP, now=now, policy=after, by=CLOCK)
    limit, running = act.limit(Step(case.step)), act.running_step()
    if limit is None or case.due_at is None or case.warn_at is None:
        return False
    told_at, is_warned, area = case.due_at, case.is_warned, case.area
    due = ladder.recount(
        arrived_at=running.started_at,
        now=now,
        told=Due(case.due_at, case.warn_at, case.is_due_provisional),
        limit=limit,
        before=before.calendar.at(area),
        after=after.calendar.at(area),
        hours=after.hours,
    )
    act.take_due(due)
    case.is_warned = is_warned and due.warn_at <= now
    running.due_at = due.at
    running.save(update_fields=["due_at"])
    if due.at == told_at:
        act.save()
        return False
    _tell_new_date(act, due)
    return True


def _tell_new_date(act: Act, due: Due) -> None:
    case = act.case
    if case.handle_due_at:
        case.handle_due_at = max(case.handle_due_at, due.at)
    words = f"新一年的节假日安排已公布，时限改为{clock_words(due.at, act.now)}。"
    act.finish(
        "recounted",
        words,
        is_public=True,
        tell_posts={case.holder_id},
        tell_parties=f"“{case.title}”：{words}",
    )
