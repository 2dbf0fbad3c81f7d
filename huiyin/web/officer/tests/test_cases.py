from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases import actions as cases
from huiyin.cases.models import Case, CaseFile
from huiyin.cases.rules.words import State
from huiyin.ground.files.tests import samples
from huiyin.web.officer.tests.conftest import Desk


def _act(desk: Desk, case: Case, act: str, *, who: str = "officer", **sent: Any) -> Any:
    return desk.post(f"/officer/cases/{case.pk}/{act}/", who=who, **sent)


def _state(case: Case) -> str:
    case.refresh_from_db()
    return case.state


def test_the_list_holds_what_the_address_asks_for(desk: Desk) -> None:
    desk.matter("办居住证")
    taken = desk.accepted(desk.matter("转学籍"))
    page = desk.get("/officer/cases/?state=accepted")
    assert taken.title in page
    assert "办居住证" not in page
    assert "没有这样的事" in desk.get("/officer/cases/?words=%E5%81%9C%E7%94%B5")


def test_what_is_no_filter_is_ignored(desk: Desk) -> None:
    desk.matter("办居住证")
    assert "办居住证" in desk.get("/officer/cases/?holder=abc&state=gone&after=x")


def test_a_case_is_shown_with_its_acts_history_and_who_waits(desk: Desk) -> None:
    case = desk.accepted(desk.matter("办居住证要什么材料"))
    cases.note(
        case_id=case.pk, viewer=desk.viewer("officer"), now=desk.now, text="窗口电话没人接。"
    )
    page = desk.get(f"/officer/cases/{case.pk}/")
    assert "办居住证要什么材料" in page
    assert "internal-body" in page
    assert "窗口电话没人接。" in page
    assert "测试resident" in page
    for act in ("submit_result", "note", "hand_up", "promise", "merge"):
        assert f"/officer/cases/{case.pk}/{act}/" in page
    assert f"/officer/cases/{case.pk}/accept/" not in page


def test_acceptance_is_one_tap(desk: Desk) -> None:
    case = desk.matter()
    assert _act(desk, case, "accept", version=case.version).status_code == 302
    assert _state(case) == State.ACCEPTED


def test_handing_up_says_before_who_will_hold_it(desk: Desk) -> None:
    case = desk.matter()
    page = desk.get(f"/officer/cases/{case.pk}/hand_up/")
    assert f"将由{desk.town.posts['cadre'].title}接手" in page
    assert _act(desk, case, "hand_up", reason="要两个部门一起看").status_code == 302
    case.refresh_from_db()
    assert case.holder == desk.town.posts["cadre"]


def test_an_answer_on_the_spot_is_told_at_once(desk: Desk) -> None:
    case = desk.matter()
    sent = {"text": "带身份证到窗口", "outcome": "explained", "channel": "private_message"}
    assert _act(desk, case, "answer_now", **sent).status_code == 302
    assert _state(case) == State.AWAITING_RATING


def test_a_result_with_a_photo_is_checked_by_another_and_told(desk: Desk) -> None:
    case = desk.accepted(desk.matter("下水道堵了", category="0405"))
    cases.hand_up(case_id=case.pk, viewer=desk.viewer("officer"), now=desk.now, reason="要吸污车")
    assert _act(desk, case, "accept", who="cadre").status_code == 302
    sent = {"text": "已经疏通", "outcome": "solved"}
    refused = _act(desk, case, "submit_result", who="cadre", **sent)
    assert refused.status_code == 422
    assert "现场照片" in refused.content.decode()
    photo = SimpleUploadedFile("a.jpg", samples.jpeg(), "image/jpeg")
    assert _act(desk, case, "submit_result", who="cadre", photos=photo, **sent).status_code == 302
    assert CaseFile.objects.get(case=case).is_proof
    assert _state(case) == State.AWAITING_CHECK
    assert _act(desk, case, "check_result", who="cadre", passed="yes").status_code == 403
    assert _act(desk, case, "check_result", who="secretary", passed="yes").status_code == 302
    tell = {"channel": "phone", "reached": "yes", "proof": "下午三点打的"}
    assert _act(desk, case, "tell", who="cadre", **tell).status_code == 302
    assert _state(case) == State.AWAITING_RATING


def test_an_attempt_that_reached_nobody_leaves_the_case_to_be_told(desk: Desk) -> None:
    case = desk.accepted(desk.matter())
    _act(desk, case, "submit_result", text="办好了", outcome="solved")
    assert _state(case) == State.AWAITING_NOTICE
    assert _act(desk, case, "tell", channel="phone", reached="no").status_code == 302
    assert _state(case) == State.AWAITING_NOTICE
    assert "电话（没联系上）" in desk.get(f"/officer/cases/{case.pk}/")


def test_the_group_is_no_way_to_tell_what_was_not_said_there(desk: Desk) -> None:
    page = desk.get(f"/officer/cases/{desk.matter().pk}/answer_now/")
    assert 'value="private_message"' in page
    assert 'value="group_reply"' not in page


def test_a_promise_stands_within_the_limit(desk: Desk) -> None:
    case = desk.accepted(desk.matter())
    late = (desk.now + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    assert _act(desk, case, "promise", promised_at=late).status_code == 422
    assert case.due_at is not None
    soon = (case.due_at - timedelta(minutes=20)).astimezone().strftime("%Y-%m-%dT%H:%M")
    assert _act(desk, case, "promise", promised_at=soon).status_code == 302
    case.refresh_from_db()
    assert case.promised_at is not None


SIMPLE = {
    "note": {"text": "去看过了", "is_public": "yes"},
    "ask_reporter": {"question": "是哪个单元？"},
    "ask_extension": {"until": "2099-01-01T18:00", "reason": "等配件"},
    "ask_suspension": {"review_at": "2099-01-01T18:00", "reason": "等雨停"},
    "raise_urgency": {"urgency": "urgent", "reason": "有老人"},
    "recategorise": {"category": "0402"},
    "split": {"text_1": "还有路灯不亮", "category_1": "0407"},
    "submit_result": {"text": "办好了", "outcome": "solved"},
    "hand_up": {"reason": "要上面协调"},
}


@pytest.mark.parametrize("act", SIMPLE)
def test_each_act_has_its_page_and_is_done(desk: Desk, act: str) -> None:
    case = desk.accepted(desk.matter())
    if act == "ask_suspension":
        cases.note(case_id=case.pk, viewer=desk.viewer("officer"), now=desk.now, text="开始办")
    assert "<form" in desk.get(f"/officer/cases/{case.pk}/{act}/")
    response = _act(desk, case, act, **SIMPLE[act])
    assert response.status_code == 302, response.content.decode()


def test_two_cases_about_one_thing_become_one(desk: Desk) -> None:
    first, second = desk.matter("18号楼停水"), desk.matter("停水两小时了", who="neighbour")
    page = desk.get(f"/officer/cases/{second.pk}/merge/")
    assert first.title in page
    assert _act(desk, second, "merge", into_id=first.pk).status_code == 302
    assert _state(second) == State.MERGED


def test_a_superior_instructs_and_supervises(desk: Desk) -> None:
    case = desk.accepted(desk.matter())
    page = desk.get(f"/officer/cases/{case.pk}/", who="secretary")
    assert f"/officer/cases/{case.pk}/instruct/" in page
    assert _act(desk, case, "instruct", who="secretary", text="今天办好").status_code == 302
    assert _act(desk, case, "supervise", who="secretary", level="yellow").status_code == 302
    assert _act(desk, case, "end_supervision", who="secretary").status_code == 302
    assert _act(desk, case, "instruct", text="自己批示自己").status_code == 403


def test_an_application_is_decided_by_the_rung_above(desk: Desk) -> None:
    case = desk.accepted(desk.matter())
    _act(desk, case, "ask_extension", until="2099-01-01T18:00", reason="等配件")
    page = desk.get(f"/officer/cases/{case.pk}/decide_extension/", who="cadre")
    assert "等配件" in page
    assert _act(desk, case, "decide_extension", who="cadre", approve="no").status_code == 422
    assert _act(desk, case, "decide_extension", who="cadre", approve="yes").status_code == 302
    case.refresh_from_db()
    assert case.extensions == 1


def test_a_stale_version_shows_the_newest_state_and_keeps_the_words(desk: Desk) -> None:
    case = desk.accepted(desk.matter())
    seen = case.version
    cases.note(case_id=case.pk, viewer=desk.viewer("officer"), now=desk.now, text="同事先记了一笔")
    response = _act(desk, case, "hand_up", reason="我写了很久的原因", version=seen)
    page = response.content.decode()
    assert response.status_code == 409
    assert "我写了很久的原因" in page
    assert "同事先记了一笔" in page
    case.refresh_from_db()
    assert f'name="version" value="{case.version}"' in page


def test_a_wrong_order_is_a_conflict_and_not_a_form(desk: Desk) -> None:
    case = desk.matter()
    response = desk.client().get(f"/officer/cases/{case.pk}/tell/")
    assert response.status_code == 409
    assert "待受理" in response.content.decode()
    assert _act(desk, case, "tell", channel="phone", reached="yes").status_code == 409


def test_pressing_twice_is_done_once(desk: Desk) -> None:
    case = desk.accepted(desk.matter())
    key = "0d4f2f5e-5f5f-4f5e-8f5e-000000000002"
    for _ in range(2):
        sent = {"text": "去看过了", "is_public": "no", "client_key": key}
        assert _act(desk, case, "note", **sent).status_code == 302
    assert desk.get(f"/officer/cases/{case.pk}/").count("去看过了") == 1
