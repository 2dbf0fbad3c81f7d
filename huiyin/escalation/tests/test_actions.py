from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from huiyin.escalation import queries
from huiyin.escalation.actions import enter_calendar_year, import_policy
from huiyin.escalation.models import CalendarYear, Category, PolicyVersion, StepLimit
from huiyin.escalation.rules import DayFacts, LimitRule, PolicyFacts, YearFacts
from huiyin.escalation.tests.samples import at, demo_facts, demo_years
from huiyin.ground.ledger.models import Entry
from huiyin.lib.refusal import Refused

pytestmark = pytest.mark.django_db

NOW = at("2026-09-14 12:00")
YEAR = YearFacts(2027, (DayFacts(date(2027, 1, 1), is_working=False, name="元旦"),), "公告")


def without_tells(policy: PolicyFacts) -> PolicyFacts:
    return replace(policy, settings={**policy.settings, "rating_days": 5})


def test_the_first_import_makes_a_policy_that_reads_as_it_was_written() -> None:
    assert import_policy(policy=demo_facts(), source="demo", now=NOW) == "new"
    policy = queries.policy()
    assert tuple(policy.categories.values()) == tuple(
        sorted(demo_facts().categories, key=lambda facts: facts.code)
    )
    assert set(policy.limits) == set(demo_facts().limits)
    assert set(policy.skips) == set(demo_facts().skips)
    assert policy.settings.rating_days == 7


def test_the_same_again_makes_no_version() -> None:
    import_policy(policy=demo_facts(), source="demo", now=NOW)
    assert import_policy(policy=demo_facts(), source="elsewhere", now=NOW) == "same"
    assert PolicyVersion.objects.count() == 1


def test_a_change_makes_a_version_and_leaves_the_old_one_as_it_was() -> None:
    import_policy(policy=demo_facts(), source="demo", now=NOW)
    old = queries.policy()
    assert import_policy(policy=without_tells(demo_facts()), source="demo", now=NOW) == "changed"
    queries.forget()
    assert queries.policy().settings.rating_days == 5
    assert queries.policy(version=old.version) == old


def test_going_back_to_an_old_text_is_a_version_of_its_own() -> None:
    versions = []
    for facts in (demo_facts(), without_tells(demo_facts()), demo_facts()):
        import_policy(policy=facts, source="demo", now=NOW)
        versions.append(queries.policy().version)
    assert versions == sorted(set(versions))


def test_a_version_number_is_not_given_again_after_a_rollback() -> None:
    import_policy(policy=demo_facts(), source="demo", now=NOW)
    with transaction.atomic():
        import_policy(policy=without_tells(demo_facts()), source="demo", now=NOW)
        taken_back = queries.policy().version
        transaction.set_rollback(True)
    import_policy(policy=without_tells(demo_facts()), source="demo", now=NOW)
    assert queries.policy().version > taken_back


def test_an_import_stands_in_the_ledger() -> None:
    import_policy(policy=demo_facts(), source="demo", now=NOW)
    entry = Entry.objects.get(kind="policy.imported")
    assert entry.data == {"version": queries.policy().version, "source": "demo"}


def test_entering_a_year_makes_a_version_and_tells_whoever_counted_in_it() -> None:
    before = queries.newest_calendar()
    assert enter_calendar_year(year=YEAR, now=NOW) == "new"
    entry = Entry.objects.get(kind="calendar.entered")
    version = queries.newest_calendar()
    assert version > before
    assert entry.data == {"year": 2027, "area": "", "version": version, "is_confirmed": True}


def test_the_same_year_again_changes_and_tells_nothing() -> None:
    enter_calendar_year(year=YEAR, now=NOW)
    assert enter_calendar_year(year=YEAR, now=NOW) == "same"
    assert Entry.objects.filter(kind="calendar.entered").count() == 1


def test_a_corrected_year_counts_from_its_version_on() -> None:
    enter_calendar_year(year=YEAR, now=NOW)
    old = queries.calendar()
    corrected = replace(
        YEAR, days=(*YEAR.days, DayFacts(date(2027, 1, 4), is_working=False, name="元旦"))
    )
    assert enter_calendar_year(year=corrected, now=NOW) == "changed"
    assert not queries.calendar().is_working(date(2027, 1, 4))
    queries.forget()
    assert queries.calendar(version=old.version).is_working(date(2027, 1, 4))


def test_a_confirmed_year_does_not_become_unconfirmed() -> None:
    enter_calendar_year(year=YEAR, now=NOW)
    with pytest.raises(Refused, match="已经确认"):
        enter_calendar_year(year=replace(YEAR, is_confirmed=False), now=NOW)


def test_a_year_entered_before_its_announcement_stays_provisional() -> None:
    enter_calendar_year(year=replace(YEAR, is_confirmed=False), now=NOW)
    assert not queries.calendar().is_confirmed(2027)
    assert enter_calendar_year(year=YEAR, now=NOW) == "changed"
    assert queries.calendar().is_confirmed(2027)


def test_a_local_festival_is_entered_beside_the_year_of_the_site() -> None:
    enter_calendar_year(year=YEAR, now=NOW)
    festival = DayFacts(date(2027, 4, 9), is_working=False, name="三月三")
    enter_calendar_year(year=YearFacts(2027, (festival,), "自治区公告", area="45/"), now=NOW)
    calendar = queries.calendar()
    assert calendar.is_working(festival.date)
    assert not calendar.at("45/4501/").is_working(festival.date)
    assert calendar.is_confirmed(2027)


def test_a_day_of_another_year_or_named_twice_is_refused() -> None:
    day = YEAR.days[0]
    with pytest.raises(Refused, match="其他年份"):
        replace(YEAR, year=2028)
    with pytest.raises(Refused, match="重复"):
        replace(YEAR, days=(day, replace(day, is_working=True)))


def test_a_policy_with_a_hole_or_a_contradiction_is_refused() -> None:
    facts = demo_facts()
    with pytest.raises(Refused, match="缺少办理时限：网格员受理"):
        replace(facts, limits=facts.limits[1:])
    with pytest.raises(Refused, match="办理时限重复：网格员受理"):
        replace(facts, limits=(*facts.limits, facts.limits[0]))
    with pytest.raises(Refused, match="类别编号重复：01"):
        replace(facts, categories=(*facts.categories, facts.categories[0]))
    unknown: LimitRule = replace(facts.limits[0], category="7777")
    with pytest.raises(Refused, match="7777 不在事项类别中"):
        replace(facts, limits=(*facts.limits, unknown))


def test_the_database_refuses_a_limit_without_a_unit_and_a_leaf_of_three_digits() -> None:
    import_policy(policy=demo_facts(), source="demo", now=NOW)
    version = PolicyVersion.objects.get()
    with pytest.raises(IntegrityError, match="step_limit_amount_with_unit"), transaction.atomic():
        StepLimit.objects.create(policy=version, step="tell", rung=1, category="0404", amount=3)
    with pytest.raises(IntegrityError, match="category_code"), transaction.atomic():
        Category.objects.create(
            policy=version,
            code="040",
            name="x",
            key="x",
            first_rung=1,
            last_rung=1,
            urgency="normal",
        )


def test_every_year_of_the_demo_calendar_is_entered_once() -> None:
    for _ in range(2):
        for year in demo_years():
            enter_calendar_year(year=year, now=NOW)
    assert CalendarYear.objects.count() == len(demo_years())
