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
