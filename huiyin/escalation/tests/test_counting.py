"""Domain handbook 4.3, told by examples. Midnight after a day is its 24:00."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from huiyin.escalation.rules import (
    Due,
    Hours,
    Interval,
    Limit,
    WorkCalendar,
    due,
    due_after_pause,
    recount,
    remaining,
)
from huiyin.escalation.tests.samples import HOURS, at, demo_calendar

TWO_WORKING_DAYS = Limit(2, "working_days")
FOUR_WORKING_HOURS = Limit(240, "working_minutes")
ONE_DUTY_HOUR = Limit(60, "duty_minutes")


def due_of(
    start: str, limit: Limit, *, hours: Hours = HOURS, calendar: WorkCalendar | None = None
) -> Due:
    return due(start=at(start), limit=limit, calendar=calendar or demo_calendar(), hours=hours)


def paused(start: str, limit: Limit, *, from_: str, to: str) -> Due:
    """The due time of a step that stood still from one moment to another."""
    told = due_of(start, limit)
    left = remaining(
        arrived_at=at(start),
        at=at(from_),
        due_at=told.at,
        unit=limit.unit,
        calendar=demo_calendar(),
        hours=HOURS,
    )
    return due_after_pause(
        arrived_at=at(start),
        resumed_at=at(to),
        left=left,
        limit=limit,
        calendar=demo_calendar(),
        hours=HOURS,
    )


@pytest.mark.parametrize(
    ("arrives", "ends", "is_provisional"),
    [
        pytest.param("2026-02-13 16:00", "2026-02-25 00:00", False, id="swap, then nine days off"),
        pytest.param("2026-09-18 09:00", "2026-09-22 00:00", False, id="working Sunday"),
        pytest.param("2026-09-30 23:59", "2026-10-10 00:00", False, id="seven days off"),
        pytest.param("2026-12-30 10:00", "2027-01-05 00:00", True, id="year end, 2027 missing"),
    ],
)
def test_two_working_days_at_the_street_end_as_in_the_handbook(
    arrives: str, ends: str, is_provisional: bool
) -> None:
    counted = due_of(arrives, TWO_WORKING_DAYS)
    assert (counted.at, counted.is_provisional) == (at(ends), is_provisional)


def test_working_days_end_with_the_close_of_business_where_a_place_wants_it() -> None:
    hours = replace(HOURS, is_day_ended_by_close=True)
    assert due_of("2026-09-18 09:00", TWO_WORKING_DAYS, hours=hours).at == at("2026-09-21 17:30")


def test_a_minute_before_midnight_gains_no_day_and_a_minute_after_does() -> None:
    assert due_of("2026-09-21 23:59", Limit(1, "working_days")).at == at("2026-09-23 00:00")
    assert due_of("2026-09-22 00:00", Limit(1, "working_days")).at == at("2026-09-24 00:00")


def test_twenty_four_hours_run_through_nights_and_holidays_from_the_minute_of_arrival() -> None:
    assert due_of("2026-02-16 22:17", Limit(1440, "minutes")).at == at("2026-02-17 22:17")


def test_natural_hours_are_never_provisional() -> None:
    assert not due_of("2026-12-31 22:17", Limit(1440, "minutes")).is_provisional


def test_a_message_at_night_is_due_an_hour_after_duty_begins() -> None:
    assert due_of("2026-09-18 22:10", ONE_DUTY_HOUR).at == at("2026-09-19 09:00")
    assert due_of("2026-09-19 05:40", ONE_DUTY_HOUR).at == at("2026-09-19 09:00")


def test_duty_time_left_in_the_evening_goes_on_the_next_morning() -> None:
    assert due_of("2026-09-18 17:40", ONE_DUTY_HOUR).at == at("2026-09-19 08:40")


def test_duty_rests_on_days_off_where_a_place_wants_it() -> None:
    hours = replace(HOURS, is_duty_on_days_off=False)
    assert due_of("2026-09-30 17:40", ONE_DUTY_HOUR, hours=hours).at == at("2026-10-08 08:40")


def test_duty_hours_on_working_days_alone_are_provisional_in_a_missing_year() -> None:
    hours = replace(HOURS, is_duty_on_days_off=False)
    assert due_of("2027-01-04 09:00", ONE_DUTY_HOUR, hours=hours).is_provisional
    assert not due_of("2027-01-04 09:00", ONE_DUTY_HOUR).is_provisional


def test_four_working_hours_leave_out_the_midday_break_the_night_and_the_holiday() -> None:
    assert due_of("2026-09-21 10:00", FOUR_WORKING_HOURS).at == at("2026-09-21 16:00")
    assert due_of("2026-09-21 16:30", FOUR_WORKING_HOURS).at == at("2026-09-22 11:30")
    assert due_of("2026-09-30 16:30", FOUR_WORKING_HOURS).at == at("2026-10-08 11:30")


def test_working_time_used_up_at_noon_is_due_at_noon() -> None:
    assert due_of("2026-09-21 08:00", Limit(210, "working_minutes")).at == at("2026-09-21 12:00")


def test_working_hours_count_on_a_worked_sunday() -> None:
    assert due_of("2026-09-20 09:00", Limit(60, "working_minutes")).at == at("2026-09-20 10:00")


def test_three_stretches_a_day_are_counted_one_after_the_other() -> None:
    hours = Hours(business=tuple(map(Interval.read, ("08:00-10:00", "11:00-12:00", "19:00-24:00"))))
    limit = Limit(6 * 60, "working_minutes")
    assert due_of("2026-09-21 09:00", limit, hours=hours).at == at("2026-09-21 23:00")


@pytest.mark.parametrize(
    ("start", "limit", "warned"),
    [
        ("2026-09-21 22:00", Limit(1440, "minutes"), "2026-09-22 16:00"),
        ("2026-09-21 17:30", ONE_DUTY_HOUR, "2026-09-22 08:15"),
        ("2026-09-21 16:30", FOUR_WORKING_HOURS, "2026-09-22 10:30"),
        # a working day is as long as its business hours: nobody is warned in the evening
        ("2026-09-21 10:00", Limit(1, "working_days"), "2026-09-22 15:45"),
        ("2026-02-13 10:00", TWO_WORKING_DAYS, "2026-02-24 12:00"),
        ("2026-09-30 10:00", Limit(4, "working_days"), "2026-10-10 17:30"),
    ],
)
def test_the_warning_comes_at_three_quarters_of_the_limits_own_time(
    start: str, limit: Limit, warned: str
) -> None:
    assert due_of(start, limit).warn_at == at(warned)


def test_a_limit_that_ends_with_the_year_is_certain() -> None:
    assert due_of("2026-12-30 10:00", Limit(1, "working_days")) == Due(
        at("2027-01-01 00:00"), at("2026-12-31 15:45"), is_provisional=False
    )


def test_a_moment_in_another_zone_is_counted_where_the_grid_lies() -> None:
    in_utc = datetime.fromisoformat("2026-09-18T16:30:00+00:00")  # already Saturday here
    counted = due(
        start=in_utc, limit=Limit(1, "working_days"), calendar=demo_calendar(), hours=HOURS
    )
    assert counted.at == at("2026-09-21 00:00")


def test_a_pause_keeps_the_working_time_that_was_left() -> None:
    resumed = paused(
        "2026-09-21 10:00", FOUR_WORKING_HOURS, from_="2026-09-21 11:00", to="2026-09-24 16:30"
    )
    # three hours were left: one on Thursday, then Friday is Mid-Autumn, then Monday
    assert resumed.at == at("2026-09-28 10:30")


def test_a_pause_on_the_day_of_arrival_leaves_the_whole_of_the_working_days() -> None:
    resumed = paused(
        "2026-09-21 10:00", TWO_WORKING_DAYS, from_="2026-09-21 11:00", to="2026-09-21 15:00"
    )
    assert resumed == due_of("2026-09-21 10:00", TWO_WORKING_DAYS)


def test_a_pause_of_days_moves_working_days_to_the_end_of_a_later_day() -> None:
    resumed = paused(
        "2026-09-18 10:00", TWO_WORKING_DAYS, from_="2026-09-20 20:00", to="2026-09-23 10:00"
    )
    assert resumed.at == at(
        "2026-09-25 00:00"
    )  # a day was left: what remains of Wednesday, and Thursday


def test_a_pause_in_the_evening_of_the_last_day_lasts_until_its_end_or_that_of_the_next() -> None:
    day = Limit(1, "working_days")
    start, evening = "2026-09-21 10:00", "2026-09-22 20:00"
    same_day = paused(start, day, from_=evening, to="2026-09-22 21:00")
    days_later = paused(start, day, from_=evening, to="2026-09-26 21:00")
    assert (same_day.at, days_later.at) == (at("2026-09-23 00:00"), at("2026-09-29 00:00"))


def test_after_a_pause_the_warning_comes_when_a_quarter_is_left_or_at_once() -> None:
    day = Limit(1440, "minutes")
    early = paused("2026-09-21 10:00", day, from_="2026-09-21 12:00", to="2026-09-22 12:00")
    late = paused("2026-09-21 10:00", day, from_="2026-09-22 09:00", to="2026-09-23 12:00")
    assert (early.warn_at, early.at) == (at("2026-09-23 04:00"), at("2026-09-23 10:00"))
    assert (late.warn_at, late.at) == (at("2026-09-23 12:00"), at("2026-09-23 13:00"))


def entered(*, off: tuple[date, ...] = (), worked: tuple[date, ...] = ()) -> WorkCalendar:
    """The calendar after 2027 was announced."""
    before = demo_calendar()
    days = {**before.days, **dict.fromkeys(off, False), **dict.fromkeys(worked, True)}
    return WorkCalendar(days, before.confirmed_years | {2027}, version=2)


def recounted(after: WorkCalendar, *, now: str = "2026-12-30 12:00") -> Due:
    return recount(
        arrived_at=at("2026-12-30 10:00"),
        now=at(now),
        told=due_of("2026-12-30 10:00", TWO_WORKING_DAYS),
        limit=TWO_WORKING_DAYS,
        before=demo_calendar(),
        after=after,
        hours=HOURS,
    )


def test_a_year_entered_late_moves_a_provisional_date_onwards() -> None:
    bridge = (date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3), date(2027, 1, 4))
    assert recounted(entered(off=bridge)) == Due(
        at("2027-01-06 00:00"), at("2027-01-05 12:00"), is_provisional=False
    )


def test_a_year_entered_late_never_moves_a_date_before_what_was_told() -> None:
    swap = entered(off=(date(2027, 1, 1),), worked=(date(2027, 1, 2),))
    told = due_of("2026-12-30 10:00", TWO_WORKING_DAYS)
    assert recounted(swap) == replace(told, is_provisional=False)


def test_what_is_already_overdue_gains_nothing_from_a_new_year() -> None:
    told = due_of("2026-12-30 10:00", TWO_WORKING_DAYS)
    late = entered(off=(date(2027, 1, 4), date(2027, 1, 5)))
    assert recounted(late, now="2027-01-05 08:00").at == told.at


@pytest.mark.parametrize(("amount", "unit"), [(0, "minutes"), (-1, "working_days"), (1, "weeks")])
def test_a_limit_needs_an_amount_and_a_known_unit(amount: int, unit: str) -> None:
    with pytest.raises(ValueError, match="limit"):
        Limit(amount, unit)  # type: ignore[arg-type] # the wrong unit is the point


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (Limit(30, "duty_minutes"), "30 分钟（值班时间）"),
        (Limit(1440, "minutes"), "24 小时"),
        (Limit(240, "working_minutes"), "4 小时（工作时间）"),
        (Limit(90, "minutes"), "90 分钟"),
        (Limit(2, "working_days"), "2 个工作日"),
    ],
)
def test_a_limit_says_itself_as_people_do(limit: Limit, words: str) -> None:
    assert limit.words == words
