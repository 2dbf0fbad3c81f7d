import asyncio
from datetime import UTC, datetime

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections

from huiyin.ground import jobs

done: list[str] = []


def say(word: str, more: str = "") -> None:
    done.append(word + more)
    if word == "first":
        jobs.defer(say, word="second", more="!")


@pytest.fixture(autouse=True)
def _registered() -> None:
    done.clear()
    jobs.register(say)


@pytest.mark.django_db
def test_jobs_run_in_order_with_those_they_queue() -> None:
    jobs.defer(say, word="first")
    jobs.defer(say, word="third")
    assert jobs.run_pending() == 3
    assert done == ["first", "third", "second!"]
    assert jobs.run_pending() == 0


@pytest.mark.django_db
def test_a_job_for_later_waits() -> None:
    jobs.defer(say, at=datetime(2999, 1, 1, tzinfo=UTC), word="later")
    assert (jobs.run_pending(), jobs.waiting()) == (0, 0)


@pytest.mark.django_db
def test_what_a_killed_worker_held_is_taken_up_again() -> None:
    jobs.defer(say, word="held")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, NULL)")
    assert jobs.run_pending() == 0
    jobs.take_up_stalled(timestamp=0)
    assert jobs.run_pending() == 1
    assert done == ["held"]


@pytest.mark.django_db
def test_no_job_notifies_inside_the_business_transaction() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'procrastinate_jobs'::regclass"
        )
        triggers = {name for (name,) in cursor.fetchall()}
    assert not [name for name in triggers if "notify" in name]


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_what_was_queued_and_what_that_queues(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # the threads that run jobs, and the one that queues what the clock asks for, leave no connection behind
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    jobs.defer(say, word="first")
    jobs.run_worker(is_once=True)
    asyncio.run(sync_to_async(connections.close_all)())
    assert done == ["first", "second!"]
    assert (jobs.waiting(), jobs.failed()) == (0, 0)
