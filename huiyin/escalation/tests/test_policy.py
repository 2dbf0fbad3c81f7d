import pytest

from huiyin.escalation.rules import (
    ANY,
    CategoryFacts,
    Hours,
    Interval,
    Limit,
    LimitRule,
    Policy,
    QuietHours,
    Rung,
    Skip,
    SkipRule,
    Step,
    Urgency,
    missing_limits,
)
from huiyin.escalation.tests.samples import at, demo_calendar, demo_facts, demo_policy
from huiyin.lib.refusal import NotThere, Refused
from huiyin.people.rules import Role

NORMAL, URGENT, EMERGENCY = Urgency.NORMAL, Urgency.URGENT, Urgency.EMERGENCY


def hour_rule(hours: int, category: str = ANY, urgency: Urgency | None = None) -> LimitRule:
    return LimitRule(Step.HANDLE, Rung.OFFICER, Limit(hours * 60, "minutes"), category, urgency)


def hours_of(rules: tuple[LimitRule, ...], category: str, urgency: Urgency) -> int | None:
    policy = Policy(1, {}, rules, (), demo_calendar())
    limit = policy.limit(Step.HANDLE, Rung.OFFICER, category, urgency)
    return limit.amount // 60 if limit else None


def test_the_leaf_wins_over_its_class_and_the_class_over_any() -> None:
    rules = (hour_rule(1), hour_rule(2, "08"), hour_rule(3, "0801"))
    assert [hours_of(rules, code, NORMAL) for code in ("0101", "0802", "0801")] == [1, 2, 3]


def test_a_rule_for_the_urgency_wins_over_every_category() -> None:
    rules = (hour_rule(1, urgency=EMERGENCY), hour_rule(3, "0801"))
    assert [hours_of(rules, "0801", urgency) for urgency in Urgency] == [3, 3, 1]


def test_a_rule_for_both_wins_over_either() -> None:
    rules = (hour_rule(1, urgency=URGENT), hour_rule(2, "08", URGENT), hour_rule(3, "0801"))
    assert hours_of(rules, "0801", URGENT) == 2


def test_where_no_rule_speaks_there_is_no_limit() -> None:
    assert hours_of((), "0801", NORMAL) is None


@pytest.mark.parametrize(
    ("step", "limits"),
    [
        (
            Step.ACCEPT,
            ["30 分钟（值班时间）", "1 小时", "2 小时", "4 小时（工作时间）", "1 个工作日"],
        ),
        (Step.HANDLE, ["1 小时（值班时间）", "12 小时", "24 小时", "2 个工作日", "5 个工作日"]),
        (Step.CHECK, [None, "1 个工作日", "1 个工作日", "1 个工作日", "1 个工作日"]),
        (
            Step.TELL,
            ["30 分钟（值班时间）", "2 小时", "4 小时", "4 小时（工作时间）", "4 小时（工作时间）"],
        ),
    ],
)
def test_the_demo_ladder_has_the_limits_of_the_handbook(
    step: Step, limits: list[str | None]
) -> None:
    found = [demo_policy().limit(step, rung, "0404", NORMAL) for rung in Rung]
    assert [limit.words if limit else None for limit in found] == limits


@pytest.mark.parametrize("urgency", list(Urgency))
def test_every_leaf_is_accepted_in_time_and_an_emergency_within_five_minutes(
    urgency: Urgency,
) -> None:
    policy = demo_policy()
    for leaf in policy.leaves:
        for rung in Rung:
            accept = policy.limit(Step.ACCEPT, rung, leaf.code, urgency)
            assert accept
            assert urgency is not EMERGENCY or accept == Limit(5, "minutes")


def test_an_errand_has_three_working_days_and_a_hazard_the_day() -> None:
    policy = demo_policy()
    errand = policy.limit(Step.HANDLE, Rung.OFFICER, "0304", NORMAL)
    hazard = policy.limit(Step.HANDLE, Rung.OFFICER, "0802", NORMAL)
    assert (errand, hazard) == (Limit(3, "working_days"), Limit(480, "duty_minutes"))


@pytest.mark.parametrize("category", ["0507", "0601", "0614", "0702", "0704"])
def test_enforcement_goes_straight_to_the_street_and_the_community_is_told(category: str) -> None:
    policy = demo_policy()
    skip = policy.skip(category, NORMAL, Rung.OFFICER)
    assert skip == Skip(Rung.STREET_GRID_CENTRE, (Role.AREA_CADRE, Role.SECRETARY))
    assert policy.next_rung(Rung.AREA_CADRE, category, NORMAL) is Rung.STREET_GRID_CENTRE
    assert policy.next_rung(Rung.SECRETARY, category, NORMAL) is Rung.STREET_GRID_CENTRE


def test_parking_and_rubbish_climb_rung_by_rung() -> None:
    policy = demo_policy()
    ways = [[policy.next_rung(rung, code, NORMAL) for rung in Rung] for code in ("0701", "0501")]
    assert ways == [[*list(Rung)[1:], None]] * 2


def test_a_lead_for_the_police_reaches_few_eyes() -> None:
    skip = demo_policy().skip("1002", URGENT, Rung.OFFICER)
    assert skip == Skip(Rung.STREET_GRID_CENTRE, (Role.GOVERNANCE_DEPUTY,))


def test_an_emergency_jumps_whatever_its_category_and_all_rungs_are_told() -> None:
    policy = demo_policy()
    assert policy.next_rung(Rung.OFFICER, "0404", EMERGENCY) is Rung.STREET_GRID_CENTRE
    assert {rung.role for rung in list(Rung)[1:]} <= set(policy.told_at_once(EMERGENCY))
    assert policy.told_at_once(NORMAL) == ()


def test_an_emergency_begins_with_the_officer_who_is_nearest() -> None:
    late = CategoryFacts("0601", "x", "x", first_rung=Rung.SECRETARY)
    policy = Policy(1, {"0601": late}, (), (), demo_calendar())
    assert policy.first_rung("0601", NORMAL) is Rung.SECRETARY
    assert policy.first_rung("0601", EMERGENCY) is Rung.OFFICER


def test_an_unknown_category_is_refused_with_a_sentence() -> None:
    with pytest.raises(NotThere, match="没有编号为“0000”的事项类别"):
        demo_policy().category("0000")


def test_the_demo_tree_has_every_class_and_an_other_in_each() -> None:
    policy = demo_policy()
    classes = {code for code in policy.categories if len(code) == 2}
    assert len(classes) == 14
    assert all(f"{code}99" in policy.categories for code in classes)
    assert {leaf.class_code for leaf in policy.leaves} == classes
    assert len(policy.leaves) == 146


def test_leads_for_the_police_are_restricted_and_places_are_proven() -> None:
    policy = demo_policy()
    assert all(leaf.is_restricted for leaf in policy.leaves if leaf.class_code == "10")
    assert policy.category("0404").needs_place_proof
    assert not policy.category("1109").needs_place_proof
    assert policy.category("1105").urgency is EMERGENCY


def test_the_demo_ladder_forgets_no_step() -> None:
    assert list(missing_limits(demo_facts().limits)) == []


def test_a_skip_leads_upwards() -> None:
    with pytest.raises(Refused, match="越级只能向上"):
        SkipRule(Rung.SECRETARY, Skip(Rung.AREA_CADRE))


def test_quiet_hours_run_over_midnight() -> None:
    quiet = demo_policy().settings.quiet_hours
    assert quiet == QuietHours()
    covered = [
        quiet.covers(at(f"2026-09-18 {clock}")) for clock in ("21:59", "22:00", "06:59", "07:00")
    ]
    assert covered == [False, True, True, False]


def test_quiet_hours_may_lie_within_a_day() -> None:
    noon = QuietHours(12 * 60, 14 * 60)
    assert [noon.covers(at(f"2026-09-18 {clock}")) for clock in ("11:59", "12:00", "14:00")] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    "text", ["08:30", "12:00-08:30", "8.30-12.00", "23:00-24:01", "08:60-09:00", "09:00-09:00"]
)
def test_a_stretch_that_is_none_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused, match=r"时刻|时段"):
        Interval.read(text)


@pytest.mark.parametrize(
    "texts", [(), ("08:00-12:00", "11:00-13:00"), ("14:00-17:00", "08:00-12:00")]
)
def test_hours_that_overlap_or_are_missing_are_refused(texts: tuple[str, ...]) -> None:
    with pytest.raises(Refused):
        Hours(business=tuple(Interval.read(text) for text in texts))
