"""The clock as a process: much that is due is shared by two, and each case is served once."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event, Lock, get_ident
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError

from huiyin.cases import actions
from huiyin.cases.actions import clock
from huiyin.cases.actions.papers import Pile
from huiyin.cases.models import Case
from huiyin.cases.rules.words import Channel
from huiyin.config import processes
from huiyin.conftest import NOON, Town
from huiyin.ground.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
LATE = NOON + timedelta(minutes=31)
MANY = 12


@pytest.fixture
def due(transactional_db: None, town: Town) -> list[int]:
    """The ids of cases that are late, three batches of them."""
    resident = town.viewer("resident")
    cases = [
        actions.open_case(
            viewer=resident,
            now=NOON,
            text="三号楼没有水了。",
            category="0101",
            node_id=town.grid.pk,
            channel=Channel.GROUP,
            reporter_id=resident.person_id,
        )
        for _ in range(MANY)
    ]
    return [case.pk for case in cases]


def serve_four(**asked: Any) -> int:
    return clock.run_due(limit=4, **asked)


def serve(run_due: Callable[..., int] = serve_four, *, batch: int = 4) -> None:
    with patch.object(processes, "run_due", run_due), patch.object(processes, "TOGETHER", batch):
        processes.serve_due(now=LATE, stopped=Event())


def moved_up() -> list[int]:
    entries = Entry.objects.filter(kind="case.moved_up")
    return sorted(entries.values_list("subject_id", flat=True))


def test_two_share_what_is_due_and_each_case_goes_up_once(due: list[int]) -> None:
    ours, second_had_one = get_ident(), Event()

    def run_due(**asked: Any) -> int:
        if get_ident() == ours:
            assert second_had_one.wait(20)
        served = serve_four(**asked)
        second_had_one.set()
        return served

    serve(run_due)
    assert moved_up() == sorted(due)
    assert set(Case.objects.values_list("rung", flat=True)) == {2}


def test_one_counts_while_the_other_writes(due: list[int]) -> None:
    counted, write, counting = clock._counted, Pile.write, Lock()
    begun: list[int] = []
    second_began = Event()

    def count(*asked: Any) -> Pile:
        assert counting.acquire(blocking=False), "two count at once"
        begun.append(get_ident())
        if len(set(begun)) > 1:
            second_began.set()
        papers = counted(*asked)
        counting.release()
        return papers

    def write_late(papers: Pile) -> None:
        assert second_began.wait(20), "nobody counts while the first writes"
        write(papers)

    with patch.object(clock, "_counted", count), patch.object(Pile, "write", write_late):
        serve()
    assert moved_up() == sorted(due)
    assert not Entry.objects.filter(kind="case.clock_failed").exists()


def test_a_single_batch_is_served_by_one(due: list[int]) -> None:
    threads = set()

    def run_due(**asked: Any) -> int:
        threads.add(get_ident())
        return serve_four(**asked)

    serve(run_due, batch=MANY)
    assert threads == {get_ident()}
    assert moved_up() == sorted(due)


def test_a_fault_of_the_second_is_heard_by_the_process(due: list[int]) -> None:
    ours = get_ident()

    def run_due(**asked: Any) -> int:
        if get_ident() != ours:
            raise OperationalError("the database went away")
        return serve_four(**asked)

    with pytest.raises(OperationalError, match="went away"):
        serve(run_due)
    assert moved_up() == sorted(due)
