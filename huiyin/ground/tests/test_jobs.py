import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from procrastinate.contrib.django import app as queue
from procrastinate.periodic import PeriodicDeferrer, PeriodicRegistry
from procrastinate.tasks import Task

from huiyin.ground import jobs
from huiyin.lib.times import ZONE

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
    assert jobs.stalled() == 1
    jobs.take_up_stalled(timestamp=0)
    assert jobs.stalled() == 0
    assert jobs.run_pending() == 1
    assert done == ["held"]


@pytest.mark.django_db
def test_no_job_notifies_or_keeps_a_diary_inside_the_business_transaction() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'procrastinate_jobs'::regclass"
        )
        triggers = {name for (name,) in cursor.fetchall()}
    assert not [name for name in triggers if "notify" in name or "events" in name]


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


def moments(cron: str, day: datetime) -> list[datetime]:
    """When the library itself would run it on a day of our zone."""
    registry = PeriodicRegistry()  # type: ignore[no-untyped-call] # the library left it without types
    registry.register_task(Task(say, blueprint=queue, queue="default"), cron, "", {})
    deferrer, (task,) = PeriodicDeferrer(registry), registry.periodic_tasks.values()
    since, until = day.timestamp() - 1, (day + timedelta(days=1)).timestamp() - 1
    found = deferrer.get_timestamps(task, since=int(since), until=until)
    return [datetime.fromtimestamp(at, ZONE) for at in found]


@pytest.mark.parametrize("hours", [[4], [0, 7, 8, 23]])
def test_a_cron_means_the_clock_on_the_wall_here(hours: list[int]) -> None:
    day = datetime(2026, 11, 3, tzinfo=ZONE)
    cron = f"20 {','.join(str(hour) for hour in hours)} * * *"
    assert moments(jobs.in_utc(cron), day) == [day.replace(hour=h, minute=20) for h in hours]


def test_what_runs_every_hour_stays_as_it_is() -> None:
    assert jobs.in_utc("*/10 * * * *") == "*/10 * * * *"


@pytest.mark.parametrize("cron", ["20 4 1 * *", "20 4 * * 1", "20 */4 * * *"])
def test_a_cron_that_cannot_be_shifted_is_refused(cron: str) -> None:
    with pytest.raises(ValueError, match="the days stay"):
        jobs.in_utc(cron)


def test_the_nightly_jobs_run_at_night() -> None:
    daily = [task.cron for task in queue.periodic_registry.periodic_tasks.values()]
    day = datetime(2026, 11, 3, tzinfo=ZONE)
    nightly = [found for cron in daily if len(found := moments(cron, day)) == 1]
    assert nightly
    assert all(1 <= moment.hour <= 5 for (moment,) in nightly)
