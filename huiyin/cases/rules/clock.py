"""What the clock does next with a case, and when (handbook §4.2, §4.4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from huiyin.cases.rules.words import State


class Event(StrEnum):
    """What happens when its moment comes. In the order in which two of the same moment are served."""

    REMIND_REPORTER = "remind_reporter"  # a question is unanswered for a day
    RESUME = "resume"  # the reporter stayed silent, or the review date has come
    WARN = "warn"  # three quarters of the limit are gone
    MISS_PROMISE = "miss_promise"  # the promised date passed without an answer
    MOVE_UP = "move_up"  # the limit has passed
    NAG = "nag"  # overdue where no rung is above: every day anew
    CLOSE = "close"  # the time for a rating is over


@dataclass(frozen=True)
class ClockFacts:
    """What the clock must know of a case. Times are aware; a missing one does not apply."""

    state: State
    is_top_rung: bool
    due_at: datetime | None
    warn_at: datetime | None
    resume_at: datetime | None
    remind_at: datetime | None
    promised_at: datetime | None
    is_warned: bool
    is_promise_missed: bool
    nagged_at: datetime | None


@dataclass(frozen=True)
class Alarm:
    at: datetime
    event: Event


NAG_EVERY = timedelta(days=1)


def next_alarm(case: ClockFacts) -> Alarm | None:
    """Return what the clock has to do first, or None for a case that has ended.

    An overdue case on the top rung is recalled to its chain every day until it is answered.
    """
    alarms = [Alarm(at, event) for event, at in _moments(case).items() if at is not None]
    # of two at the same moment `min` takes the first
    return min(alarms, key=lambda alarm: alarm.at, default=None)


def _moments(case: ClockFacts) -> dict[Event, datetime | None]:
    """What may happen in this state, in the order of `Event`."""
    match case.state:
        case State.AWAITING_REPORTER:
            return {Event.REMIND_REPORTER: case.remind_at, Event.RESUME: case.resume_at}
        case State.SUSPENDED:
            return {Event.RESUME: case.resume_at}
        case State.AWAITING_RATING:
            return {Event.CLOSE: case.due_at}
        case State.CLOSED | State.DECLINED | State.MERGED | State.WITHDRAWN:
            return {}
    overdue: dict[Event, datetime | None] = {Event.MOVE_UP: case.due_at}
    if case.is_top_rung:
        overdue = {Event.NAG: case.nagged_at + NAG_EVERY if case.nagged_at else case.due_at}
    return {
        Event.WARN: None if case.is_warned or case.nagged_at else case.warn_at,
        Event.MISS_PROMISE: None if case.is_promise_missed else case.promised_at,
        **overdue,
    }
