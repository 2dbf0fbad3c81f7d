"""值班: turns over days and nights, by the work calendar."""

from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.conftest import NOON, Town
from huiyin.lib.refusal import Conflict, NotAllowed, NotThere, Refused
from huiyin.lib.times import ZONE
from huiyin.posts import actions, queries
from huiyin.posts.rules.duty import Days, Roster, turns
from huiyin.posts.tests.conftest import DAY, HOUR, Office


def roster(
    *people: int,
    days: Days = Days.ALL,
    first: date = date(2026, 9, 18),
    last: date = date(2026, 9, 28),
) -> Roster:
    return Roster(first, last, time(20), time(8), days, people)


def test_a_night_ends_on_the_next_morning() -> None:
    found = turns(roster(1, 2, last=date(2026, 9, 20)), is_working=lambda _day: True)
    assert found[0].from_at == datetime(2026, 9, 18, 20, tzinfo=ZONE)
    assert found[0].to_at == datetime(2026, 9, 19, 8, tzinfo=ZONE)
    assert [turn.person_id for turn in found] == [1, 2, 1]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 5), st.integers(0, 60), st.sampled_from(list(Days)), st.times(), st.times())
def test_every_day_of_the_sort_has_one_turn_and_turns_are_fair(
    people: int, more: int, days: Days, begins: time, ends: time
) -> None:
    first = date(2026, 9, 1)
    last = first + more * DAY
    asked = Roster(first, last, begins, ends, days, tuple(range(1, people + 1)))
    try:
        found = turns(asked, is_working=lambda day: day.weekday() < 5)
    except Refused:
        assert days is not Days.ALL
        return
    assert all(turn.from_at < turn.to_at for turn in found)
    counts = [sum(turn.person_id == each for turn in found) for each in asked.person_ids]
    assert max(counts) - min(counts) <= 1


def plan(office: Office, by: str = "secretary", *people: str, days: Days = Days.ALL) -> int:
    town = office.town
    ids = [town.persons[each].pk for each in people or ("officer", "officer_next_door")]
    return actions.plan_duty(
        viewer=town.viewer(by),
        place_id=town.community.pk,
        roster=roster(*ids, days=days),
        now=NOON,
    )


def on_duty(town: Town, when: datetime) -> list[str]:
    return [each.name for each in queries.on_duty(town.grid.path, at=when)]


def test_holidays_and_worked_weekends_follow_the_work_calendar(office: Office) -> None:
    # 25 to 27 September 2026 is Mid-Autumn, 19 a free Saturday, Sunday 20 is worked
    assert plan(office, days=Days.REST) == 4
    nights = [
        shift.from_at.astimezone(ZONE).day
        for shift in queries.roster(office.town.community.pk, at=NOON)
    ]
    assert nights == [19, 25, 26, 27]


def test_a_grid_is_served_by_the_roster_of_its_community_at_night(office: Office) -> None:
    plan(office)
    assert on_duty(office.town, datetime(2026, 9, 19, 3, tzinfo=ZONE)) == ["测试officer"]
    assert on_duty(office.town, datetime(2026, 9, 19, 12, tzinfo=ZONE)) == []


def test_nobody_is_on_duty_twice_at_once(office: Office) -> None:
    plan(office)
    with pytest.raises(Conflict, match="已经排了"):
        plan(office)


def test_a_roster_is_made_by_the_heads_of_the_place_with_its_own_people(office: Office) -> None:
    for by in ("officer", "secretary_next_door"):
        with pytest.raises(NotThere):
            plan(office, by)
    with pytest.raises(NotAllowed):
        plan(office, "secretary", "secretary_next_door")


def test_shifts_to_come_pass_on_with_the_post(office: Office) -> None:
    plan(office, "secretary", "officer")
    town = office.town
    office.hand_over("officer", "officer", "cadre", by="secretary", now=NOON + HOUR)
    assert {shift.person_id for shift in queries.roster(town.community.pk, at=NOON)} == {
        town.persons["cadre"].pk
    }
