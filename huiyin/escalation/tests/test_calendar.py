from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped] # the library has no types
import pytest

from huiyin.escalation.rules import WorkCalendar, statutory_days
from huiyin.escalation.tests.samples import demo_calendar

MISSING = WorkCalendar(days={}, confirmed_years=frozenset())


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=day) for day in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_demo_calendar_says_what_was_announced(year: int) -> None:
    wrong = [
        day
        for day in days_of(year)
        if demo_calendar().is_working(day) != chinese_calendar.is_workday(day)
    ]
    assert wrong == []


def test_the_swaps_of_2026_are_the_six_of_the_handbook() -> None:
    worked = [day for day in days_of(2026) if day.weekday() > 4 and demo_calendar().is_working(day)]
    assert [f"{day:%m-%d}" for day in worked] == [
        "01-04", "02-14", "02-28", "05-09", "09-20", "10-10",
    ]  # fmt: skip


def test_a_missing_year_is_worked_from_monday_to_friday_without_the_statutory_days() -> None:
    off = [day for day in days_of(2027) if day.weekday() < 5 and not MISSING.is_working(day)]
    # 02-06, 02-07, 05-01, 05-02, 10-02 and 10-03 fall on a weekend; where they are made up is not known
    assert [f"{day:%m-%d}" for day in off] == [
        "01-01", "02-05", "02-08", "04-05", "06-09", "09-15", "10-01",
    ]  # fmt: skip
    assert not any(MISSING.is_working(day) for day in days_of(2027) if day.weekday() > 4)


def test_the_statutory_days_of_2027_are_those_of_the_handbook() -> None:
    assert [f"{day:%m-%d}" for day in sorted(statutory_days(2027))] == [
        "01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09", "09-15",
        "10-01", "10-02", "10-03",
    ]  # fmt: skip


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_fixed_statutory_days_were_days_off_in_every_year_we_know(year: int) -> None:
    assert not any(chinese_calendar.is_workday(day) for day in statutory_days(year))


def test_in_a_confirmed_year_a_statutory_day_is_off_because_it_is_listed() -> None:
    confirmed = WorkCalendar(days={}, confirmed_years=frozenset({2027}))
    assert confirmed.is_working(date(2027, 1, 1))


def test_a_local_festival_is_off_there_and_worked_elsewhere() -> None:
    festival = date(2026, 3, 27)
    calendar = WorkCalendar(
        days={}, confirmed_years=frozenset({2026}), local_days={"45/4501/": {festival: False}}
    )
    assert not calendar.at("45/4501/450103/").is_working(festival)
    assert calendar.at("45/4502/").is_working(festival)


def test_the_deeper_place_overrules_the_one_above() -> None:
    day = date(2026, 3, 27)
    calendar = WorkCalendar(
        days={},
        confirmed_years=frozenset({2026}),
        local_days={"45/": {day: False}, "45/4501/": {day: True}},
    )
    assert calendar.at("45/4501/").is_working(day)


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2026, 10, 31), None),
        (date(2026, 11, 1), 2027),
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 1), 2027),
    ],
)
def test_the_next_year_is_missed_from_the_first_of_november(
    today: date, missing: int | None
) -> None:
    assert demo_calendar().missing_year(today) == missing
