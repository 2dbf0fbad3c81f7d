"""Lists over many cases: each is served by an index, whoever looks, however it is narrowed and ordered."""

from collections.abc import Iterator
from itertools import product
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases import actions
from huiyin.cases.models import Case
from huiyin.cases.queries import filters, lists
from huiyin.cases.queries.filters import looks_at_newest
from huiyin.cases.queries.keysets import Order
from huiyin.cases.queries.lists import CaseFilters
from huiyin.cases.rules.words import Channel, Outcome, TellChannel
from huiyin.conftest import NOON, Town

pytestmark = pytest.mark.django_db
MANY = 12_000
VIEWERS = ("officer", "secretary", "street", "county")
# one in forty is open, one in twelve lies where the town is
COPIES = """
    INSERT INTO cases_case SELECT (jsonb_populate_record(one, jsonb_build_object(
        'id', one.id - n * 40960::bigint - one.is_ended::int, 'number', one.number || '-' || n,
        'area', CASE WHEN n %% 12 = 0 THEN one.area ELSE '3799/379901/x' || n %% 12 || '/' || n %% 97 || '/' END,
        'urgency', CASE WHEN n %% 50 = 0 THEN 'urgent' ELSE 'normal' END,
        'due_at', one.due_at + make_interval(mins => n)
    ))).* FROM cases_case one, generate_series(1, %s) n WHERE one.is_ended = (n %% 40 > 0)
"""
NARROWED: tuple[dict[str, str], ...] = (
    {},
    {"state": "open"},
    {"state": "ended"},
    {"state": "closed"},
    {"state": "open", "due": "overdue"},
    {"urgency": "urgent", "channel": "phone"},
    {"category": "05"},
    {"supervision": "red"},
    {"rung": "1"},
    {"told": "today"},
)


def opened(town: Town) -> Case:
    resident = town.viewer("resident")
    return actions.open_case(
        viewer=resident,
        now=NOON,
        text="三号楼没有水了。",
        category="0101",
        node_id=town.grid.pk,
        channel=Channel.GROUP,
        reporter_id=resident.person_id,
    )


def ended(town: Town) -> Case:
    case = actions.answer_now(
        case_id=opened(town).pk,
        viewer=town.viewer("officer"),
        now=NOON,
        text="水来了。",
        outcome=Outcome.EXPLAINED,
        channel=TellChannel.GROUP_REPLY,
    )
    return actions.rate(case_id=case.pk, viewer=town.viewer("resident"), now=NOON, solved=True)


@pytest.fixture
def many(town: Town) -> int:
    opened(town)
    ended(town)
    with connection.cursor() as cursor:
        cursor.execute(COPIES, [MANY])
        cursor.execute("ANALYZE cases_case")
    return MANY


def plans(statements: list[str]) -> Iterator[dict[str, Any]]:
    """Every node of the plans of some statements."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
            (found,) = cursor.fetchone()
            waiting = [each["Plan"] for each in found]
            while waiting:
                node = waiting.pop()
                waiting += node.get("Plans", [])
                yield node


def test_every_list_is_served_by_an_index_and_sorts_a_part_at_most(town: Town, many: int) -> None:
    for key, order, narrowed in product(VIEWERS, Order, NARROWED):
        with CaptureQueriesContext(connection) as asked:
            lists.work_list(town.viewer(key), CaseFilters(**narrowed), now=NOON, order=order)
        listed = [each["sql"] for each in asked if 'FROM "cases_case"' in each["sql"]]
        assert listed
        for node in plans(listed):
            told = (key, order, narrowed, node["Node Type"], node["Plan Rows"])
            assert (node["Node Type"], node.get("Relation Name")) != ("Seq Scan", "cases_case"), (
                told
            )
            assert node["Node Type"] != "Sort" or node["Plan Rows"] < many / 5, told


def test_the_clock_finds_what_is_due_by_its_index(many: int) -> None:
    due = Case.objects.select_for_update(skip_locked=True).filter(clock_at__lte=NOON)
    plan = due.order_by("clock_at")[:100].explain()
    assert "case_clock" in plan
    assert "Sort" not in plan


def test_a_list_of_everything_by_limits_ends_with_what_has_ended(town: Town) -> None:
    first, second = ended(town), ended(town)
    running = opened(town)
    page = lists.work_list(town.viewer("county"), CaseFilters(), now=NOON, order=Order.DUE, limit=2)
    assert [line.id for line in page.lines] == [running.pk, second.pk]
    rest = lists.work_list(
        town.viewer("county"), CaseFilters(), now=NOON, order=Order.DUE, after=page.after
    )
    assert ([line.id for line in rest.lines], rest.after) == ([first.pk], None)


def test_a_search_for_words_looks_at_the_newest_and_one_for_a_number_everywhere(town: Town) -> None:
    older, newer = opened(town), opened(town)
    viewer, words = town.viewer("county"), CaseFilters(words=older.title)
    number = CaseFilters(words=older.number)
    assert looks_at_newest(words)
    assert not looks_at_newest(number)
    assert not looks_at_newest(CaseFilters())
    with patch.object(filters, "SEARCHED", 1):
        found = lists.work_list(viewer, words, now=NOON).lines
        assert [line.id for line in found] == [newer.pk]
        assert [line.id for line in lists.work_list(viewer, number, now=NOON).lines] == [older.pk]
