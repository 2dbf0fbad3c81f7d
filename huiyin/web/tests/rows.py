"""What is asked in the matrix of rights: every page and every operation of the interface, with objects of one grid."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from huiyin.groups.models import Member
from huiyin.web.api.document import operations
from huiyin.web.api.tests.conftest import World
from huiyin.web.kit.links import file_link

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# what is no page of ours: the interface has its own rows
NO_PAGES = frozenset({"api_document", "api_reference", "healthz"})
GRID_PAGES = frozenset({"resident:grid"})
ACTS = {"resident:matter_act": "urge"}
METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Row:
    """name: of the address or the operation. parameters: of its path."""

    name: str
    method: str
    path: str
    parameters: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.method} {self.name}"


def pages() -> list[Row]:
    return [
        Row(name, method, path, tuple(PARAMETER.findall(path)))
        for name, path in _addresses(get_resolver())
        for method in METHODS
        if not name.startswith("api-") and name not in NO_PAGES
    ]


def _addresses(
    resolver: URLResolver, space: str = "", above: str = ""
) -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        path = above + str(each.pattern)
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}", path
        else:
            yield from _addresses(each, f"{each.namespace}:" if each.namespace else space, path)


def interface() -> list[Row]:
    return [
        Row(str(described["operationId"]), method, path, tuple(re.findall(r"{(\w+)}", path)))
        for method, path, described in operations()
    ]


def address(row: Row, examples: Mapping[str, Any]) -> str:
    """Where the row's page stands with the examples. Raises KeyError for a parameter that has none yet."""
    of_this = dict(examples)
    if row.name in GRID_PAGES:
        of_this["code"] = examples["grid_code"]
    of_this["act"] = ACTS.get(row.name, examples["act"])
    if row.name == "kit:file":
        return str(examples["file_link"])
    return reverse(row.name, kwargs={name: of_this[name] for name in row.parameters})


def examples(world: World) -> dict[str, Any]:
    """An object for each parameter of an address: all of the first grid, the case raised and the words said by `resident`."""
    file = world.file("resident")
    said = world.say("resident")
    path = f"/groups/{world.group.pk}/messages"
    body = {"text": "照片在这里。", "file_id": file["id"]}
    world.done("resident", "POST", path, body, key="0a8f7c1e-8a53-4c7b-9d55-3f3d1f0e2a11")
    neighbour = Member.objects.get(group=world.group, person=world.town.persons["neighbour"])
    return {
        "case_id": world.open()["id"],
        "group_id": world.group.pk,
        "message_id": said["id"],
        "member_id": neighbour.pk,
        "file_id": file["id"],
        "file_link": file_link(
            file["id"], person_id=world.town.persons["resident"].pk, now=timezone.now()
        ),
        "code": world.group.join_code,
        "grid_code": world.town.grid.code,
        "act": "note",
        "do": "answer",
    }
