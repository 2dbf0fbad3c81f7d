"""Processes that a benchmark starts, and what they cost: nanoseconds of a core, bytes of memory."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer

from bench.harness import cores
from bench.harness.benchmark import Core
from bench.harness.machine import ROOT

START_S = 60.0
STOP_S = 20.0
SILENT_S = 120.0


class Process:
    """A child on cores of its own, spoken to by lines."""

    def __init__(
        self,
        command: Sequence[str],
        core: Core | None,
        *,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """core: None for all there are."""
        self._popen = subprocess.Popen(  # noqa: S603 - our own command
            command,
            cwd=ROOT,
            env=None if environment is None else dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            preexec_fn=cores.moved_to(core),  # noqa: PLW1509 - it only sets the cores
        )
        self.pid = self._popen.pid

    def say(self, line: str) -> None:
        if self._popen.stdin is None:
            raise RuntimeError("no stdin")
        self._popen.stdin.write(line + "\n")

    def hear(self) -> str:
        """The next line. Raises RuntimeError when the process has ended instead, or says nothing for SILENT_S."""
        patience = Timer(SILENT_S, self._popen.kill)
        patience.start()
        line = self._popen.stdout.readline() if self._popen.stdout else ""
        patience.cancel()
        if not line:
            raise RuntimeError(f"{self._popen.args!r} ended with code {self._popen.wait(STOP_S)}")
        return line.rstrip("\n")

    def expect(self, line: str) -> None:
        heard = self.hear()
        if heard != line:
            raise RuntimeError(f"expected {line!r}, heard {heard!r}")

    def is_running(self) -> bool:
        return self._popen.poll() is None

    def kill(self) -> None:
        self._popen.kill()
        self.stop()

    def stop(self) -> None:
        """Ask it to end, then make it; return when it has."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            self._popen.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                self._popen.wait(STOP_S)
                break
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                with suppress(OSError):  # lines it did not read any more
                    pipe.close()


@contextmanager
def running(
    command: Sequence[str], core: Core, *, environment: Mapping[str, str] | None = None
) -> Iterator[Process]:
    process = Process(command, core, environment=environment)
    try:
        yield process
    finally:
        process.stop()


@contextmanager
def huiyin(
    command: str, *, port: int, settings: Mapping[str, str] | None = None
) -> Iterator[Process]:
    """`huiyin web`, `live`, `worker` or `clock` of the site of this benchmark. port: of the pages.

    What it logs goes to stderr.
    """
    surroundings = os.environ | {"HUIYIN_PORT": str(port), **(settings or {})}
    Path(os.environ["HUIYIN_HOME"], "static").mkdir(exist_ok=True)  # the pages look for it
    words = [sys.executable, "-m", "huiyin.config.cli", command]
    with running(words, Core.APP, environment=surroundings) as process:
        yield process


def wait_for_port(port: int, process: Process) -> None:
    wait_until(lambda: _answers(port), process)


def wait_for_page(port: int, process: Process) -> None:
    """The port of the pages is open before they are."""
    wait_until(lambda: _health(port) != 0, process)


def wait_for_all(port: int, process: Process) -> None:
    """Until web, live, worker and clock of a site are up."""
    wait_until(lambda: _health(port) == 200, process)


def wait_until(is_so: Callable[[], bool], process: Process) -> None:
    """Raises TimeoutError when it is not so within START_S, or the process has ended."""
    end = time.monotonic() + START_S
    while not is_so():
        if time.monotonic() > end or not process.is_running():
            raise TimeoutError("a process of the benchmark did not start")
        time.sleep(0.02)


def free_port() -> int:
    """A port whose next one is free too: the live process has it."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            with suppress(OSError, OverflowError):
                second.bind(("127.0.0.1", port + 1))
                return port


def cpu_ns(pid: int) -> int:
    """Time on a core of a process with its threads, as the scheduler counts it."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text(encoding="utf-8").split()[0]) for task in tasks)


def pss_kb(pid: int) -> int:
    """Memory of a process; pages that several share count in parts."""
    words = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    return _kb("Pss", words)


def rss_kb(pid: int) -> int:
    return _kb("Rss", Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8"))


def family(pid: int) -> list[int]:
    """The process and all below it."""
    children = Path(f"/proc/{pid}/task").glob("*/children")
    found = [int(child) for file in children for child in file.read_text(encoding="utf-8").split()]
    return [pid, *(below for child in found for below in family(child))]


def _kb(name: str, words: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", words, re.MULTILINE)
    return int(found[1]) if found else 0


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        # from another address, else the system may connect it to itself and nobody can have the port
        probe.bind(("127.0.0.2", 0))
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _health(port: int) -> int:
    """The status of the health page of a site, 0 when there is none."""
    page = http.client.HTTPConnection("127.0.0.1", port, timeout=START_S)
    try:
        page.request("GET", "/healthz")
        return page.getresponse().status
    except OSError:
        return 0
    finally:
        page.close()
