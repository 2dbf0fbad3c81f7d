"""The clock: 1,000 due cases among many open ones, by one process and by two at once; and one batch by itself."""

import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bench.harness import cores
from bench.harness.benchmark import Benchmark, Core, Effort, Goal, Run, Sample
from bench.harness.machine import ROOT
from bench.load import site
from huiyin.cases.actions.clock import TOGETHER, run_due
from huiyin.config.processes import serve_due

DUE = 1000
# those that a clock can hand up, other ones each time
CHOOSE = """
    UPDATE cases_case SET due_at = %(due)s, warn_at = %(warned)s, clock_at = %(due)s, is_warned = true WHERE id IN (
        SELECT id FROM cases_case WHERE state IN ('pending', 'accepted', 'in_progress') AND rung < 4 AND clock_at > %(now)s
        ORDER BY hashint8extended(id, %(round)s) LIMIT %(many)s
    ) RETURNING id
"""
CLAIM = "SELECT id FROM cases_case WHERE clock_at <= %s ORDER BY clock_at LIMIT %s FOR UPDATE SKIP LOCKED"
# the volume of handing up as bare rows: the case, its step ended and begun, the entry, four notices, the job
BARE = (
    (
        "UPDATE cases_case SET rung = rung + 1, rung_since = now(), state = 'pending', state_since = now(), due_at = now(),"
        " warn_at = now(), clock_at = now() + interval '1 hour', version = version + 1 WHERE id = ANY(%(ids)s)"
    ),
    "UPDATE cases_casestep SET ended_at = now(), ended_by = 'move_up' WHERE case_id = ANY(%(ids)s) AND ended_at IS NULL",
    (
        "INSERT INTO cases_casestep (id, case_id, rung, step, holder_id, started_at, due_at, first_due_at)"
        " SELECT id + 7, id, rung, 'accept', holder_id, now(), now(), now() FROM cases_case WHERE id = ANY(%(ids)s)"
    ),
    (
        "INSERT INTO ledger_entry (id, kind, subject, subject_id, at, area, data, topics)"
        " SELECT id + 7, 'case.moved_up', 'case', id, now(), area, jsonb_build_object('number', number, 'text', text),"
        " ARRAY['case:' || id, 'post:' || holder_id, 'person:' || reporter_id, 'node:1', 'node:2', 'node:3', 'node:4']"
        " FROM cases_case WHERE id = ANY(%(ids)s)"
    ),
    (
        "INSERT INTO cases_notice (id, case_id, entry_id, post_id, kind, text, at)"
        " SELECT id + 7 + n, id, id + 7 + n, holder_id, 'moved_up', text, now()"
        " FROM cases_case, generate_series(1, 3) n WHERE id = ANY(%(ids)s)"
    ),
    (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args) SELECT 'bare', 'bare', jsonb_build_object('entry_id', id)"
        " FROM cases_case WHERE id = ANY(%(ids)s)"
    ),
)


@contextmanager
def prepared(size: int, _effort: Effort) -> Iterator[Run]:
    site.filled(count=size, open_share=1.0, now=timezone.now())
    with _second_clock() as second:
        rounds = iter(range(1, 1000))
        yield lambda: _run(rounds, second, min(DUE, size // 10))


def _run(rounds: Iterator[int], second: "subprocess.Popen[str]", many: int) -> Sample:
    now, batch = _made_due(next(rounds), min(many, TOGETHER))
    queries = Counter[str]()
    with connection.execute_wrapper(_counting(queries)):
        batch_s = _timed(lambda: run_due(now=now, limit=len(batch)))
    faults = [_faults(batch, now)]
    now, ids = _made_due(next(rounds), many)
    claim_ms, bare_s = _claim_ms(now), _bare_s(ids)
    clock_s = _timed(lambda: serve_due(now=now, stopped=Event()))
    faults.append(_faults(ids, now))
    now, others = _made_due(next(rounds), many)
    both_s = _timed(lambda: _serve_with(second, now))
    faults.append(_faults(others, now))
    return Sample(
        figures={
            "clock_s": clock_s,
            "batch_s": batch_s,
            "two_clocks_s": both_s,
            "claim_ms": claim_ms,
        },
        limits={"bare_rows": bare_s},
        counts={
            "handed_up": len(ids),
            "batch": len(batch),
            "queries_of_batch": queries["all"],
            "lost": sum(lost for lost, _ in faults),
            "doubled": sum(doubled for _, doubled in faults),
        },
    )


def _made_due(number: int, many: int) -> tuple[datetime, list[int]]:
    now = timezone.now()
    times = {"due": now - timedelta(minutes=1), "warned": now - timedelta(minutes=9), "now": now}
    with connection.cursor() as cursor:
        cursor.execute(CHOOSE, times | {"round": number, "many": many})
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute("VACUUM (ANALYZE) cases_case")
    return now, ids


def _claim_ms(now: datetime) -> float:
    took = []
    for _ in range(5):
        with transaction.atomic(), connection.cursor() as cursor:
            began = time.perf_counter()
            cursor.execute(CLAIM, [now, TOGETHER])
            took.append(time.perf_counter() - began)
            transaction.set_rollback(True)
    return statistics.median(took) * 1000


def _bare_s(ids: list[int]) -> float:
    """Taken back, so that the clock finds the rows as they were: the one commit it saves is a few milliseconds."""
    with transaction.atomic(), connection.cursor() as cursor:
        took = _timed(lambda: [cursor.execute(statement, {"ids": ids}) for statement in BARE])
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM cases_case")
    return took


def _serve_with(second: "subprocess.Popen[str]", now: datetime) -> None:
    if second.stdin is None or second.stdout is None:
        raise RuntimeError("the second clock has no ears")
    second.stdin.write(f"{now.isoformat()}\n")
    second.stdin.flush()
    serve_due(now=now, stopped=Event())
    second.stdout.readline()


def _faults(ids: list[int], now: datetime) -> tuple[int, int]:
    """How many cases were not handed up, and how often one was once more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id, count(*) FROM ledger_entry WHERE subject = 'case' AND subject_id = ANY(%s)"
            " AND kind = 'case.moved_up' AND at = %s GROUP BY subject_id",
            [ids, now],
        )
        found = dict(cursor.fetchall())
    return len(set(ids) - set(found)), sum(count - 1 for count in found.values())


def _counting(queries: Counter[str]) -> Callable[..., Any]:
    def count(execute: Callable[..., Any], *asked: Any) -> Any:
        queries["all"] += 1
        return execute(*asked)

    return count


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


@contextmanager
def _second_clock() -> "Iterator[subprocess.Popen[str]]":
    clock = subprocess.Popen(
        [sys.executable, "-m", "bench.load.second_clock"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=cores.moved_to(Core.CLIENT),  # noqa: PLW1509 - no threads yet
    )
    try:
        if clock.stdout is None or clock.stdout.readline() != "ready\n":
            raise RuntimeError("the second clock did not start")
        yield clock
    finally:
        clock.kill()
        clock.wait()


BENCHMARK = Benchmark(
    name="clock",
    question="How long until 1,000 due cases are handed up, among so many open ones?",
    size_of="open cases",
    sizes=(1_000, 10_000, 100_000, 1_000_000),
    headline="clock_s",
    is_more_better=False,
    limits={"bare_rows": "the same rows moved and as many inserted by six bare statements"},
    prepared=prepared,
    core=Core.APP,
    goals=(
        Goal("clock_s", at_most=1.0, sizes=(1_000_000,)),
        Goal("claim_ms", at_most=5.0, sizes=(1_000_000,)),
    ),
)
