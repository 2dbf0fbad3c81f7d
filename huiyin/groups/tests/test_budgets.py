"""How many questions each page and act asks the database, whatever the size: a change shows here in review."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.conftest import NOON
from huiyin.groups import actions, queries
from huiyin.groups.models import Group
from huiyin.groups.tests.conftest import WATER, Square

BUDGET = {
    "groups_of a resident": 2,
    "groups_of an officer": 3,
    "messages": 5,
    "unanswered": 4,
    "unanswered_count": 2,
    "supervision": 6,
    # acts run in a savepoint of the edge's transaction: two of each number
    "mark_read": 5,
    "classify": 7,
    "answer_here": 7,
}


@pytest.fixture
def busy(square: Square, next_door: Group) -> Square:
    for n in range(12):
        said = square.say("resident", f"第 {n} 句", at=NOON + timedelta(minutes=n))
        square.say("neighbour", "同问", reply_to=said)
        square.say("resident_next_door", "早", group=next_door)
    actions.make_case(
        viewer=square.town.viewer("officer"), message_ids=[said.pk], category=WATER, now=NOON
    )
    return square


def _asks(square: Square) -> dict[str, Callable[[], object]]:
    town, group = square.town, square.group.pk
    officer, resident, secretary = (
        town.viewer("officer"),
        town.viewer("resident"),
        town.viewer("secretary"),
    )
    said = square.say("neighbour", "几点来水？").pk
    key = uuid.uuid4()
    return {
        "groups_of a resident": lambda: queries.groups_of(resident),
        "groups_of an officer": lambda: queries.groups_of(officer),
        "messages": lambda: queries.messages(officer, group),
        "unanswered": lambda: queries.unanswered(officer, now=NOON),
        "unanswered_count": lambda: queries.unanswered_count(officer, now=NOON),
        "supervision": lambda: queries.supervision(secretary, now=NOON),
        "mark_read": lambda: actions.mark_read(viewer=resident, group_id=group, seq=3),
        "classify": lambda: actions.classify(
            viewer=officer, message_ids=[said], message_class="small_talk", now=NOON
        ),
        "answer_here": lambda: actions.answer_here(
            viewer=officer, message_ids=[said], text="下午三点", client_key=key, now=NOON
        ),
    }


def test_each_page_and_act_keeps_its_budget(busy: Square) -> None:
    found = {}
    for name, ask in _asks(busy).items():
        with CaptureQueriesContext(connection) as asked:
            ask()
        found[name] = len(asked)
    assert found == BUDGET
