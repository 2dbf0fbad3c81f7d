"""How time is counted (domain handbook 4.3): due times, warnings, pauses, and a year entered late.

Every limit runs in a time of its own, a row of intervals; `due` asks where on that row the limit is used up. Minutes
run always, duty minutes in duty hours, working minutes and working days in business hours of working days; a limit in
working days begins with the day after arrival and lasts until the end of its last day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from huiyin.escalation.rules.calendar import WorkCalendar
from huiyin.escalation.rules.hours import Hours
from huiyin.escalation.rules.ladder import Limit, Unit
from huiyin.lib.times import ZONE, local

WARN_SHARE = 0.75  # yellow; red is the limit itself
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """When a step must be done. `warn_at` is 75 % of the limit in the limit's own time; both aware, local zone.

    is_provisional: a day was counted in a year whose holidays have not been announced.
    """

    at: datetime
    warn_at: datetime
    is_provisional: bool = False


def due(*, start: datetime, limit: Limit, calendar: WorkCalendar, hours: Hours) -> Due:
    """Return when a step that arrived at `start` (aware) is due.

    Source: 民法典 Art. 201 (days begin with the day after), Art. 203 (the last day ends at 24:00 or with the close of
    business; it is never a day off, because only working days are counted). Limits in minutes are not moved.
    """
    whole = own_length(limit, hours)
    return _due(start, start, whole, limit, calendar, hours)


def remaining(
    *,
    arrived_at: datetime,
    at: datetime,
    due_at: datetime,
    unit: Unit,
    calendar: WorkCalendar,
    hours: Hours,
) -> timedelta:
    """Return how much of a step's own time lies between `at` and `due_at`; zero if it is over.

    arrived_at: when the step began; it decides on which day working days begin to count. All aware.
    This is what is kept across a pause: give it to `due_after_pause` when the case goes on.
    """
    begins = max(at, _first_moment(arrived_at, unit))
    return counted(start=begins, end=due_at, unit=unit, calendar=calendar, hours=hours)


def due_after_pause(
    *,
    arrived_at: datetime,
    resumed_at: datetime,
    left: timedelta,
    limit: Limit,
    calendar: WorkCalendar,
    hours: Hours,
) -> Due:
    """Return when a paused step is due that goes on at `resumed_at` with `left` of its own time.

    left: from `remaining` at the begin of the pause. limit: the whole limit of the step; the warning comes when a
    quarter of it is left, at once if less is left.
    """
    return _due(arrived_at, resumed_at, left, limit, calendar, hours)


def recount(
    *,
    arrived_at: datetime,
    now: datetime,
    told: Due,
    limit: Limit,
    before: WorkCalendar,
    after: WorkCalendar,
    hours: Hours,
) -> Due:
    """Return the due time of a running step after a year was entered: counted anew from `now`, never earlier than told.

    told: what the reporter was told. before, after: the calendar it was counted with, and the new one.
    """
    left = remaining(
        arrived_at=arrived_at, at=now, due_at=told.at, unit=limit.unit, calendar=before, hours=hours
    )
    fresh = _due(arrived_at, now, left, limit, after, hours)
    if not left or fresh.at <= told.at:
        return replace(told, is_provisional=fresh.is_provisional)
    return replace(fresh, warn_at=max(fresh.warn_at, told.warn_at))


def own_length(limit: Limit, hours: Hours) -> timedelta:
    """The whole of a limit in its own time: a working day is as long as its business hours."""
    if limit.unit == "working_days":
        return limit.amount * hours.business_day
    return limit.minutes


def counted(
    *, start: datetime, end: datetime, unit: Unit, calendar: WorkCalendar, hours: Hours
) -> timedelta:
    """Return how much own time of a unit lies between two aware moments; zero if `end` is not after `start`."""
    if unit == "minutes":
        return max(end - start, timedelta())
    total = timedelta()
    for opens, closes in _intervals(start, unit, calendar, hours):
        if opens >= end:
            return total
        total += max(min(closes, end) - max(opens, start), timedelta())
    return total


def _due(
    arrived_at: datetime,
    running_from: datetime,
    left: timedelta,
    limit: Limit,
    calendar: WorkCalendar,
    hours: Hours,
) -> Due:
    begins = max(local(running_from), _first_moment(arrived_at, limit.unit))
    warned_after = max(left - (1 - WARN_SHARE) * own_length(limit, hours), timedelta())
    ends = _moment_after(begins, left, limit.unit, calendar, hours)
    warns = _moment_after(begins, warned_after, limit.unit, calendar, hours)
    if limit.unit == "working_days":
        ends = _end_of_last_day(begins, left, ends, calendar, hours)
    is_provisional = _asks_calendar(limit.unit, hours) and not all(
        calendar.is_confirmed(year) for year in _years(begins, ends)
    )
    return Due(ends, min(warns, ends), is_provisional)


def _first_moment(arrived_at: datetime, unit: Unit) -> datetime:
    """Where counting begins: at once, for working days with the day after arrival."""
    there = local(arrived_at)
    return _midnight(there.date() + ONE_DAY) if unit == "working_days" else there


def _moment_after(
    start: datetime, span: timedelta, unit: Unit, calendar: WorkCalendar, hours: Hours
) -> datetime:
    """The earliest moment at which `span` of own time has passed since `start`."""
    if unit == "minutes":
        return start + span
    for opens, closes in _intervals(start, unit, calendar, hours):
        begins = max(opens, start)
        if closes - begins >= span:
            return begins + span
        span -= max(closes - begins, timedelta())
    raise ValueError("the calendar has no working day left")


def _end_of_last_day(
    begins: datetime, left: timedelta, ends: datetime, calendar: WorkCalendar, hours: Hours
) -> datetime:
    """A limit in working days lasts until the end of its last day, also when its business hours are used up."""
    if left:
        last = (ends - timedelta.resolution).date()  # business hours may end at 24:00
    else:
        last = begins.date() if calendar.is_working(begins.date()) else ends.date()
    return (
        hours.business[-1].on(last)[1] if hours.is_day_ended_by_close else _midnight(last + ONE_DAY)
    )


def _intervals(
    start: datetime, unit: Unit, calendar: WorkCalendar, hours: Hours
) -> Iterator[tuple[datetime, datetime]]:
    """The own time of a unit, from the interval `start` lies in or the next one, on and on."""
    of_day = hours.duty if unit == "duty_minutes" else hours.business
    asks_calendar = _asks_calendar(unit, hours)
    day = local(start).date()
    while day < date.max:
        if not asks_calendar or calendar.is_working(day):
            for interval in of_day:
                opens, closes = interval.on(day)
                if closes >= start:
                    yield opens, closes
        day += ONE_DAY


def _asks_calendar(unit: Unit, hours: Hours) -> bool:
    if unit == "duty_minutes":
        return not hours.is_duty_on_days_off
    return unit != "minutes"


def _years(begins: datetime, ends: datetime) -> range:
    """The years of the days counted; a limit that ends at 24:00 ends on the day before that midnight."""
    last = (ends - timedelta.resolution).date()
    return range(begins.year, max(last.year, begins.year) + 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZONE)
