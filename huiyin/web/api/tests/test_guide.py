"""The commands of docs/api.md are sent as they stand there."""

import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.test import Client

from huiyin.web.api.document import operations
from huiyin.web.api.tests.conftest import World, picture, reply_of

GUIDE = Path(__file__).parents[4] / "docs" / "api.md"


def commands() -> list[str]:
    """The curl commands of the guide, each on one line."""
    shells = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.S | re.M)
    lines = "\n".join(shells).replace("\\\n", " ").splitlines()
    return [line for line in lines if line.startswith("curl ")]


def sent(command: str, known: dict[str, Any]) -> Any:
    """Do what a command says. known: what stands in its variables."""
    words = shlex.split(re.sub(r"\$(\w+)", lambda found: str(known[found[1]]), command))
    options = dict.fromkeys(["-X", "-d", "-F"], "")
    headers: dict[str, str] = {}
    for flag, value in pairwise(words):
        if flag == "-H":
            name, _, said = value.partition(": ")
            headers[name] = said
        elif flag in options:
            options[flag] = value
    client, address = Client(headers=headers), words[-1].removeprefix("https://site")
    if options["-F"]:
        return reply_of(client.post(address, {"file": picture()}))
    kind = headers.get("Content-Type", "application/json")
    made = client.generic(options["-X"] or "GET", address, options["-d"], content_type=kind)
    return reply_of(made)


def test_every_command_of_the_guide_does_what_it_says(world: World) -> None:
    town = world.town
    known: dict[str, Any] = {
        "KEY": world.secret("officer"),
        "SITE": "https://site",
        "COMMUNITY": town.community.code,
        "GRID": town.grid.code,
        "NODE": town.grid.pk,
        "GROUP": world.group.pk,
        "MESSAGE": world.say("resident")["id"],
    }
    asked = commands()
    assert len(asked) == 12
    for command in asked:
        reply = sent(command, known)
        assert reply.status in (200, 201), (command, reply.json)
        if command.endswith('/api/v1/cases"'):
            known |= {"CASE": reply.json["id"], "VERSION": reply.json["version"]}


def test_the_guide_knows_every_scope_and_status_of_the_document() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for _method, _path, described in operations():
        assert described["x-scope"] in text
        for status in described["responses"]:
            assert status < "400" or status == "416" or status in text
