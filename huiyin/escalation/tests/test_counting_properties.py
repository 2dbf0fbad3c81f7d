"""What holds for every start, limit, calendar and choice of hours."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.escalation.rules import (
    UNITS,
    Due,
    Hours,
    Interval,
    Limit,
    WorkCalendar,
    due,
    due_after_pause,
    own_length,
    recount,
    remaining,
)
from huiyin.lib.times import ZONE, local

# a busy machine says nothing about the rules
UNHURRIED = settings(deadline=None)
FIRST, LAST = date(2026, 1, 1), date(2027, 3, 31)
IN_USE = st.datetimes(datetime(2026, 1, 1), datetime(2027, 2, 1), timezones=st.just(ZONE))  # noqa: DTZ001 - given its zone here
DAYS = st.dates(FIRST, LAST)
CALENDARS = st.builds(
    WorkCalendar,
    days=st.dictionaries(DAYS, st.booleans(), max_size=60),
    confirmed_years=st.frozensets(st.sampled_from([2026, 2027])),
)
LIMITS = st.one_of(
    st.builds(
        Limit, st.integers(1, 2000), st.sampled_from([u for u in UNITS if u != "working_days"])
    ),
    st.builds(Limit, st.integers(1, 12), st.just("working_days")),
)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[Interval, ...]:
    """One to four stretches of a day, in order and apart, in quarters of an hour."""
    edges = draw(st.lists(st.integers(0, 96), min_size=2, max_size=8, unique=True))
    edges = sorted(edges)[: len(edges) // 2 * 2]
    return tuple(
        Interval(start * 15, end * 15) for start, end in zip(edges[::2], edges[1::2], strict=True)
    )


HOURS = st.builds(
    Hours,
    business=stretches(),
    duty=stretches(),
    is_duty_on_days_off=st.booleans(),
    is_day_ended_by_close=st.booleans(),
)


@UNHURRIED
@given(IN_USE, IN_USE, LIMITS, CALENDARS, HOURS)
def test_what_arrives_later_is_due_no_earlier(
    one: datetime, other: datetime, limit: Limit, calendar: WorkCalendar, hours: Hours
) -> None:
    first, second = sorted((one, other))
    early = due(start=first, limit=limit, calendar=calendar, hours=hours)
    late = due(start=second, limit=limit, calendar=calendar, hours=hours)
    assert early.at <= late.at
    assert early.warn_at <= late.warn_at


@UNHURRIED
@given(IN_USE, LIMITS, st.integers(1, 500), CALENDARS, HOURS)
def test_a_longer_limit_is_due_no_earlier(
    start: datetime, limit: Limit, more: int, calendar: WorkCalendar, hours: Hours
) -> None:
    longer = replace(limit, amount=limit.amount + (1 if limit.unit == "working_days" else more))
    short = due(start=start, limit=limit, calendar=calendar, hours=hours)
    long = due(start=start, limit=longer, calendar=calendar, hours=hours)
    assert short.at <= long.at
    assert short.warn_at <= long.warn_at


@UNHURRIED
@given(IN_USE, LIMITS, CALENDARS, HOURS)
def test_working_time_is_never_due_outside_working_hours(
    start: datetime, limit: Limit, calendar: WorkCalendar, hours: Hours
) -> None:
    counted = due(start=start, limit=limit, calendar=calendar, hours=hours)
    if limit.unit == "working_minutes":
        assert lies_in(counted.at, hours.business, calendar)
    if limit.unit == "working_days":
        assert lies_in(counted.warn_at, hours.business, calendar)
        assert ends_a_working_day(counted.at, calendar, hours)
    if limit.unit == "duty_minutes":
        assert lies_in(counted.at, hours.duty, None if hours.is_duty_on_days_off else calendar)


@UNHURRIED
@given(IN_USE, LIMITS, CALENDARS, HOURS, DAYS)
def test_one_more_holiday_makes_nothing_due_earlier(
    start: datetime, limit: Limit, calendar: WorkCalendar, hours: Hours, holiday: date
) -> None:
    more = replace(calendar, days={**calendar.days, holiday: False})
    before = due(start=start, limit=limit, calendar=calendar, hours=hours)
    after = due(start=start, limit=limit, calendar=more, hours=hours)
    assert before.at <= after.at
    assert before.warn_at <= after.warn_at


@UNHURRIED
@given(IN_USE, LIMITS, CALENDARS, HOURS)
def test_the_warning_lies_between_arrival_and_due_time(
    start: datetime, limit: Limit, calendar: WorkCalendar, hours: Hours
) -> None:
    counted = due(start=start, limit=limit, calendar=calendar, hours=hours)
    assert start <= counted.warn_at <= counted.at


@UNHURRIED
@given(IN_USE, LIMITS, CALENDARS, HOURS)
def test_a_quarter_of_the_limit_is_left_at_the_warning(
    start: datetime, limit: Limit, calendar: WorkCalendar, hours: Hours
) -> None:
    counted = due(start=start, limit=limit, calendar=calendar, hours=hours)
    left = left_of(start, counted.warn_at, counted, limit, calendar, hours)
    assert left == own_length(limit, hours) * 0.25


@UNHURRIED
@given(IN_USE, LIMITS, CALENDARS, HOURS, st.floats(0, 1))
def test_time_used_and_time_left_make_up_the_limit(
    start: datetime, limit: Limit, calendar: WorkCalendar, hours: Hours, share: float
) -> None:
    counted = due(start=start, limit=limit, calendar=calendar, hours=hours)
    moment = start + share * (counted.at - start)
    used = left_of(start, start, replace(counted, at=moment), limit, calendar, hours)
    left = left_of(start, moment, counted, limit, calendar, hours)
    assert used + left == own_length(limit, hours)


@UNHURRIED
@given(IN_USE, LIMITS, CALENDARS, HOURS, st.floats(0, 0.999))
def test_a_pause_without_length_changes_nothing(
    start: datetime, limit: Limit, calendar: WorkCalendar, hours: Hours, share: float
) -> None:
    counted = due(start=start, limit=limit, calendar=calendar, hours=hours)
    moment = start + share * (counted.at - start)
    after = resumed(start, moment, timedelta(), counted, limit, calendar, hours)
    assert after.at == counted.at
    assert after.warn_at >= counted.warn_at  # at once, where the warning has passed


@UNHURRIED
@given(
    IN_USE, LIMITS, CALENDARS, HOURS, st.floats(0, 0.999), st.timedeltas(timedelta(), timedelta(30))
)
def test_a_pause_keeps_what_was_left_and_makes_nothing_due_earlier(
    start: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    hours: Hours,
    share: float,
    length: timedelta,
) -> None:
    counted = due(start=start, limit=limit, calendar=calendar, hours=hours)
    moment = start + share * (counted.at - start)
    after = resumed(start, moment, length, counted, limit, calendar, hours)
    assert after.at >= counted.at
    assert after.at >= moment + length
    left = left_of(start, moment, counted, limit, calendar, hours)
    still_left = left_of(start, moment + length, after, limit, calendar, hours)
    # the last of several working days is given whole
    assert still_left >= left if limit.unit == "working_days" else still_left == left


@UNHURRIED
@given(IN_USE, LIMITS, CALENDARS, CALENDARS, HOURS, st.floats(0, 1.5))
def test_a_year_entered_late_makes_nothing_due_earlier_than_told(
    start: datetime,
    limit: Limit,
    before: WorkCalendar,
    after: WorkCalendar,
    hours: Hours,
    share: float,
) -> None:
    told = due(start=start, limit=limit, calendar=before, hours=hours)
    now = start + share * (told.at - start)
    fresh = recount(
        arrived_at=start, now=now, told=told, limit=limit, before=before, after=after, hours=hours
    )
    assert fresh.at >= told.at
    assert fresh.warn_at >= told.warn_at
    same = recount(
        arrived_at=start, now=now, told=told, limit=limit, before=before, after=before, hours=hours
    )
    assert same.at == told.at


@UNHURRIED
@given(IN_USE, LIMITS, CALENDARS, HOURS)
def test_a_date_is_provisional_only_where_a_year_is_missing(
    start: datetime, limit: Limit, calendar: WorkCalendar, hours: Hours
) -> None:
    counted = due(start=start, limit=limit, calendar=calendar, hours=hours)
    if counted.is_provisional:
        last_day = (counted.at - timedelta.resolution).date()
        years = range(start.year, last_day.year + 1)
        assert not all(calendar.is_confirmed(year) for year in years)
        assert limit.unit != "minutes"


def left_of(
    start: datetime,
    moment: datetime,
    counted: Due,
    limit: Limit,
    calendar: WorkCalendar,
    hours: Hours,
) -> timedelta:
    return remaining(
        arrived_at=start,
        at=moment,
        due_at=counted.at,
        unit=limit.unit,
        calendar=calendar,
        hours=hours,
    )


def resumed(
    start: datetime,
    moment: datetime,
    length: timedelta,
    counted: Due,
    limit: Limit,
    calendar: WorkCalendar,
    hours: Hours,
) -> Due:
    return due_after_pause(
        arrived_at=start,
        resumed_at=moment + length,
        left=left_of(start, moment, counted, limit, calendar, hours),
        limit=limit,
        calendar=calendar,
        hours=hours,
    )


def lies_in(
    moment: datetime, intervals: tuple[Interval, ...], calendar: WorkCalendar | None
) -> bool:
    """Whether a moment lies in one of the intervals, both edges included, on a day that is worked."""
    today = local(moment).date()
    days = [
        day
        for day in (today - timedelta(days=1), today)
        if calendar is None or calendar.is_working(day)
    ]
    edges = [interval.on(day) for day in days for interval in intervals]
    return any(opens <= moment <= closes for opens, closes in edges)


def ends_a_working_day(moment: datetime, calendar: WorkCalendar, hours: Hours) -> bool:
    day = (moment - timedelta.resolution).date()
    close = hours.business[-1] if hours.is_day_ended_by_close else Interval(0, 1440)
    return calendar.is_working(day) and moment == close.on(day)[1]
