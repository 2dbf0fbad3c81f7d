"""Two at once: clocks, clicks and repeats, in transactions of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from huiyin.cases import actions
from huiyin.cases.actions import clock
from huiyin.cases.actions.act import Act
from huiyin.cases.actions.papers import Pile
from huiyin.cases.models import Case, Notice
from huiyin.cases.rules.words import Channel, Outcome, TellChannel
from huiyin.conftest import NOON, Town
from huiyin.ground.ledger import queries as ledger
from huiyin.ground.ledger.models import Entry
from huiyin.lib.refusal import Conflict, Refused

pytestmark = pytest.mark.django_db(transaction=True)
LATE = NOON + timedelta(minutes=31)
# of the clock for up to a hundred cases that are warned and then moved up, and for the look whether more is due
MOST_QUERIES = 50


@pytest.fixture
def town_for_good(transactional_db: None, town: Town) -> Town:
    """The town in committed rows, so that several connections see it."""
    return town


def opened(town: Town, **more: Any) -> Case:
    resident = town.viewer("resident")
    return actions.open_case(
        viewer=resident,
        now=NOON,
        text="三号楼没有水了。",
        category="0101",
        node_id=town.grid.pk,
        channel=Channel.GROUP,
        reporter_id=resident.person_id,
        **more,
    )


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Run calls at the same moment, each on a connection of its own; a Refused comes back as the result."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return call()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def moved_up(case: Case) -> list[Entry]:
    return [e for e in ledger.history("case", case.pk) if e.kind == "case.moved_up"]


def test_four_clocks_move_each_overdue_case_up_exactly_once(town_for_good: Town) -> None:
    cases = [opened(town_for_good) for _ in range(12)]
    served = together(*[lambda: clock.run_due(now=LATE)] * 4)
    together(*[lambda: clock.run_due(now=LATE)] * 2)
    assert sum(served) >= len(cases)
    for case in cases:
        (entry,) = moved_up(case)
        assert Notice.objects.filter(entry_id=entry.pk).count() == 3
        assert Case.objects.get(pk=case.pk).rung == 2


def test_a_clock_that_fails_on_one_case_serves_the_others_and_raises_an_alarm(
    town_for_good: Town,
) -> None:
    broken, healthy = opened(town_for_good), opened(town_for_good)
    serve = clock._serve

    def fail_on_one(act: Act) -> None:
        if act.case.pk == broken.pk:
            raise RuntimeError("the fault of the test")
        serve(act)

    with patch.object(clock, "_serve", fail_on_one):
        clock.run_due(now=LATE)
    assert len(moved_up(healthy)) == 1
    assert [e.kind for e in ledger.history("case", broken.pk)] == [
        "case.opened",
        "case.clock_failed",
    ]
    clock.run_due(now=LATE + clock.AFTER_A_FAULT)
    assert len(moved_up(broken)) == 1


def test_of_many_written_together_the_one_that_the_database_refuses_fails_alone(
    town_for_good: Town,
) -> None:
    cases = [opened(town_for_good) for _ in range(5)]
    write = Pile.write

    def refuse_one(pile: Pile) -> None:
        write(pile)
        if cases[3].pk in [case.pk for case in pile.cases]:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")

    with patch.object(Pile, "write", refuse_one):
        clock.run_due(now=LATE)
    assert [len(moved_up(case)) for case in cases] == [1, 1, 1, 0, 1]
    assert ledger.history("case", cases[3].pk)[-1].kind == "case.clock_failed"
    assert Case.objects.get(pk=cases[3].pk).clock_at == LATE + clock.AFTER_A_FAULT


def test_ten_due_cases_take_as_many_queries_as_two(
    town_for_good: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        opened(town_for_good)
    with CaptureQueriesContext(connection) as few:
        assert clock.run_due(now=LATE) == 4  # each is warned, then moved up
    for _ in range(10):
        opened(town_for_good)
    with django_assert_num_queries(len(few)):
        assert clock.run_due(now=LATE) == 20
    assert len(few) <= MOST_QUERIES


def test_two_clicks_with_one_key_open_one_case(town_for_good: Town) -> None:
    key = uuid4()
    made = together(*[lambda: opened(town_for_good, client_key=key)] * 3)
    assert len({case.pk for case in made}) == 1
    assert Case.objects.count() == 1


def test_cases_opened_at_once_are_numbered_without_a_gap(town_for_good: Town) -> None:
    together(*[lambda: opened(town_for_good)] * 6)
    serials = sorted(int(number[-5:]) for number in Case.objects.values_list("number", flat=True))
    assert serials == [1, 2, 3, 4, 5, 6]


def test_of_two_who_act_on_the_same_version_one_is_told_what_changed(town_for_good: Town) -> None:
    case, officer = opened(town_for_good), town_for_good.viewer("officer")
    asked: dict[str, Any] = {
        "case_id": case.pk,
        "viewer": officer,
        "now": NOON,
        "version": case.version,
    }
    results = together(
        lambda: actions.hand_up(reason="超出权限。", **asked),
        lambda: actions.answer_now(
            text="已答复。", outcome=Outcome.EXPLAINED, channel=TellChannel.GROUP_REPLY, **asked
        ),
    )
    refused = [result for result in results if isinstance(result, Refused)]
    assert len(refused) == 1
    assert isinstance(refused[0], Conflict) or refused[0].status in (403, 404)


def test_two_who_merge_crosswise_do_not_stop_each_other(town_for_good: Town) -> None:
    one, other = opened(town_for_good), opened(town_for_good)
    officer = town_for_good.viewer("officer")
    results = together(
        lambda: actions.merge(case_id=one.pk, into_id=other.pk, viewer=officer, now=NOON),
        lambda: actions.merge(case_id=other.pk, into_id=one.pk, viewer=officer, now=NOON),
    )
    assert sum(isinstance(result, Case) for result in results) == 1
    assert Case.objects.filter(is_ended=True).count() == 1
