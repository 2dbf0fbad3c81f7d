"""Work that happens after a change, queued in the transaction of the change: procrastinate on the same PostgreSQL.

The only module that knows the library. A job is a top-level function with JSON arguments; it runs at least once, in a
durable transaction of its own, is tried again with growing pauses, and is kept when it has failed for good.
"""

import functools
import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import close_old_connections, connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.tasks import Task

from huiyin.lib.times import ZONE

# 2, 4, 8 … seconds: about an hour in all, enough for a database to come back
RETRY = RetryStrategy(max_attempts=11, exponential_wait=2)
POLL_S = 0.25
STALLED_S = 30
_STALLED = """
FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
WHERE job.status = 'doing' AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
"""
_DEFER_ALL = """
SELECT procrastinate_defer_jobs_v1(array_agg(job))
FROM json_populate_recordset(NULL::procrastinate_job_to_defer_v1, %s) job
"""

_tasks: dict[str, Task[Any, None, Any]] = {}
_functions: dict[str, Callable[..., None]] = {}


def register(function: Callable[..., None], *, cron: str | None = None) -> None:
    """Make a function runnable as a job. cron: also run it by the clock, with `timestamp` (s since 1970).

    The minutes and hours of a cron are those of the service's own zone. Called from `AppConfig.ready`; asking twice for the same function is harmless.
    """
    name = _name(function)
    if name in _tasks:
        return

    @functools.wraps(function)
    def in_transaction(**arguments: Any) -> None:
        # a thread of the worker outlives its connection when the database starts again
        close_old_connections()
        try:
            with transaction.atomic(durable=True):
                function(**arguments)
        finally:
            close_old_connections()

    task: Any = queue.task(name=name, retry=RETRY)(in_transaction)
    _functions[name] = function
    _tasks[name] = queue.periodic(cron=in_utc(cron))(task) if cron else task


def in_utc(cron: str) -> str:
    """Translate a cron of our zone into the one that means the same to the library, which counts hours in UTC.

    The zone is whole hours from UTC and knows no summer time, so a shift of the hours is all. Raises ValueError for
    named days, which the shift may carry into the day before: such a job runs daily and looks at the date itself.
    """
    minute, hour, *days = cron.split()
    if days != ["*", "*", "*"] or not re.fullmatch(r"\*|\d{1,2}(,\d{1,2})*", hour):
        raise ValueError(f"{cron}: give minutes and hours alone, the days stay *")
    if hour != "*":
        ahead = (datetime.now(ZONE).utcoffset() or timedelta()) // timedelta(hours=1)
        hour = ",".join(str((int(each) - ahead) % 24) for each in hour.split(","))
    return " ".join([minute, hour, *days])


def defer(function: Callable[..., None], *, at: datetime | None = None, **arguments: Any) -> None:
    """Queue a registered job in the caller's transaction. at: not before this moment (aware)."""
    _tasks[_name(function)].configure(schedule_at=at).defer(**arguments)


def defer_all(function: Callable[..., None], arguments: Sequence[dict[str, Any]]) -> None:
    """Queue a registered job once for each of these arguments, in one statement.

    The library's own function, called with what its own call would say: that took longer in Python than here.
    """
    task = _tasks[_name(function)]
    about = {"queue_name": task.queue, "task_name": task.name, "priority": task.priority}
    with connection.cursor() as cursor:
        jobs = orjson.dumps([{**about, "args": each} for each in arguments])
        cursor.execute(_DEFER_ALL, [jobs.decode()])


def run_pending() -> int:
    """Run everything that waits, here and now, until nothing is left. Returns how many jobs ran.

    For tests and the replay of a transcript. Each job is one transaction with its own taking and finishing, so an
    interruption leaves it waiting; an error is raised.
    """
    count = 0
    while _run_one():
        count += 1
    return count


def run_worker(*, is_once: bool = False) -> None:
    """Work until stopped by SIGINT or SIGTERM, or until nothing waits; what a killed worker held is taken up again."""
    # Jobs are queued through Django's connection, in the transaction of the change; the worker takes them through
    # connections of its own. The copy leaves the queue that jobs themselves defer to as it is.
    worker = queue.with_connector(DjangoConnector().get_worker_connector())
    worker.run_worker(
        wait=not is_once,
        fetch_job_polling_interval=POLL_S,
        abort_job_polling_interval=5.0,
        listen_notify=False,
        delete_jobs="successful",
        update_heartbeat_interval=STALLED_S / 3,
        stalled_worker_timeout=STALLED_S,
        install_signal_handlers=True,
    )


def take_up_stalled(*, timestamp: int) -> None:
    """Put back the jobs whose worker gave no sign of life for half a minute."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT procrastinate_retry_job_v2(job.id, now(), NULL, NULL, NULL) {_STALLED}",
            [STALLED_S],
        )


def stalled() -> int:
    """How many jobs are held by a worker that gave no sign of life for half a minute, and wait to be put back."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_STALLED}", [STALLED_S])
        (count,) = cursor.fetchone()
    return int(count)


def waiting() -> int:
    """How many jobs are due and not begun: the lag that the health page shows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs"
            " WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())"
        )
        (count,) = cursor.fetchone()
    return int(count)


def failed() -> int:
    """How many jobs have failed for good and wait for a person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        (count,) = cursor.fetchone()
    return int(count)


@transaction.atomic
def _run_one() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, task_name, args FROM procrastinate_fetch_job_v2(NULL, NULL)")
        job_id, name, arguments = cursor.fetchone()
        if job_id is None:
            return False
        _functions[name](**json.loads(arguments))
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [job_id])
    return True


def _name(function: Callable[..., None]) -> str:
    return f"{function.__module__}.{function.__qualname__}"
