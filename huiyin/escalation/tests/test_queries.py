from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.escalation import queries
from huiyin.escalation.actions import enter_calendar_year, import_policy
from huiyin.escalation.rules import Rung, Step, Urgency, due
from huiyin.escalation.tests.samples import at, demo_calendar, demo_facts, demo_policy, demo_years
from huiyin.lib.refusal import NotThere

pytestmark = pytest.mark.django_db

NOW = at("2026-09-14 12:00")


@pytest.fixture
def _imported() -> None:
    import_policy(policy=demo_facts(), source="demo", now=NOW)
    for year in demo_years():
        enter_calendar_year(year=year, now=NOW)
    queries.forget()


@pytest.mark.usefixtures("_imported")
def test_a_frozen_policy_is_read_once_and_then_costs_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    newest = queries.policy()
    with django_assert_num_queries(0):
        frozen = queries.policy(version=newest.version, calendar_version=newest.calendar.version)
    assert frozen is newest


@pytest.mark.usefixtures("_imported")
def test_the_newest_policy_costs_one_short_query_once_it_is_known(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    queries.policy()
    with django_assert_num_queries(1):
        queries.policy()


@pytest.mark.usefixtures("_imported")
def test_what_is_stored_counts_as_the_pack_does() -> None:
    stored, written = queries.policy(), demo_policy()
    start = at("2026-12-30 10:00")
    for rung in Rung:
        limit = stored.limit(Step.HANDLE, rung, "0404", Urgency.NORMAL)
        assert limit
        assert limit == written.limit(Step.HANDLE, rung, "0404", Urgency.NORMAL)
        assert due(start=start, limit=limit, calendar=stored.calendar, hours=stored.hours) == due(
            start=start, limit=limit, calendar=demo_calendar(), hours=written.hours
        )


@pytest.mark.usefixtures("_imported")
def test_what_has_been_read_cannot_be_changed() -> None:
    policy = queries.policy()
    with pytest.raises(TypeError):
        policy.categories["0101"] = policy.category("0102")  # type: ignore[index] # the point
    with pytest.raises(TypeError):
        policy.calendar.days[date(2026, 1, 5)] = False  # type: ignore[index] # the point


@pytest.mark.usefixtures("_imported")
def test_a_moment_finds_the_policy_of_its_time() -> None:
    assert queries.policy(at=NOW) == queries.policy()
    with pytest.raises(NotThere, match="还没有导入"):
        queries.policy(at=NOW - timedelta(days=1))


def test_before_the_first_import_there_is_a_sentence_for_the_person() -> None:
    with pytest.raises(NotThere, match="请联系系统管理员"):
        queries.policy()


def test_an_unknown_version_is_not_there() -> None:
    with pytest.raises(NotThere, match="找不到"):
        queries.policy(version=987654, calendar_version=0)


@pytest.mark.usefixtures("_imported")
def test_administrators_are_warned_from_november_while_the_next_year_is_missing() -> None:
    assert queries.calendar_warnings(date(2026, 10, 31)) == []
    assert "2027 年的节假日和调休安排还没有录入" in queries.calendar_warnings(date(2026, 11, 1))[0]
