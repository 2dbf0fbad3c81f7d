from typing import Any

import pytest

from huiyin.cases.models import Case
from huiyin.escalation import actions as escalation
from huiyin.groups.models import Group, Message
from huiyin.web.officer.tests.conftest import WATER, Desk


def _address(desk: Desk, do: str) -> str:
    return f"/officer/groups/{desk.group.pk}/words/{do}/"


def _do(desk: Desk, do: str, *said: Message, **sent: Any) -> Any:
    return desk.post(_address(desk, do), m=[each.pk for each in said], **sent)


def _class_of(message: Message) -> str | None:
    message.refresh_from_db()
    return message.message_class


def test_several_words_are_answered_together(desk: Desk) -> None:
    said = [desk.say("resident", "18号楼停水了"), desk.say("neighbour", "我们也没水")]
    response = _do(desk, "answer", *said, text="正在抢修，三点来水。")
    assert response["Location"] == f"/officer/groups/{desk.group.pk}/#m3"
    assert [_class_of(each) for each in said] == ["answered_here"] * 2


def test_templates_of_the_suggested_category_are_offered(desk: Desk) -> None:
    escalation.write_answer_templates(texts={(WATER, "停水恢复"): "停水原因是【原因】。"})
    said = desk.say("resident", "18号楼停水了")
    page = desk.get(f"{_address(desk, 'answer')}?m={said.pk}")
    assert "停水原因是【原因】。" in page


def test_a_blank_that_was_not_filled_in_is_not_sent(desk: Desk) -> None:
    escalation.write_answer_templates(texts={(WATER, "停水恢复"): "停水原因是【原因】。"})
    said = desk.say("resident", "18号楼停水了")
    response = _do(desk, "answer", said, text="停水原因是【原因】。")
    assert response.status_code == 422
    assert "还有没填好的空：【原因】" in response.content.decode()
    assert _class_of(said) == "unanswered"


def test_one_tap_makes_a_case_of_the_suggested_category(desk: Desk) -> None:
    said = desk.say("resident", "18号楼停水了，做不了饭")
    page = desk.get(f"{_address(desk, 'case')}?m={said.pk}")
    assert "因为说到" in page
    assert "checked" in page
    response = _do(desk, "case", said, suggested=WATER, nature="help", place="18号楼")
    case = Case.objects.get()
    assert response["Location"] == f"/officer/cases/{case.pk}/"
    assert (case.category, case.place, case.reporter) == (
        WATER,
        "18号楼",
        desk.town.persons["resident"],
    )
    assert _class_of(said) == "case"


def test_another_category_counts_before_the_suggestion(desk: Desk) -> None:
    said = desk.say("resident", "18号楼停水了")
    _do(desk, "case", said, suggested=WATER, category="0402", nature="help")
    assert Case.objects.get().category == "0402"


def test_pressing_twice_makes_one_case(desk: Desk) -> None:
    said = desk.say("resident", "18号楼停水了")
    key = "0d4f2f5e-5f5f-4f5e-8f5e-000000000001"
    for _ in range(2):
        response = _do(desk, "case", said, suggested=WATER, nature="help", client_key=key)
        assert response.status_code == 302
    assert Case.objects.count() == 1


def test_words_of_a_picture_alone_need_no_title(desk: Desk) -> None:
    said = desk.say("resident", "灯坏了\n晚上看不见")
    _do(desk, "case", said, category="0407", nature="help")
    assert Case.objects.get().title == "灯坏了"


def test_words_join_a_case_of_the_grid(desk: Desk) -> None:
    first = desk.say("resident", "18号楼停水了")
    _do(desk, "case", first, suggested=WATER, nature="help")
    case = Case.objects.get()
    second = desk.say("neighbour", "我们也没水")
    assert case.title in desk.get(f"{_address(desk, 'link')}?m={second.pk}")
    response = _do(desk, "link", second, case=case.pk)
    assert response["Location"] == f"/officer/cases/{case.pk}/"
    assert case.parties.count() == 2


def test_a_private_matter_is_moved_aside(desk: Desk) -> None:
    said = desk.say("neighbour", "我婆婆又打我了")
    response = _do(desk, "aside", said)
    talk = Group.objects.get(talk_person=desk.town.persons["neighbour"])
    assert response["Location"] == f"/officer/groups/{talk.pk}/"
    assert "我婆婆又打我了" not in desk.get(f"/officer/groups/{desk.group.pk}/")
    assert "我婆婆又打我了" in desk.get(f"/officer/groups/{talk.pk}/")


def test_a_class_is_given_and_taken_back(desk: Desk) -> None:
    said = desk.say("resident", "卖二手车")
    assert _do(desk, "sort", said, to="off_topic").status_code == 302
    assert _class_of(said) == "off_topic"
    quick = f"/officer/groups/{desk.group.pk}/sort/"
    response = desk.post(quick, one=f"unanswered-{said.pk}")
    assert response["Location"] == f"/officer/groups/{desk.group.pk}/#m1"
    assert _class_of(said) == "unanswered"


def test_words_are_taken_down_with_a_reason_only(desk: Desk) -> None:
    said = desk.say("resident", "骂人的话")
    assert _do(desk, "recall", said, reason="").status_code == 422
    assert _do(desk, "recall", said, reason="辱骂邻居").status_code == 302
    said.refresh_from_db()
    assert said.text == ""


@pytest.mark.parametrize("sent", ["", "small_talk", "small_talk-", "gone-1", "small_talk-9" * 9])
def test_a_tap_that_means_nothing_is_refused(desk: Desk, sent: str) -> None:
    response = desk.post(f"/officer/groups/{desk.group.pk}/sort/", one=sent)
    assert response.status_code in (404, 422)


def test_nothing_chosen_is_said_so(desk: Desk) -> None:
    response = desk.client().get(_address(desk, "answer"))
    assert response.status_code == 422
    assert "请先选择消息" in response.content.decode()


def test_words_of_a_case_are_not_sorted_away(desk: Desk) -> None:
    said = desk.say("resident", "18号楼停水了")
    _do(desk, "case", said, suggested=WATER, nature="help")
    assert _do(desk, "sort", said, to="small_talk").status_code == 409
