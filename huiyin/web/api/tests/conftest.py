"""The cast of the interface's tests: programs with keys, a group, a case in any state, at noon of the handbook's day."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huiyin.conftest import NOON, Town
from huiyin.groups import actions as groups
from huiyin.groups.models import Group
from huiyin.people.actions import create_key
from huiyin.people.rules import Scope

ROOT = "/api/v1"
ALL = tuple(Scope)


@dataclass
class Reply:
    """An answer as a program reads it."""

    status: int
    json: Any
    headers: dict[str, str]
    body: bytes


@dataclass
class World:
    """The town as programs meet it; each person's program has a key with every scope unless a test says otherwise."""

    town: Town
    group: Group
    secrets: dict[tuple[str, tuple[Scope, ...]], str] = field(default_factory=dict)

    def secret(self, who: str, scopes: tuple[Scope, ...] = ALL) -> str:
        if (who, scopes) not in self.secrets:
            self.secrets[who, scopes] = create_key(
                person_id=self.town.persons[who].pk,
                name="测试程序",
                scopes=scopes,
                lives=timedelta(days=30),
                now=NOON - timedelta(days=1),
            )[1]
        return self.secrets[who, scopes]

    def ask(
        self,
        who: str | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        scopes: tuple[Scope, ...] = ALL,
        key: uuid.UUID | str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """Ask as somebody's program; None: without any key. body: sent as JSON, bytes and uploads as they are."""
        sent = dict(headers or {})
        if who is not None:
            sent["Authorization"] = f"Bearer {self.secret(who, scopes)}"
        if key is not None:
            sent["Idempotency-Key"] = str(key)
        made: dict[str, Any] = {}
        if isinstance(body, dict) and any(isinstance(v, SimpleUploadedFile) for v in body.values()):
            made = {"data": body}
        elif body is not None:
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            made = {"data": raw, "content_type": sent.pop("Content-Type", "application/json")}
        client = Client(headers=sent)
        if made and "content_type" not in made:
            response = client.post(f"{ROOT}{path}", **made)
        else:
            response = client.generic(method, f"{ROOT}{path}", **made)
        return reply_of(response)

    def done(self, who: str, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """Ask for what must succeed. Returns the JSON."""
        reply = self.ask(who, method, path, body, **more)
        assert reply.status in (200, 201), (method, path, reply.status, reply.json)
        return reply.json

    def say(self, who: str, text: str = "请问居住证在哪里办？") -> Any:
        path = f"/groups/{self.group.pk}/messages"
        return self.done(who, "POST", path, {"text": text}, key=uuid.uuid4())

    def open(self, category: str = "0102") -> Any:
        body = {
            "text": "请问居住证在哪里办，要带什么材料？",
            "category": category,
            "node_id": self.town.grid.pk,
        }
        return self.done("resident", "POST", "/cases", body)

    def act(self, who: str, name: str, case: Any, **body: Any) -> Any:
        return self.done(who, "POST", f"/cases/{case['id']}/{name}", body)

    def file(self, who: str) -> Any:
        return self.done(who, "POST", "/files", {"file": picture()})


def reply_of(response: Any) -> Reply:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    is_json = "json" in response.headers.get("Content-Type", "")
    return Reply(
        status=response.status_code,
        json=json.loads(body) if is_json else None,
        headers=dict(response.headers.items()),
        body=body,
    )


def picture() -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (32, 24), "teal").save(made, "PNG")
    return SimpleUploadedFile("picture.png", made.getvalue(), "image/png")


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def world(town: Town) -> World:
    """The town with the group of the first grid: its officer and two households."""
    officer = town.viewer("officer")
    group = groups.create_group(
        viewer=officer, kind="resident", name="第一网格群", node_id=town.grid.pk, now=NOON
    )
    for resident in ("resident", "neighbour"):
        person_id = town.persons[resident].pk
        groups.add_member(viewer=officer, group_id=group.pk, person_id=person_id, now=NOON)
    group.refresh_from_db()
    return World(town, group)
