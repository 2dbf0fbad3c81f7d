"""The way of a case, as everybody reads it."""

from datetime import datetime, timedelta

import pytest

from huiyin.cases import actions
from huiyin.cases.actions import clock
from huiyin.cases.models import Case
from huiyin.cases.queries import detail
from huiyin.cases.rules.words import Channel, Outcome, State, TellChannel
from huiyin.conftest import NOON, Town
from huiyin.escalation.rules import Rung
from huiyin.web.kit.ladders import rungs_of, what_then
from huiyin.web.kit.shapes import LadderRung

LATE = NOON + timedelta(minutes=31)


@pytest.fixture
def case(town: Town) -> Case:
    return opened(town, "0401")


def opened(town: Town, category: str) -> Case:
    by = town.viewer("resident")
    return actions.open_case(
        viewer=by,
        now=NOON,
        text="三号楼今天早上起没有水了。",
        category=category,
        node_id=town.grid.pk,
        channel=Channel.GROUP,
        reporter_id=by.person_id,
    )


def ladder(town: Town, case: Case, now: datetime, who: str = "resident") -> list[LadderRung]:
    return rungs_of(detail.detail(town.viewer(who), case.pk, now=now), now=now)


def test_a_new_matter_lies_with_the_officer_and_names_what_happens_then(
    town: Town, case: Case
) -> None:
    now, then = ladder(town, case, NOON)
    assert (now.label, now.state, now.since) == ("网格员", "now", NOON)
    assert now.sentences[-1] == "如今天 12:30 前没有受理，会自动交给分管片区干部。"
    assert (then.label, then.state) == ("分管片区干部", "next")


def test_a_missed_limit_is_named_and_then_the_rung_above_holds_it(town: Town, case: Case) -> None:
    assert ladder(town, case, LATE)[0].state == "late"
    clock.run_due(now=LATE)
    first, second, third = ladder(town, case, LATE)
    assert (first.state, first.until) == ("past", LATE)
    assert (second.label, second.state, second.since) == ("分管片区干部", "now", LATE)
    assert third.label == "社区书记"


def test_the_end_is_the_answer(town: Town) -> None:
    case = opened(town, "0101")
    officer = town.viewer("officer")
    actions.accept(case_id=case.pk, viewer=officer, now=NOON)
    actions.answer_now(
        case_id=case.pk,
        viewer=officer,
        now=NOON + timedelta(minutes=10),
        text="阀门已打开，水来了。",
        outcome=Outcome.SOLVED,
        channel=TellChannel.GROUP_REPLY,
    )
    *_, last = ladder(town, case, LATE)
    assert (last.label, last.state) == ("已回复", "told")
    assert last.sentences[0] == "阀门已打开，水来了。"
    assert last.sentences[1].startswith("请告诉我们是不是真的解决了。")


def test_what_was_said_inside_stays_inside(town: Town, case: Case) -> None:
    officer = town.viewer("officer")
    actions.accept(case_id=case.pk, viewer=officer, now=NOON)
    actions.note(case_id=case.pk, viewer=officer, now=NOON, text="怀疑是三楼私改管道。")
    actions.note(case_id=case.pk, viewer=officer, now=NOON, text="已联系水务公司。", is_public=True)
    for who in ("resident", "officer"):
        said = " ".join(s for rung in ladder(town, case, NOON, who) for s in rung.sentences)
        assert "已联系水务公司" in said
        assert "私改" not in said


@pytest.mark.parametrize(
    "state", [s for s in State if s not in {"closed", "declined", "merged", "withdrawn"}]
)
@pytest.mark.parametrize("rung", list(Rung))
def test_every_open_case_has_a_whole_sentence_for_what_happens_then(
    town: Town, case: Case, state: State, rung: Rung
) -> None:
    case.state, case.rung, case.resume_at = state, rung, LATE
    for now in (NOON, LATE):
        sentence = what_then(case, now=now)
        assert sentence.endswith("。")
        assert "%" not in sentence
