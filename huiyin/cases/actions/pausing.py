"""The clock stands still: a question to the reporter, an outside cause; and goes on with what was left."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Unpack

from django.db import transaction

from huiyin.cases.actions.act import Act
from huiyin.cases.actions.desk import Asked, begin, demand_text
from huiyin.cases.actions.opening import attach, own_files
from huiyin.cases.models import Case
from huiyin.cases.rules.transitions import Operation, Relation
from huiyin.cases.rules.words import State
from huiyin.escalation import rules as ladder
from huiyin.escalation.rules import Step
from huiyin.lib.words import gettext_noop as _


@transaction.atomic
def ask_reporter(*, question: str, **asked: Unpack[Asked]) -> Case:
    """Ask the reporter one question and pause the clock until the reply, at most three days (setting)."""
    act = begin(Operation.ASK_REPORTER, **asked)
    if act.is_repeat:
        return act.case
    words = demand_text(question, what=_("要问的问题"))
    settings = act.policy.settings
    act.reply_now()
    pause(act, State.AWAITING_REPORTER, until=act.now + timedelta(days=settings.reporter_wait_days))
    act.case.remind_at = act.now + timedelta(hours=settings.reporter_reminder_h)
    return act.finish(
        "reporter_asked",
        words,
        is_public=True,
        tell_parties=f"{act.case.holder.title}想请您补充：{words}",
    )


def pause(act: Act, state: State, *, until: datetime) -> None:
    """Stop the running step and keep what is left of its own time."""
    case, running = act.case, act.running_step()
    limit = act.limit(Step(case.step))
    if case.due_at and limit:
        case.time_left = ladder.remaining(
            arrived_at=running.started_at,
            at=act.now,
            due_at=case.due_at,
            unit=limit.unit,
            calendar=act.policy.calendar.at(case.area),
            hours=act.policy.hours,
        )
    act.enter(state)
    case.paused_at, case.resume_at = act.now, until


def go_on(act: Act) -> None:
    """Leave the pause for `in_progress`; the step is due after the time that was left."""
    case, running = act.case, act.running_step()
    limit, left = act.limit(Step(case.step)), case.time_left or timedelta()
    act.enter(State.IN_PROGRESS)
    if limit:
        due = ladder.due_after_pause(
            arrived_at=running.started_at,
            resumed_at=act.now,
            left=left,
            limit=limit,
            calendar=act.policy.calendar.at(case.area),
            hours=act.policy.hours,
        )
        act.take_due(due)
        case.handle_due_at = due.at
        running.due_at = due.at
        act.papers.move_step(running)


@transaction.atomic
def reply_as_reporter(*, text: str, file_ids: Sequence[int] = (), **asked: Unpack[Asked]) -> Case:
    """The reporter's reply, written by themselves or by the holder who heard it; the clock goes on."""
    act = begin(Operation.REPLY_AS_REPORTER, **asked)
    if act.is_repeat:
        return act.case
    words = demand_text(text, what=_("补充的内容"))
    own = own_files(file_ids, person_id=asked["viewer"].person_id)
    attach(act.case, own, person_id=act.by.person_id, now=act.now, is_public=True)
    go_on(act)
    heard = "" if Relation.REPORTER in act.relations else "（由承办人代为记录）"
    return act.finish(
        "reporter_replied", words + heard, is_public=True, tell_posts={act.case.holder_id}
    )


@transaction.atomic
def resume(*, reason: str, **asked: Unpack[Asked]) -> Case:
    """End a suspension before its review date: the outside cause is gone."""
    act = begin(Operation.RESUME, **asked)
    if act.is_repeat:
        return act.case
    words = demand_text(reason, what=_("继续办理的说明"))
    go_on(act)
    return act.finish(
        "resumed",
        words,
        is_public=True,
        tell_posts={act.case.holder_id},
        tell_parties=f"“{act.case.title}”继续办理：{words}",
    )
