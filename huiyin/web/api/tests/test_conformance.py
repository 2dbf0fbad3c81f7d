"""The judge of answers is shown to condemn: what is proved only by silence is not proved."""

import json
from http import HTTPStatus
from typing import Any

import pytest
from django.http import HttpResponse
from jsonschema import Draft202012Validator

from huiyin.web.api.document import document, operations
from huiyin.web.api.tests import conformance
from huiyin.web.api.tests.conftest import World
from huiyin.web.kit.problems import MEDIA_TYPE

PROBLEM = {
    "type": "/problems/not-there",
    "title": "Not Found",
    "status": 404,
    "detail": "没有找到。",
    "instance": "/api/v1/cases/1",
}
NOTICES = {"unread": 0, "items": []}


def answer(body: Any, status: int = 200, kind: str = "application/json") -> HttpResponse:
    return HttpResponse(json.dumps(body), status=status, content_type=kind)


@pytest.mark.parametrize(
    ("path", "response", "fault"),
    [
        ("notices", answer(NOTICES), ""),
        ("notices", answer({"items": []}), "'unread' is a required property"),
        ("notices", answer({"unread": "0", "items": []}), "is not of type 'integer'"),
        ("notices", answer(NOTICES, 201), "the status is not declared"),
        ("notices", answer(NOTICES, kind="text/html"), "the type text/html is not declared"),
        ("cases/1", answer(PROBLEM, 404, MEDIA_TYPE), ""),
        ("cases/1", answer(PROBLEM, 404), "the type application/json is not declared"),
        ("cases/1", answer(PROBLEM | {"trace": "x"}, 404, MEDIA_TYPE), "'trace' was unexpected"),
        ("cases/1", answer(PROBLEM, 401, MEDIA_TYPE), "WWW-Authenticate is missing"),
        ("cases/1", answer({}, 500), "the status is not declared"),
        ("nothing", answer({}), "no such operation"),
        ("nothing", answer({}, 404), "no problem document"),
        ("files/1/content", HttpResponse(b"x", content_type="text/html"), "text/html"),
    ],
)
def test_an_answer_that_breaks_the_document_is_found(
    path: str, response: HttpResponse, fault: str
) -> None:
    said = conformance.faults("GET", f"/api/v1/{path}", response)
    assert fault in said[0] if fault else said == []


def test_moments_without_an_offset_break_the_document() -> None:
    notice = {"id": 1, "case_id": 1, "case_number": "1", "kind": "x", "text": "x", "is_read": True}
    for at, is_right in (("2026-09-14T12:00:00+08:00", True), ("2026-09-14T12:00:00", False)):
        body = {"unread": 0, "items": [notice | {"at": at}]}
        assert bool(conformance.faults("GET", "/api/v1/notices", answer(body))) != is_right


def test_what_any_client_meets_is_looked_at(
    world: World, monkeypatch: pytest.MonkeyPatch, nonconforming: list[str]
) -> None:
    """The way from an answer to the failure of its test, with an operation that breaks its word."""
    assert world.ask("officer", "GET", "/notices").status == 200
    assert nonconforming == []
    monkeypatch.setitem(document()["paths"]["/api/v1/notices"]["get"], "responses", {})
    world.ask("officer", "GET", "/notices")
    assert nonconforming == ["GET /api/v1/notices 200: the status is not declared"]
    nonconforming.clear()


def test_the_document_is_sound() -> None:
    made = document()
    assert made["openapi"].startswith("3.1")
    for schema in made["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for method, path, described in operations():
        assert described["summary"], path
        assert described["description"]
        assert "security" in described
        assert "422" in described["responses"]
        for status, response in described["responses"].items():
            assert HTTPStatus(int(status)).phrase
            if status >= "400" and status != "416":
                assert list(response["content"]) == [MEDIA_TYPE], (method, path)
    references = set(json.dumps(made).split('"#/components/schemas/')[1:])
    named = {each.partition('"')[0] for each in references}
    assert named <= set(made["components"]["schemas"])
