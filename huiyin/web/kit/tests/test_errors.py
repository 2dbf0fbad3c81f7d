"""When no view answers: calm, in sentences, with a number to quote."""

import re
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def test_an_unknown_page_says_so() -> None:
    answer = Client().get("/nowhere/")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "没有找到这个页面" in answer.content.decode()


def test_a_fault_of_ours_shows_a_number_and_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    answer = Client(raise_request_exception=False).get("/broken/")
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "secret" not in page
    (reference,) = re.findall(r'figures">([0-9a-f]{8})<', page)
    assert reference in caplog.text


def test_a_fault_of_ours_is_a_problem_for_a_machine() -> None:
    client = Client(raise_request_exception=False, headers={"Accept": "application/json"})
    answer = client.get("/broken/").json()
    assert answer["status"] == HTTPStatus.INTERNAL_SERVER_ERROR
    assert re.fullmatch(r"[0-9a-f]{8}", answer["reference"])


def test_a_fault_of_ours_is_an_alert_for_a_script() -> None:
    client = Client(raise_request_exception=False, headers={"HX-Request": "true"})
    answer = client.get("/broken/")
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert answer.content.decode().startswith('<div class="note tone-red"')


def test_while_the_database_is_away_nothing_typed_is_lost() -> None:
    answer = Client(raise_request_exception=False).post(
        "/away/?page=2", {"text": "三楼漏水", "client_key": "k-1"}
    )
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer["Retry-After"] == "5"
    assert "三楼漏水</textarea>" in page
    assert 'name="client_key" value="k-1"' in page
    assert 'action="/away/?page=2"' in page
    assert "csrfmiddlewaretoken" in page


def test_while_the_database_is_away_a_page_can_be_asked_for_again() -> None:
    answer = Client(raise_request_exception=False).get("/away/")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert 'href="/away/">再试一次' in answer.content.decode()


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ({"Accept": "application/json"}, "application/problem+json"),
        ({"HX-Request": "true"}, "text/html"),
    ],
)
def test_while_the_database_is_away_scripts_and_machines_are_told_when_to_come(
    header: dict[str, str], kind: str
) -> None:
    answer = Client(raise_request_exception=False, headers=header).get("/away/")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer["Retry-After"] == "5"
    assert answer["Content-Type"].startswith(kind)
    assert "<html" not in answer.content.decode()
    assert "系统正在恢复" in answer.content.decode()


def test_a_page_left_open_too_long_asks_to_be_opened_anew() -> None:
    answer = Client(enforce_csrf_checks=True).post("/preferences/", {"mode": "elder"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "页面停留太久" in answer.content.decode()


def test_too_much_text_is_413(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    answer = Client(raise_request_exception=False).post("/say/well/", {"text": "字" * 2_000})
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "太大" in answer.content.decode()


def test_a_broken_request_is_400(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["huiyin.example"]
    answer = Client().get("/sign-in/", headers={"Host": "evil.example"})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
