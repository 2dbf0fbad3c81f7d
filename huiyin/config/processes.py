"""What each process of a site does, once Django is set up."""

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from threading import Event

import structlog
from django.db import Error, close_old_connections, connection
from django.utils import timezone
from granian.constants import Interfaces
from granian.server import Server as Granian

from huiyin.cases.actions.clock import TOGETHER, run_due
from huiyin.cases.queries.alarms import is_more_due
from huiyin.config.environment import Environment
from huiyin.ground import jobs
from huiyin.ground.heartbeats.actions import keep_beating

log = structlog.get_logger()

MOST_WEB_WORKERS = 4
WEB_THREADS = 4  # each holds a connection of the database
CLOCK_TURN_S = 1.0
CLOCK_FAULT_PAUSE_S = 5.0
TURN_S = 0.0005


def serve_web(environment: Environment, *, workers: int = 0) -> None:
    """Serve the pages until stopped. workers: processes, 0 for one a core (four at most)."""
    Granian(
        "huiyin.config.wsgi:application",
        address=environment.bind,
        port=environment.port,
        interface=Interfaces.WSGI,
        workers=workers or min(MOST_WEB_WORKERS, os.cpu_count() or 1),
        blocking_threads=WEB_THREADS,
        backpressure=WEB_THREADS * 16,
        respawn_failed_workers=True,
        log_access=False,
        workers_kill_timeout=5,
    ).serve()


def run_worker() -> None:
    """Run jobs until stopped."""
    stop_beating = keep_beating("worker")
    try:
        jobs.run_worker()
    finally:
        stop_beating()


def run_clock(*, is_once: bool = False) -> None:
    """Serve what is due, every second until stopped, or once."""
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    stop_beating = keep_beating("clock")
    while not stopped.is_set():
        try:
            serve_due(now=timezone.now(), stopped=stopped)
            pause_s = CLOCK_TURN_S
        except Error:
            log.exception("clock_without_database")
            pause_s = CLOCK_FAULT_PAUSE_S
        close_old_connections()
        if is_once:
            break
        stopped.wait(pause_s)
    stop_beating()


def serve_due(*, now: datetime, stopped: Event) -> None:
    """Serve all that is due, until `stopped` is set. Of more than one batch a second clock serves a part.

    It has a thread and a connection of its own: while the database writes for the one, the other counts.
    """
    if not is_more_due(than=TOGETHER, now=now):
        _serve(now, stopped)
        return
    with _quick_turns(), ThreadPoolExecutor(1, thread_name_prefix="clock") as beside:
        other = beside.submit(_serve_beside, now, stopped)
        _serve(now, stopped)
        other.result()


@contextmanager
def _quick_turns() -> Iterator[None]:
    """Threads take turns ten times as often as Python's 5 ms: while the one counts, the other goes on with its next
    statement as soon as the database has answered.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _serve(now: datetime, stopped: Event) -> None:
    while run_due(now=now) and not stopped.is_set():
        pass


def _serve_beside(now: datetime, stopped: Event) -> None:
    try:
        _serve(now, stopped)
    finally:
        connection.close()
