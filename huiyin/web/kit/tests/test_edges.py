"""The edge: who comes in, what a refusal leaves behind, and how it is said."""

from http import HTTPStatus
from uuid import uuid4

import pytest
from django.test import Client

from huiyin.conftest import Town
from huiyin.people.models import Person
from huiyin.web.kit.tests.pages import REFUSALS

pytestmark = pytest.mark.django_db


def signed_in(town: Town, key: str) -> Client:
    client = Client()
    client.force_login(town.persons[key].account)
    return client


@pytest.mark.parametrize("how", REFUSALS)
def test_a_refusal_undoes_what_the_view_wrote_and_says_why(town: Town, how: str) -> None:
    answer = signed_in(town, "resident").post(f"/write/{how}/", {"text": "楼道灯坏了"})
    assert answer.status_code == REFUSALS[how].status
    assert REFUSALS[how].sentence in answer.content.decode()
    assert not Person.objects.get(pk=town.persons["resident"].pk).elder_mode


def test_a_refusal_page_keeps_the_words_and_not_the_machinery(town: Town) -> None:
    sent = {"text": "楼道灯坏了", "category": "0102", "client_key": str(uuid4())}
    page = signed_in(town, "resident").post("/write/refused/", sent).content.decode()
    assert ">\n楼道灯坏了</textarea>" in page or ">楼道灯坏了</textarea>" in page
    assert '<input type="hidden" name="category" value="0102">' in page
    assert "再试一次" in page


def test_after_a_conflict_one_has_to_look_first(town: Town) -> None:
    page = signed_in(town, "resident").post("/write/conflict/", {"text": "灯坏了"}).content.decode()
    assert "灯坏了</textarea>" in page
    assert "再试一次" not in page


def test_a_way_back_leads_to_our_own_pages_alone(town: Town) -> None:
    client = signed_in(town, "resident")
    ours = client.post("/write/refused/", headers={"Referer": "http://testserver/matters/?a=1"})
    theirs = client.post("/write/refused/", headers={"Referer": "https://elsewhere.example/x"})
    assert 'href="/matters/?a=1"' in ours.content.decode()
    assert "elsewhere.example" not in theirs.content.decode()


def test_too_many_says_when_to_come_back(town: Town) -> None:
    answer = signed_in(town, "resident").post("/write/too-many/")
    assert answer.headers["Retry-After"] == "30"


def test_a_script_gets_the_sentence_for_the_alerts_of_the_page(town: Town) -> None:
    answer = signed_in(town, "resident").post("/write/refused/", headers={"HX-Request": "true"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.headers["HX-Retarget"] == "#alerts"
    assert "<html" not in answer.content.decode()


def test_a_machine_gets_a_problem_document(town: Town) -> None:
    answer = signed_in(town, "resident").post(
        "/write/conflict/", headers={"Accept": "application/json"}
    )
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "/problems/conflict",
        "title": "Conflict",
        "status": 409,
        "detail": REFUSALS["conflict"].sentence,
        "instance": "/write/conflict/",
    }


def test_a_stranger_is_led_to_sign_in_and_back() -> None:
    answer = Client().get("/staff/?a=1")
    assert answer.headers["Location"] == "/sign-in/?next=%2Fstaff%2F%3Fa%3D1"


def test_a_strangers_script_sends_the_whole_page_to_sign_in() -> None:
    answer = Client().get("/staff/", headers={"HX-Request": "true"})
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer.headers["HX-Redirect"].startswith("/sign-in/")


def test_a_resident_does_not_learn_of_the_pages_of_staff(town: Town) -> None:
    client = signed_in(town, "resident")
    assert client.get("/staff/").status_code == HTTPStatus.NOT_FOUND
    assert client.get("/secretaries/").status_code == HTTPStatus.NOT_FOUND


def test_staff_of_another_post_read_that_the_page_is_not_theirs(town: Town) -> None:
    assert signed_in(town, "officer").get("/staff/").status_code == HTTPStatus.OK
    assert signed_in(town, "officer").get("/secretaries/").status_code == HTTPStatus.FORBIDDEN
    assert signed_in(town, "secretary").get("/secretaries/").status_code == HTTPStatus.OK
