"""`huiyin demo`, from the command to the first page, and to the end of the day it plays."""

import http.client
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.harness.benchmark import Benchmark, Effort, Run, Sample
from bench.harness.ground import clear, data_of, environment
from bench.load.processes import Process, free_port
from huiyin.ground.postgres import Server

COLD, WARM, KILLED = 0, 1, 2
PATIENCE_S = 900.0
SHORT_S = 1.0
DEMO = (sys.executable, "-m", "huiyin.config.cli", "demo")
CHOSEN = ("DATABASE_URL", "HUIYIN_SECRET_KEY", "HUIYIN_HTTPS")  # by the demo itself


class Demo:
    """A demo of a home, started on all cores as a person would; stop or kill it."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._port = free_port()
        told = environment(home, "") | {"HUIYIN_PORT": str(self._port)}
        self._began = time.monotonic()
        self._process = Process(
            DEMO, None, environment={name: told[name] for name in told if name not in CHOSEN}
        )

    def seconds_until(self, path: str) -> float:
        """From the command until a page is there. Raises TimeoutError when it does not come."""
        while time.monotonic() < self._began + PATIENCE_S and self._process.is_running():
            with suppress(OSError, http.client.HTTPException):
                if self._status(path) == 200:
                    return time.monotonic() - self._began
            time.sleep(0.01)
        raise TimeoutError(f"{path} did not come")

    def stop(self) -> None:
        self._process.stop()

    def kill(self) -> None:
        """As a power cut would: the database first, so that nobody can tell it to end well."""
        mark = data_of(self._home) / "postmaster.pid"
        os.kill(int(mark.read_text(encoding="utf-8").split()[0]), signal.SIGKILL)
        self._process.kill()

    def _status(self, path: str) -> int:
        page = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            page.request("GET", path)
            return page.getresponse().status
        finally:
            page.close()


@contextmanager
def prepared(size: int, effort: Effort) -> Iterator[Run]:
    """A warm start has a home in which the day was played. A short effort does not wait for the end of the day."""
    if size == COLD:
        yield lambda: _cold(is_short=effort.seconds < SHORT_S)
        return
    with _home() as home:
        _end_well(Demo(home))
        yield lambda: _again(home, is_killed=size == KILLED)


def _cold(*, is_short: bool) -> Sample:
    with _home() as home, _home() as other:
        limit = _database_alone(other)
        demo = Demo(home)
        try:
            figures = {"first_page_s": demo.seconds_until("/demo/")}
            if not is_short:
                figures["day_played_s"] = demo.seconds_until("/healthz")
        finally:
            demo.stop()
    return Sample(figures, {"database": limit})


def _again(home: Path, *, is_killed: bool) -> Sample:
    if is_killed:
        victim = Demo(home)
        victim.seconds_until("/healthz")
        victim.kill()
    demo = Demo(home)
    try:
        figures = {
            "first_page_s": demo.seconds_until("/demo/"),
            "all_well_s": demo.seconds_until("/healthz"),
        }
    finally:
        demo.stop()
    return Sample(figures, {"database": _database_alone(home)})


def _end_well(demo: Demo) -> None:
    try:
        demo.seconds_until("/healthz")
    finally:
        demo.stop()


def _database_alone(home: Path) -> float:
    """Seconds until the embedded server of a home takes connections."""
    began = time.monotonic()
    with Server(home):
        return time.monotonic() - began


@contextmanager
def _home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="demo-", dir=os.environ["HUIYIN_HOME"]))
    try:
        yield home
    finally:
        clear(home)


BENCHMARK = Benchmark(
    name="start",
    question="How long does `make demo` take until the first page, once everything is installed?",
    size_of="(0: the first start, with its day to play; 1: a later one; 2: one after kill -9)",
    sizes=(COLD, WARM, KILLED),
    headline="first_page_s",
    is_more_better=False,
    limits={"database": "the embedded database alone, until it takes connections"},
    prepared=prepared,
    needs_site=False,
)
