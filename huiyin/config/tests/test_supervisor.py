"""With real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from huiyin.config.supervisor import Child, Supervisor, command

SLEEPER = "import time; time.sleep(60)"
# writes its number, and starts a child of its own that would outlive it
PARENT = (
    "import subprocess, sys, os, time, pathlib\n"
    f"child = subprocess.Popen([sys.executable, '-c', {SLEEPER!r}])\n"
    "pathlib.Path(sys.argv[1]).write_text(f'{os.getpid()} {child.pid}')\n"
    "time.sleep(60)"
)
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
SUPERVISED = (
    "import os, sys; from huiyin.config.supervisor import *\n"
    "supervisor = Supervisor(say=lambda line: None); supervisor.hold()\n"
    "for number in range(2):\n"
    "    words = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
    "    child = Child(str(number), command(words, environment=dict(os.environ)))\n"
    "    supervisor.add(child); print(child.process.pid, flush=True)\n"
    "supervisor.run(); supervisor.stop()"
)


def python(code: str, *arguments: str) -> Callable[[], "subprocess.Popen[bytes]"]:
    return command([sys.executable, "-c", code, *arguments], environment=dict(os.environ))


def running(child: Child) -> "subprocess.Popen[bytes] | None":
    """Asked anew each time: the supervisor changes it behind the reader's back."""
    return child.process


def is_alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def wait_until(condition: Callable[[], bool], *, within_s: float = 20.0) -> bool:
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_the_dead_are_started_again_after_growing_pauses() -> None:
    said: list[str] = []
    supervisor = Supervisor(say=said.append)
    child = Child("flaky", python("raise SystemExit(3)"))
    supervisor.add(child)
    try:
        for pause_s in (0.5, 1.0, 2.0):
            process = running(child)
            assert process is not None
            process.wait()
            now_s = child.started_s + 1
            supervisor.tend(now_s)
            supervisor.tend(now_s + pause_s - 0.01)
            assert running(child) is None
            supervisor.tend(now_s + pause_s)
            assert running(child) is not None
    finally:
        supervisor.stop()
    assert len(said) == 3
    assert "flaky" in said[0]
    assert "3" in said[0]


def test_a_good_run_makes_the_next_pause_short_again() -> None:
    supervisor = Supervisor(say=lambda line: None)
    child = Child("steady", python("raise SystemExit(3)"))
    supervisor.add(child)
    assert child.process is not None
    child.process.wait()
    child.pause_s = 16.0
    supervisor.tend(child.started_s + 31)
    assert child.restart_s == child.started_s + 31.5


def test_what_a_dead_child_started_goes_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    supervisor = Supervisor(say=lambda line: None)
    child = Child("parent", python(PARENT, str(note)))
    supervisor.add(child)
    try:
        assert wait_until(lambda: note.exists() and " " in note.read_text())
        parent, grandchild = map(int, note.read_text().split())
        os.kill(parent, signal.SIGKILL)
        assert child.process is not None
        child.process.wait()
        supervisor.tend(time.monotonic())
        assert wait_until(lambda: not is_alive(grandchild))
    finally:
        supervisor.stop()


def test_stages_stop_one_after_the_other() -> None:
    order: list[str] = []
    supervisor = Supervisor(say=order.append)
    database = Child("database", python(SLEEPER), stage=0)
    page = Child("page", python(SLEEPER), stage=1)
    for child in (database, page):
        supervisor.add(child)
    assert page.process is not None
    assert database.process is not None
    page_process, database_process = page.process, database.process
    supervisor._stop_stage([page])
    assert page_process.poll() is not None
    assert database_process.poll() is None
    supervisor.stop()
    assert database_process.poll() is not None


def test_who_does_not_listen_is_killed() -> None:
    said: list[str] = []
    supervisor = Supervisor(say=said.append, stop_limit_s=0.5)
    child = Child("deaf", python(DEAF))
    supervisor.add(child)
    time.sleep(1.0)  # until it is deaf
    assert child.process is not None
    process = child.process
    supervisor.stop()
    assert process.returncode == -signal.SIGKILL
    assert "deaf" in said[0]


def _start_supervised() -> tuple["subprocess.Popen[str]", list[int]]:
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", SUPERVISED], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, [int(process.stdout.readline()) for _ in range(2)]


def test_asked_to_stop_it_stops_its_children_and_ends_well() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        process, pids = _start_supervised()
        with process:
            process.send_signal(number)
            assert process.wait(20) == 0
        assert not any(map(is_alive, pids))


def test_killed_it_leaves_no_orphan() -> None:
    process, pids = _start_supervised()
    with process:
        process.kill()
        process.wait()
    assert wait_until(lambda: not any(map(is_alive, pids)))
