"""我的信息: what is held, a copy of it, what one asks for, what one agrees to."""

import json
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client

from huiyin.ground.ledger import queries as ledger
from huiyin.people.actions import change_phone
from huiyin.trust.actions.consents import publish_notice
from huiyin.trust.queries.consents import matters_of, notices
from huiyin.trust.queries.requests import own
from huiyin.trust.rules.consent import Topic
from huiyin.web.resident.tests.conftest import Street, html

PHONE = "14000001234"


@pytest.fixture
def lived(street: Street) -> Street:
    change_phone(person_id=street.town.persons["resident"].pk, phone=PHONE, now=street.now)
    street.say("resident", "楼道灯坏了好几天")
    street.matter(text="楼道的灯坏了，晚上看不见")
    publish_notice(topic=Topic.PHONE, text="用手机号联系您，随时可以撤回。", now=street.now)
    return street


def who(street: Street) -> int:
    return street.town.persons["resident"].pk


def test_my_page_shows_what_is_held_of_me_and_of_nobody_else(lived: Street) -> None:
    mine = html(lived.client("resident").get("/me/data/"))
    for held in (PHONE, "3号楼2单元501", "楼道灯坏了好几天", "晚上看不见", "第一网格群"):
        assert held in mine
    other = html(lived.client("neighbour").get("/me/data/"))
    for held in (PHONE, "楼道灯坏了好几天", "晚上看不见"):
        assert held not in other


def test_a_copy_as_json_holds_the_same_and_is_recorded(lived: Street) -> None:
    answer = lived.client("resident").post("/me/data/copy/", {"form": "json"})
    held = json.loads(answer.content)
    assert {"label": "手机号", "value": PHONE} in held["person"]
    assert any("楼道灯坏了好几天" in each["value"] for each in held["words"])
    assert ledger.history("person", who(lived))[-1].kind == "data.copied"


def test_a_copy_as_pdf_is_a_document(lived: Street) -> None:
    answer = lived.client("resident").post("/me/data/copy/", {"form": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_a_request_is_sent_once_shown_and_taken_back(lived: Street, key: Callable[[], str]) -> None:
    client = lived.client("resident")
    empty = client.post("/me/data/correct/", {"text": "", "client_key": key()})
    assert empty.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    sent = {"text": "我的名字写错了", "client_key": key()}
    for _n in range(2):
        assert client.post("/me/data/correct/", sent).status_code == HTTPStatus.FOUND
    (asked,) = own(who(lived))
    assert "等待答复" in html(client.get("/me/data/"))
    again = client.post("/me/data/correct/", {"text": "又一次", "client_key": key()})
    assert again.status_code == HTTPStatus.CONFLICT
    other = lived.client("neighbour").post(f"/me/data/requests/{asked.pk}/withdraw/")
    assert other.status_code == HTTPStatus.NOT_FOUND
    client.post(f"/me/data/requests/{asked.pk}/withdraw/")
    assert "已撤回" in html(client.get("/me/data/"))


def test_nobody_asks_to_be_forgotten_with_a_matter_still_open(
    lived: Street, key: Callable[[], str]
) -> None:
    answer = lived.client("resident").post("/me/data/erase/", {"client_key": key()})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "没有办完" in html(answer)
    assert own(who(lived)) == []


def test_consent_is_given_and_withdrawn_and_the_service_goes_on(
    lived: Street, key: Callable[[], str]
) -> None:
    client, notice = lived.client("resident"), notices()[Topic.PHONE].pk
    assert "请您决定" in html(client.get("/me/consent/"))
    for answer, is_given in (("yes", True), ("no", False)):
        client.post("/me/consent/", {"notice": notice, "answer": answer, "client_key": key()})
        assert matters_of(who(lived))[0].is_given is is_given
    page = html(client.get("/me/consent/"))
    assert "您不同意" in page
    assert "请您决定" not in page
    assert client.get("/matters/").status_code == HTTPStatus.OK


@pytest.mark.parametrize("sent", [{}, {"notice": "1"}, {"notice": "x", "answer": "yes"}])
def test_half_an_answer_is_none(lived: Street, sent: dict[str, str]) -> None:
    answer = lived.client("resident").post("/me/consent/", sent)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert matters_of(who(lived))[0].answer is None


@pytest.mark.parametrize("address", ["/me/data/", "/me/consent/", "/me/looks/"])
def test_a_stranger_is_led_to_sign_in(db: None, address: str) -> None:
    assert Client().get(address)["Location"].startswith("/sign-in/")


def test_what_is_collected_is_told_to_everybody(db: None) -> None:
    page = html(Client().get("/privacy/data/"))
    for told in ("手机号（加密保存）", "联系您，把结果告诉您", "可以随时撤回"):
        assert told in page
