"""A post changes hands: its cases come along, and nobody decides what they asked for themselves."""

import pytest

from huiyin.cases import actions
from huiyin.cases.models import Application, Case
from huiyin.cases.queries import held
from huiyin.cases.queries.access import visible
from huiyin.cases.queries.lists import decisions, inbox
from huiyin.cases.rules.words import Channel, Outcome
from huiyin.conftest import NOON, Town
from huiyin.ground.ledger import queries as ledger
from huiyin.lib.refusal import Refused
from huiyin.people.rules import Viewer
from huiyin.posts import actions as posts
from huiyin.posts.actions import Holding
from huiyin.posts.tests.conftest import DAY, HOUR, Office, office

__all__ = ["office"]
SCHOOL = "0201"


def opened(town: Town, *, by: str = "resident") -> Case:
    return actions.open_case(
        viewer=town.viewer(by),
        now=NOON,
        text="三号楼没有水。",
        category=SCHOOL,
        node_id=town.grid.pk,
        channel=Channel.GROUP,
        reporter_id=town.persons[by].pk,
    )


def told(town: Town, post: str, person: str, viewer: Viewer) -> dict[str, int]:
    facts = next(each for each in town.viewer(person).posts if each.id == town.posts[post].pk)
    holding = Holding(facts, town.persons[person].pk, viewer, NOON)
    return {each.what: each.number for each in posts.told(holding)}


def test_open_cases_are_told_moved_and_written_into_their_files(office: Office) -> None:
    town = office.town
    case = opened(town)
    assert told(town, "officer", "officer", town.viewer("officer"))[held.OPEN] == 1
    row = office.hand_over("officer", "officer", "officer_next_door", now=NOON + HOUR)
    assert [held.OPEN, 1] in row.moved
    heir = town.viewer("officer_next_door", at=NOON + HOUR)
    assert [each.id for each in inbox(heir)] == [case.pk]
    gone = town.viewer("officer", at=NOON + HOUR)
    assert not inbox(gone)
    assert not visible(gone).exists()
    last = ledger.history("case", case.pk)[-1]
    assert (last.kind, last.data["is_public"]) == ("case.handed_over", True)
    assert "测试officer_next_door" in last.data["text"]


def test_titles_are_shown_to_who_may_see_the_cases_alone(office: Office) -> None:
    town = office.town
    opened(town)
    facts = next(p for p in town.viewer("officer").posts if p.id == town.posts["officer"].pk)
    for who, lines in (("secretary", 1), ("stranger", 0)):
        holding = Holding(facts, town.persons["officer"].pk, town.viewer(who), NOON)
        assert len(posts.told(holding)[0].lines) == lines


def handed_up(town: Town) -> Case:
    case = opened(town)
    for post in ("officer", "cadre"):
        case = actions.hand_up(
            case_id=case.pk, viewer=town.viewer(post), now=NOON, reason="要协调。"
        )
    return case


def asked(town: Town) -> Case:
    """The cadre asks the secretary for more time."""
    case = actions.hand_up(
        case_id=opened(town).pk, viewer=town.viewer("officer"), now=NOON, reason="要协调。"
    )
    actions.accept(case_id=case.pk, viewer=town.viewer("cadre"), now=NOON)
    return actions.ask_extension(
        case_id=case.pk,
        viewer=town.viewer("cadre"),
        now=NOON,
        until=NOON + 9 * DAY,
        reason="等料。",
    )


def test_who_asked_does_not_decide_after_taking_the_deciding_post(office: Office) -> None:
    town = office.town
    case = asked(town)
    application = Application.objects.get(case=case)
    assert application.decider_id == town.posts["secretary"].pk
    office.hand_over("secretary", "secretary", "cadre", by="street", now=NOON + HOUR)
    application.refresh_from_db()
    assert application.decider_id == town.posts["street"].pk
    assert decisions(town.viewer("street", at=NOON + HOUR))
    kinds = [each.kind for each in ledger.history("case", case.pk)]
    assert "case.decision_passed_up" in kinds


def test_a_decision_stays_where_a_colleague_can_make_it(office: Office) -> None:
    town = office.town
    case = handed_up(town)
    actions.accept(case_id=case.pk, viewer=town.viewer("secretary"), now=NOON)
    actions.ask_extension(
        case_id=case.pk,
        viewer=town.viewer("secretary"),
        now=NOON,
        until=NOON + 9 * DAY,
        reason="等料。",
    )
    office.hand_over("street", "street", "secretary", by="county", now=NOON + HOUR)
    assert Application.objects.get(case=case).decider_id == town.posts["street"].pk


def test_who_handled_a_result_does_not_check_it_after_taking_the_checking_post(
    office: Office,
) -> None:
    town = office.town
    case = actions.hand_up(
        case_id=opened(town).pk, viewer=town.viewer("officer"), now=NOON, reason="要协调。"
    )
    actions.accept(case_id=case.pk, viewer=town.viewer("cadre"), now=NOON)
    case = actions.submit_result(
        case_id=case.pk,
        viewer=town.viewer("cadre"),
        now=NOON,
        text="通水了。",
        outcome=Outcome.SOLVED,
    )
    assert case.checker_id == town.posts["secretary"].pk
    office.hand_over("secretary", "secretary", "cadre", by="street", now=NOON + HOUR)
    case.refresh_from_db()
    assert case.checker_id == town.posts["street"].pk
    actions.check_result(
        case_id=case.pk, viewer=town.viewer("street", at=NOON + HOUR), now=NOON + HOUR, passed=True
    )


def test_where_nobody_above_could_decide_the_hand_over_is_refused(office: Office) -> None:
    town = office.town
    case = asked(town)
    Application.objects.filter(case=case).update(decider=town.posts["county"])
    office.hand_over("county", "county", "county_colleague", now=NOON + HOUR)
    with pytest.raises(Refused, match=held.DECISIONS):
        office.hand_over(
            "county", "county_colleague", "cadre", by="county_colleague", now=NOON + 2 * HOUR
        )
