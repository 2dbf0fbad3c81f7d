"""What is wrong with a request is said as a problem document, whatever is wrong with it."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from huiyin.cases.models import Case
from huiyin.people.models import ApiKey
from huiyin.people.rules import Scope
from huiyin.web.api.tests.conftest import ROOT, Reply, World, reply_of

MESSAGES = "/groups/{group}/messages"


def refused(reply: Reply, status: int, field: str | None = None) -> None:
    assert (reply.status, reply.headers["Content-Type"]) == (status, "application/problem+json")
    assert reply.json["status"] == status
    if field is not None:
        assert field in [error["field"] for error in reply.json["errors"]]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": None}, "/text"),
        ({"text": 7}, "/text"),
        ({"text": "灯" * 20_001}, "/text"),
        ({"category": "1"}, "/category"),
        ({"node_id": "here"}, "/node_id"),
        ({"node_id": 2**53}, "/node_id"),
        ({"node_id": 0}, "/node_id"),
        ({"channel": "telepathy"}, "/channel"),
        ({"lat": 91, "lng": 0}, "/lat"),
        ({"file_ids": [1, "x"]}, "/file_ids/1"),
        ({"file_ids": [1] * 201}, "/file_ids"),
        ({"colour": "red"}, "/colour"),
        ({"a/b~c": 1}, "/a~1b~0c"),
    ],
    ids=str,
)
def test_a_wrong_field_is_named_by_its_pointer(
    world: World, wrong: dict[str, Any], field: str
) -> None:
    body = {"text": "灯不亮。", "category": "0102", "node_id": world.town.grid.pk} | wrong
    refused(world.ask("resident", "POST", "/cases", body), 422, field)
    assert not Case.objects.exists()


def test_everything_missing_is_named_at_once(world: World) -> None:
    reply = world.ask("resident", "POST", "/cases", {})
    refused(reply, 422)
    assert {e["field"] for e in reply.json["errors"]} == {"/text", "/category", "/node_id"}
    refused(world.ask("resident", "POST", "/cases"), 422, "")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"text": "\xff"}',
        b"[]",
        b"7",
        b'{"lat": NaN}',
        b"[" * 100_000,
        b'{"a":' * 30 + b"1" + b"}" * 30,
    ],
    ids=lambda body: body[:12].decode(errors="replace"),
)
def test_a_broken_body_is_400(world: World, body: bytes) -> None:
    refused(world.ask("resident", "POST", "/cases", body), 400)


@pytest.mark.parametrize("text", ["\0", "\ud800", "好\udfff"], ids=ascii)
def test_what_cannot_be_stored_is_refused_in_words(world: World, text: str) -> None:
    body = {"text": text, "category": "0102", "node_id": world.town.grid.pk}
    refused(world.ask("resident", "POST", "/cases", body), 422)
    if text == "\0":
        refused(world.ask("officer", "GET", "/cases?words=%00"), 422)


def test_another_type_is_415_and_too_much_is_413(world: World) -> None:
    headers = {"Content-Type": "text/plain"}
    refused(world.ask("resident", "POST", "/cases", b"{}", headers=headers), 415)
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
        refused(world.ask("resident", "POST", "/cases", b'{"text":"%s"}' % (b"a" * 200)), 413)


def test_files_of_other_kinds_broken_ones_and_none_are_refused(world: World) -> None:
    for content, status in ((b"#!/bin/sh", 415), (b"", 415), (b"\x89PNG\r\n\x1a\n broken", 422)):
        upload = SimpleUploadedFile("picture.png", content, "image/png")
        reply = world.ask("resident", "POST", "/files", {"file": upload})
        assert reply.status in (status, 422), reply.json
        refused(reply, reply.status)
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    refused(world.ask("resident", "POST", "/files", b"--x--", headers=headers), 422, "file")
    headers = {"Content-Type": "multipart/form-data"}
    refused(world.ask("resident", "POST", "/files", b"nothing", headers=headers), 400)


@pytest.mark.parametrize(
    "query",
    [
        "rung=6",
        "state=lost",
        "limit=0",
        "limit=201",
        "holder=me",
        "after=first",
        "category=1",
        "told=x",
    ],
)
def test_a_wrong_filter_is_refused_and_not_ignored(world: World, query: str) -> None:
    refused(world.ask("officer", "GET", f"/cases?{query}"), 422)


@pytest.mark.parametrize(
    "identity", ["1", "999999999999999", str(2**53), str(10**30), "0", "x", "-1"]
)
def test_an_unknown_id_is_404_whatever_its_size(world: World, identity: str) -> None:
    for path in (f"/cases/{identity}", f"/groups/{identity}", f"/files/{identity}/content"):
        refused(world.ask("officer", "GET", path), 404)
    refused(world.ask("officer", "POST", f"/cases/{identity}/accept", {}), 404)
    refused(world.ask("officer", "GET", f"/territory/nodes/{identity}"), 404)


def test_an_unknown_address_and_a_wrong_method_are_problems_too(world: World) -> None:
    refused(world.ask("officer", "GET", "/nothing/here"), 404)
    reply = world.ask("officer", "DELETE", "/cases")
    refused(reply, 405)
    assert set(reply.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_without_a_key_or_session_it_is_401_with_the_way_to_sign_in(world: World) -> None:
    for headers in (
        {},
        {"Authorization": "Bearer hy_00000000_nothing"},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic b2ZmaWNlcjp4"},
    ):
        reply = world.ask(None, "GET", "/me", headers=headers)
        refused(reply, 401)
        assert reply.headers["WWW-Authenticate"] == 'Bearer realm="huiyin"'


def test_a_key_is_not_helped_by_the_session_beside_it(world: World) -> None:
    client = Client(headers={"Authorization": "Bearer wrong"})
    client.force_login(world.town.persons["officer"].account)
    refused(reply_of(client.get(f"{ROOT}/me")), 401)


def test_a_session_reads_and_writes_only_with_the_mark_against_forgery(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.town.persons["resident"].account)
    me = reply_of(client.get(f"{ROOT}/me"))
    assert (me.status, me.json["key"]) == (200, None)
    path, node_id = f"{ROOT}/cases", world.town.grid.pk
    sent = {"text": "灯不亮。", "category": "0102", "node_id": node_id}
    refused(reply_of(client.post(path, sent, content_type="application/json")), 403)
    client.get("/sign-in/")
    token = client.cookies["csrftoken"].value
    headers = {"X-CSRFToken": token}
    done = client.post(path, sent, content_type="application/json", headers=headers)
    assert done.status_code == 201


def test_a_program_that_asks_too_often_is_told_when_to_come_back(world: World) -> None:
    world.secret("officer")
    ApiKey.objects.update(per_minute=2)
    for _ in range(2):
        world.done("officer", "GET", "/me")
    reply = world.ask("officer", "GET", "/me")
    refused(reply, 429)
    assert int(reply.headers["Retry-After"]) == 60


def test_a_refused_request_leaves_nothing_half_written(world: World) -> None:
    body = {"text": "灯不亮。", "category": "0102", "node_id": world.town.grid.pk, "file_ids": [77]}
    refused(world.ask("resident", "POST", "/cases", body), 404)
    assert not Case.objects.exists()


def test_a_repeat_answers_as_the_first_time_and_another_word_under_its_key_is_409(
    world: World,
) -> None:
    key = uuid.uuid4()
    body = {"text": "灯不亮。", "category": "0102", "node_id": world.town.grid.pk}
    first = world.done("resident", "POST", "/cases", body, key=key)
    assert world.done("resident", "POST", "/cases", body, key=key)["id"] == first["id"]
    path = MESSAGES.format(group=world.group.pk)
    said = world.done("resident", "POST", path, {"text": "在吗？"}, key=key)
    assert world.done("resident", "POST", path, {"text": "在吗？"}, key=key)["seq"] == said["seq"]
    refused(world.ask("resident", "POST", path, {"text": "别的话"}, key=key), 409)
    refused(world.ask("resident", "POST", path, {"text": "在吗？"}), 422, "Idempotency-Key")
    refused(world.ask("resident", "POST", path, {"text": "在吗？"}, key="no"), 422)


def test_a_stale_version_and_a_wrong_moment_are_409(world: World) -> None:
    case = world.open()
    taken = world.act("officer", "accept", case, version=case["version"])
    path = f"/cases/{case['id']}"
    stale = {"text": "正在联系。", "version": case["version"]}
    refused(world.ask("officer", "POST", f"{path}/note", stale), 409)
    refused(world.ask("officer", "POST", f"{path}/accept", {"version": taken["version"]}), 409)
    refused(world.ask("resident", "POST", f"{path}/note", {"text": "快点。"}), 403)


def test_a_scope_opens_only_its_side(world: World) -> None:
    case = world.open()
    only = (Scope.READ_CASES,)
    assert world.ask("officer", "GET", f"/cases/{case['id']}", scopes=only).status == 200
    refused(world.ask("officer", "POST", f"/cases/{case['id']}/accept", {}, scopes=only), 403)
    refused(world.ask("officer", "GET", "/groups", scopes=only), 403)
