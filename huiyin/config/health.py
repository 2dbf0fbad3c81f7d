"""`/healthz`: whether the site works, and if not which part does not; and what somebody should see to soon."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from huiyin.cases.queries.alarms import next_alarm_at
from huiyin.escalation.queries import calendar_warnings
from huiyin.ground import jobs
from huiyin.ground.heartbeats import queries as heartbeats
from huiyin.lib.times import local

# a process beats every five seconds; a busy machine may skip a few
SILENCE_S = 30.0
# the clock looks every second; a minute behind is too much for any limit counted in minutes
CLOCK_LAG_S = 60.0
PROCESSES = ("live", "worker", "clock")


@dataclass
class Health:
    """faults: one English sentence each, empty when all is well. Ages and lag in seconds.

    warnings: the same for what does not keep the site from working.
    """

    database: str = "ok"
    unapplied_migrations: int | None = None
    heartbeat_age_s: dict[str, float | None] = field(default_factory=dict)
    clock_lag_s: float | None = None
    waiting_jobs: int | None = None
    failed_jobs: int | None = None
    stalled_jobs: int | None = None
    warnings: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        return not self.faults


def check(*, now: datetime) -> Health:
    """Look at every part. Never raises: what cannot be looked at is a fault."""
    health = Health()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        health.unapplied_migrations = unapplied_migrations()
    except Error as error:
        health.database = "unreachable"
        health.faults.append(f"database: {type(error).__name__}, check DATABASE_URL and the server")
        return health
    if health.unapplied_migrations:
        health.faults.append(
            f"migrations: {health.unapplied_migrations} not applied, run `huiyin migrate`"
        )
        return health
    _look_at_processes(health, now)
    _look_ahead(health, now)
    return health


def unapplied_migrations() -> int:
    """How many migrations of this code the database has not seen. Once none, none for good."""
    if not _known.is_up_to_date:
        executor = MigrationExecutor(connection)
        count = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if count:
            return count
        _known.is_up_to_date = True
    return 0


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the site works, warnings or not; 503 when a part does not, and `faults` names it."""
    health = check(now=timezone.now())
    answer: dict[str, Any] = {"status": "ok" if health.is_well else "fault", **asdict(health)}
    return JsonResponse(answer, status=200 if health.is_well else 503)


def _look_at_processes(health: Health, now: datetime) -> None:
    ages = heartbeats.ages_s(now=now)
    for process in PROCESSES:
        age = ages.get(process)
        health.heartbeat_age_s[process] = None if age is None else round(age, 1)
        if age is None or age > SILENCE_S:
            seen = "never seen" if age is None else f"silent for {age:.0f} s"
            health.faults.append(f"{process}: {seen}, check `huiyin {process}`")
    waiting_since = next_alarm_at()
    lag_s = max(0.0, (now - waiting_since).total_seconds()) if waiting_since else 0.0
    health.clock_lag_s = round(lag_s, 1)
    if lag_s > CLOCK_LAG_S:
        health.faults.append(f"clock: {lag_s:.0f} s behind")
    health.waiting_jobs = jobs.waiting()
    health.failed_jobs = jobs.failed()
    health.stalled_jobs = jobs.stalled()


def _look_ahead(health: Health, now: datetime) -> None:
    if health.stalled_jobs:
        health.warnings.append(
            f"jobs: {health.stalled_jobs} held by a worker that is gone, put back within a minute "
            "of a worker running"
        )
    with translation.override("en"):
        health.warnings += [f"calendar: {each}" for each in calendar_warnings(local(now).date())]


@dataclass
class _Known:
    is_up_to_date: bool = False


_known = _Known()
