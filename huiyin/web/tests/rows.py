"""What is asked in the matrix of rights: every page and every operation of the interface, with objects of one grid."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from huiyin.cases.models import Party
from huiyin.ground.imports.models import ImportBatch
from huiyin.ground.ledger.actions import By
from huiyin.groups.models import Member
from huiyin.territory.actions import draw_boundary
from huiyin.trust.actions.exports import ask_export
from huiyin.trust.actions.requests import ask
from huiyin.trust.rules.exporting import ExportKind
from huiyin.trust.rules.requests import RequestKind
from huiyin.visits.actions import ask_visit
from huiyin.visits.rules import Reason
from huiyin.web.api.document import operations
from huiyin.web.api.tests.conftest import World
from huiyin.web.kit.links import file_link

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# what is no page of ours: the interface has its own rows
NO_PAGES = frozenset({"api_document", "api_reference", "healthz"})
GRID_PAGES = frozenset({"resident:grid"})
# where the same parameter means something else
OTHERWISE: dict[str, dict[str, Any]] = {
    "resident:matter_act": {"act": "urge"},
    "resident:ask_for": {"kind": "correct"},
    "office:import_act": {"act": "run"},
}
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

    @property
    def surface(self) -> str:
        return self.name.partition(":")[0]


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
    of_this |= OTHERWISE.get(row.name, {})
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
    case_id = world.open()["id"]
    neighbour = Member.objects.get(group=world.group, person=world.town.persons["neighbour"])
    return {
        "case_id": case_id,
        "group_id": world.group.pk,
        "message_id": said["id"],
        "original_id": world.say("resident", "我的电话是14012345678")["id"],
        "member_id": neighbour.pk,
        "file_id": file["id"],
        "file_link": file_link(
            file["id"], person_id=world.town.persons["resident"].pk, now=timezone.now()
        ),
        "code": world.group.join_code,
        "grid_code": world.town.grid.code,
        "act": "note",
        "do": "answer",
        "kind": "households",
        "node_id": world.town.grid.pk,
        "number": _drawn(world),
        "post_id": world.town.posts["officer"].pk,
        "account_id": world.town.persons["resident"].account.pk,
        "request_id": _asked(world),
        "export_id": _exported(world),
        "batch_id": _brought(world),
        "party_id": Party.objects.get(case_id=case_id).pk,
        "passkey_id": 1,
        "household_id": world.town.households["resident"].pk,
        "visit_id": _sent(world),
    }


def _drawn(world: World) -> int:
    """The number of a boundary of the grid."""
    corners = [[120.0, 37.0], [120.01, 37.0], [120.01, 37.01], [120.0, 37.0]]
    by = By(world.town.persons["county"].pk, world.town.posts["county"].pk)
    drawn = draw_boundary(
        node_id=world.town.grid.pk,
        geometry={"type": "Polygon", "coordinates": [corners]},
        reason="第一次画",
        version=0,
        by=by,
        now=timezone.now(),
    )
    return drawn.number


def _sent(world: World) -> int:
    """A visit of the officer at the neighbours' door."""
    there = world.town.households["neighbour"].pk
    officer = world.town.viewer("officer", at=timezone.now())
    return ask_visit(viewer=officer, reason=Reason.CARE, household_id=there, now=timezone.now()).pk


def _asked(world: World) -> int:
    """What the resident asked for about their own data."""
    me = world.town.persons["resident"].pk
    return ask(person_id=me, kind=RequestKind.CORRECT, text="名字写错了", now=timezone.now()).pk


def _exported(world: World) -> int:
    """A file the auditor asked for, waiting for whoever approves."""
    now = timezone.now()
    asked = {"start": "2026-01-01", "end": "2026-01-02", "topic": "", "by": ""}
    made = ask_export(
        kind=ExportKind.AUDIT,
        asked={**asked, "subject": "", "subject_id": ""},
        purpose="核对谁看过个人信息",
        viewer=world.town.viewer("auditor", at=now),
        now=now,
    )
    return made.pk


def _brought(world: World) -> int:
    """A file on its way into the site, brought by the system administrator."""
    now = timezone.now()
    made = ImportBatch.objects.create(
        kind="households",
        person_id=world.town.persons["system_admin"].pk,
        post_id=world.town.posts["system_admin"].pk,
        area=world.town.nodes["379901"].path,
        created_at=now,
        moved_at=now,
    )
    return made.pk
