"""Deciding beside the case, and what becomes of it."""

from datetime import timedelta
from uuid import uuid4

from huiyin.cases import actions
from huiyin.cases.models import Case
from huiyin.cases.rules.words import State
from huiyin.web.command.tests.conftest import Centre


def declining(centre: Centre) -> Case:
    return centre.do(
        actions.ask_decline, centre.case(), "officer", reason="已起诉。", right_place="县人民法院"
    )


def test_an_application_is_decided_with_the_case_beside_it(centre: Centre) -> None:
    case = declining(centre)
    page = centre.page("/command/decisions/")
    assert "县人民法院" in page
    assert case.text in page
    sent = {
        "approve": "no",
        "reason": "还没有立案，先调解。",
        "act": "decide_decline",
        "version": case.version,
        "client_key": str(uuid4()),
    }
    answer = centre.client("secretary").post(f"/command/decisions/{case.pk}/", sent)
    assert answer["Location"] == "/command/decisions/"
    assert Case.objects.get(pk=case.pk).state == State.PENDING
    assert "没有等您审批的事" in centre.page("/command/decisions/")


def test_a_refusal_needs_its_reason_and_keeps_the_choice(centre: Centre) -> None:
    case = declining(centre)
    sent = {"approve": "no", "act": "decide_decline", "version": case.version}
    answer = centre.client("secretary").post(f"/command/decisions/{case.pk}/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不同意的原因" in page
    assert 'value="no" required checked' in page or 'value="no"' in page


def test_an_extension_shows_the_limit_now_and_the_one_asked_for(centre: Centre) -> None:
    case = centre.case("要请专家来看。", category="0401")
    case = centre.do(actions.hand_up, case, "officer", reason="要协调。")
    case = centre.do(actions.accept, case, "cadre")
    until = centre.now + timedelta(days=3)
    case = centre.do(actions.ask_extension, case, "cadre", until=until, reason="等配件。")
    page = centre.page("/command/decisions/")
    assert "延到" in page
    assert "现在的时限" in page
    sent = {"approve": "yes", "act": "decide_extension", "version": case.version}
    answer = centre.client("secretary").post(f"/command/decisions/{case.pk}/", sent)
    assert answer.status_code == 302
    assert Case.objects.get(pk=case.pk).due_at == until


def test_after_the_second_sending_back_the_street_names_who_takes_it(centre: Centre) -> None:
    case = centre.case()
    for who, act in (
        ("officer", actions.hand_up),
        ("cadre", actions.send_back),
        ("officer", actions.hand_up),
        ("cadre", actions.send_back),
    ):
        case = centre.do(act, case, who, reason="不归这里管。")
    page = centre.page("/command/decisions/", "street")
    assert "指定承办岗位" in page
    sent = {
        "to_post_id": centre.town.posts["cadre"].pk,
        "reason": "由片区牵头。",
        "act": "assign",
        "version": case.version,
    }
    answer = centre.client("street").post(f"/command/decisions/{case.pk}/", sent)
    assert answer.status_code == 302
    assert Case.objects.get(pk=case.pk).holder_id == centre.town.posts["cadre"].pk
    assert "没有等您审批的事" in centre.page("/command/decisions/", "street")


def test_what_a_colleague_decided_meanwhile_is_told_and_the_words_stay(centre: Centre) -> None:
    case = declining(centre)
    centre.do(actions.decide_decline, case, "secretary", approve=False, reason="先调解。")
    sent = {"approve": "no", "reason": "我的意见在这里。", "act": "decide_decline"}
    answer = centre.client("secretary").post(f"/command/decisions/{case.pk}/", sent)
    assert answer.status_code in (403, 409)
    assert "我的意见在这里。" in answer.content.decode()
    centre.page(f"/command/decisions/{case.pk}/", status=409)
