"""Forms keep what was typed, carry the refusal, and are harmless to send twice."""

import re
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from huiyin.lib.refusal import Refused
from huiyin.web.kit.forms import client_key_of, version_of
from huiyin.web.kit.tests.pages import REFUSALS, WordsForm

pytestmark = pytest.mark.django_db


def posted(**values: str) -> HttpRequest:
    return RequestFactory().post("/", values)


@pytest.mark.parametrize("how", ["refused", "conflict", "not-allowed", "too-many"])
def test_a_refused_form_comes_back_with_the_sentence_and_everything_typed(how: str) -> None:
    key = str(uuid4())
    answer = Client().post(f"/say/{how}/", {"text": "楼道灯坏了", "client_key": key, "version": 3})
    page = answer.content.decode()
    assert answer.status_code == REFUSALS[how].status
    assert REFUSALS[how].sentence in page
    assert 'value="楼道灯坏了"' in page
    assert f'value="{key}"' in page


def test_what_is_not_there_is_not_there_for_a_form_either() -> None:
    assert Client().post("/say/not-there/", {"text": "灯"}).status_code == HTTPStatus.NOT_FOUND


def test_a_fault_stands_beside_its_field_and_in_the_summary() -> None:
    answer = Client().post("/say/well/", {"text": ""})
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert '<a href="#id_text">想说什么</a>' in page
    assert 'id="id_text_error"' in page
    assert 'aria-describedby="id_text_error"' in page
    assert 'aria-invalid="true"' in page
    assert "请填写这一项" in page


def test_a_script_gets_the_form_alone() -> None:
    answer = Client().post("/say/refused/", {"text": "灯"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert 'name="text"' in answer.content.decode()


def test_every_rendering_has_a_key_of_its_own() -> None:
    keys = {
        re.findall(
            r'name="client_key" value="([^"]+)"', Client().get("/say/well/").content.decode()
        )[0]
        for _ in range(3)
    }
    assert len(keys) == 3


def test_key_and_version_come_back_with_the_form() -> None:
    key = str(uuid4())
    answer = Client().post("/say/well/", {"text": "灯", "client_key": key, "version": "7"})
    assert answer.headers["Location"] == f"/said/{key}/7/"


@pytest.mark.parametrize("text", ["\x00", "字" * 21, "   "])
def test_text_that_cannot_be_is_a_fault_of_its_field(text: str) -> None:
    assert "text" in WordsForm({"text": text}).errors


@pytest.mark.parametrize("text", ["🏠", "\u202eabc", "字" * 20])
def test_unusual_text_is_text(text: str) -> None:
    assert WordsForm({"text": text}).is_valid()


def test_a_button_sends_key_and_version_too() -> None:
    key = uuid4()
    assert client_key_of(posted(client_key=str(key))) == key
    assert client_key_of(posted()) is None
    assert version_of(posted(version="12")) == 12
    assert version_of(posted()) is None


@pytest.mark.parametrize("broken", ["x", "１２", "-1", "1" * 40])
def test_a_broken_key_or_version_is_refused(broken: str) -> None:
    with pytest.raises(Refused):
        client_key_of(posted(client_key=broken))
    with pytest.raises(Refused):
        version_of(posted(version=broken))
