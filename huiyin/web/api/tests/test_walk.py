"""Every operation of the document, asked rightly once and wrongly in every usual way."""

from typing import Any

import pytest

from huiyin.people.rules import Scope
from huiyin.web.api.document import example_of, operations
from huiyin.web.api.operations import SCOPE
from huiyin.web.api.tests.conftest import ROOT, World
from huiyin.web.api.tests.scenes import SCENES, Scene

KEY = "5e9f4d1a-7f0e-4a6e-8f6e-6b7c1f2a3d4e"
OPERATIONS = {described["operationId"]: (m, p, described) for m, p, described in operations()}
# their ids are public knowledge
PUBLIC = frozenset({"show_node", "show_officer"})


def body_of(described: dict[str, Any], scene: Scene) -> dict[str, Any] | None:
    """The documented example, with the scene's ids and versions in the place of those on paper."""
    written = example_of(described)
    if written is None:
        return scene.instead or None
    return written | {name: scene.instead[name] for name in scene.instead if name in written}


def address_of(path: str, scene: Scene) -> str:
    filled = path.removeprefix(ROOT).format(**scene.at)
    return f"{filled}?{scene.query}" if scene.query else filled


def test_every_operation_has_its_scene() -> None:
    assert set(SCENES) == set(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_closed_to_all_but_those_it_is_for_and_its_example_works(
    world: World, name: str
) -> None:
    method, path, described = OPERATIONS[name]
    scene = SCENES[name](world)
    address, body = address_of(path, scene), body_of(described, scene)
    if described[SCOPE]:
        assert world.ask(None, method, address, body).status == 401
        others = tuple(scope for scope in Scope if scope != described[SCOPE])
        refused = world.ask(scene.who, method, address, body, scopes=others)
        assert (refused.status, refused.json["type"]) == (403, "/problems/not-allowed")
    if "{" in path and name not in PUBLIC:
        for outsider in ("stranger", "resident_next_door"):
            assert world.ask(outsider, method, address, body, key=KEY).status == 404
    key = KEY if any(p["name"] == "Idempotency-Key" for p in described["parameters"]) else None
    misspelt = f"{address}{'&' if scene.query else '?'}sate=open"
    refused = world.ask(scene.who, method, misspelt, body, key=KEY)
    assert [error["field"] for error in refused.json["errors"]] == ["sate"]
    if body and "file" in body:
        body["file"].seek(0)
    reply = world.ask(scene.who, method, address, body, key=key)
    assert str(reply.status) in described["responses"], reply.json
    assert reply.status in (200, 201), reply.json
