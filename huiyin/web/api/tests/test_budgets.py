"""How many queries the hot operations take: a change shows in review.

Own queries: without savepoints, and without those that find out who asks: what `GET /me` takes, key and viewer.
"""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.conftest import NOON
from huiyin.groups import actions as groups
from huiyin.people.models import HouseholdMember, Person
from huiyin.web.api.tests.conftest import World

# as measured. Allowed: 6 for a list, 12 for a detail, 15 for making a case.
OWN = {
    "list": 2,
    "counts": 1,
    "detail": 7,
    "open": 8,
    "operation": 12,
    "groups": 3,
    "messages": 4,
    "send": 3,
    "make_case": 15,
}
_SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO")


def taken(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return sum(not query["sql"].startswith(_SAVEPOINTS) for query in captured.captured_queries)


def own_queries(world: World, who: str, method: str, path: str, body: Any = None) -> int:
    key = uuid.uuid4() if method == "POST" else None
    asking = taken(lambda: world.done(who, "GET", "/me"))
    return taken(lambda: world.done(who, method, path, body, key=key)) - asking


@pytest.fixture
def busy(world: World) -> World:
    """A town in which things are going on, with keys made and policies read."""
    for who in ("resident", "officer"):
        world.secret(who)
    for number in range(5):
        world.say("resident", f"第{number}句")
        world.act("officer", "accept", world.open())
    return world


def _requests(world: World) -> Iterator[tuple[str, str, str, str, Any]]:
    case, said = world.open(), world.say("neighbour")
    opened = {"text": "灯不亮。", "category": "0102", "node_id": world.town.grid.pk}
    talk = f"/groups/{world.group.pk}/messages"
    yield "list", "officer", "GET", "/cases?state=open", None
    yield "counts", "officer", "GET", "/cases/counts", None
    yield "detail", "officer", "GET", f"/cases/{case['id']}", None
    yield "open", "resident", "POST", "/cases", opened
    yield "operation", "officer", "POST", f"/cases/{case['id']}/accept", {}
    yield "groups", "officer", "GET", "/groups", None
    yield "messages", "officer", "GET", talk, None
    yield "send", "resident", "POST", talk, {"text": "你好。"}
    made = {"message_ids": [said["id"]], "category": "0102"}
    yield "make_case", "officer", "POST", "/messages/make-case", made


def test_the_hot_operations_take_as_many_queries_as_are_written_down(busy: World) -> None:
    measured = {
        name: own_queries(busy, who, method, path, body)
        for name, who, method, path, body in _requests(busy)
    }
    assert measured == OWN


def test_sending_takes_as_many_queries_with_ten_times_the_members(busy: World) -> None:
    path = f"/groups/{busy.group.pk}/messages"
    few = own_queries(busy, "resident", "POST", path, {"text": "你好。"})
    household, officer = busy.town.households["resident"], busy.town.viewer("officer")
    for number in range(20):
        person = Person.objects.create(name=f"邻居{number}", is_synthetic=True, created_at=NOON)
        HouseholdMember.objects.create(household=household, person=person, from_at=NOON)
        groups.add_member(viewer=officer, group_id=busy.group.pk, person_id=person.pk, now=NOON)
    assert own_queries(busy, "resident", "POST", path, {"text": "你好。"}) == few
