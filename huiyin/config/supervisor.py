"""Several processes under one: started together, restarted when they die, stopped together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from huiyin.ground.postgres.parent import die_with_parent

STOP_LIMIT_S = 8.0
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
# whoever ran this long was not broken by its start: its next pause is the first again
GOOD_RUN_S = 30.0
WATCHED = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD}

Spawn = Callable[[], "subprocess.Popen[bytes]"]


@dataclass
class Child:
    """A process to keep running. stage: stages stop from the highest to the lowest, each together.

    signal: how it is asked to stop.
    """

    name: str
    spawn: Spawn
    stage: int = 1
    stop_signal: signal.Signals = signal.SIGTERM
    process: "subprocess.Popen[bytes] | None" = None
    started_s: float = field(default=0.0, init=False)
    pause_s: float = field(default=FIRST_PAUSE_S, init=False)
    restart_s: float = field(default=0.0, init=False)

    def start(self, now_s: float) -> None:
        self.process = self.spawn()
        self.started_s = now_s


class Supervisor:
    """Use: `hold()` before the first child, `add` them, `run()` until asked to stop, `stop()`.

    The children do not outlive this process, even if it is killed (see `command`).
    """

    def __init__(self, *, say: Callable[[str], None], stop_limit_s: float = STOP_LIMIT_S) -> None:
        """say: takes one line for the person at the terminal. stop_limit_s: then a child is killed."""
        self._children: list[Child] = []
        self._say = say
        self._stop_limit_s = stop_limit_s

    @staticmethod
    def hold() -> None:
        """Keep the signals to stop until `run` asks for them, so that none is lost in between."""
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)

    def add(self, child: Child) -> None:
        """Start a child, unless it runs already, and keep it running from now on."""
        if child.process is None:
            child.start(time.monotonic())
        self._children.append(child)

    def run(self, *, each_s: float = 0.3, on_turn: Callable[[], None] = lambda: None) -> None:
        """Watch until SIGINT, SIGTERM or SIGHUP. on_turn: called each turn."""
        while not _asked_to_stop(each_s):
            self.tend(time.monotonic())
            on_turn()

    def run_once(self, spawn: Spawn) -> int:
        """Run a program to its end and return its exit code; asked to stop, stop it too."""
        process = spawn()
        while process.poll() is None:
            if _asked_to_stop(0.1):
                process.terminate()
                return process.wait() or -signal.SIGTERM
        return process.returncode

    def tend(self, now_s: float) -> None:
        """Restart the dead whose pause is over."""
        for child in self._children:
            process = child.process
            if process is not None and process.poll() is not None:
                self._note_death(child, process, now_s)
            elif process is None and now_s >= child.restart_s:
                child.start(now_s)

    def stop(self) -> None:
        """Stop all, the later stages first; kill what does not stop in time."""
        for stage in sorted({child.stage for child in self._children}, reverse=True):
            self._stop_stage([child for child in self._children if child.stage == stage])

    def _note_death(self, child: Child, process: "subprocess.Popen[bytes]", now_s: float) -> None:
        _kill_group(process.pid)  # what it started itself goes with it
        if now_s - child.started_s >= GOOD_RUN_S:
            child.pause_s = FIRST_PAUSE_S
        child.process, child.restart_s = None, now_s + child.pause_s
        self._say(
            f"· {child.name} 意外停止({_ending(process.returncode)}),{child.pause_s:g} 秒后重新启动 / "
            f"stopped unexpectedly, starting again in {child.pause_s:g} s"
        )
        child.pause_s = min(child.pause_s * 2, LONGEST_PAUSE_S)

    def _stop_stage(self, children: list[Child]) -> None:
        running = [(child, child.process) for child in children if child.process is not None]
        for child, process in running:
            with suppress(ProcessLookupError):
                process.send_signal(child.stop_signal)
        end_s = time.monotonic() + self._stop_limit_s
        for child, process in running:
            try:
                process.wait(max(0.0, end_s - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._say(f"· {child.name} 没有按时停止,已强制结束 / did not stop in time, killed")
            _kill_group(process.pid)
            process.wait()
            child.process = None


def command(words: Sequence[str], *, environment: dict[str, str], log: Path | None = None) -> Spawn:
    """How to start a program as a child: in a group of its own, and gone when we are.

    log: file its output is added to; without one it shares ours.
    """

    def spawn() -> "subprocess.Popen[bytes]":
        output = log.open("ab") if log else None
        try:
            return subprocess.Popen(  # noqa: S603 - our own commands
                list(words),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C comes to us alone, and we say who stops when
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - we have no threads
            )
        finally:
            if output:
                output.close()

    return spawn


def huiyin_command(*words: str) -> list[str]:
    """`huiyin …` run by this very Python."""
    return [sys.executable, "-m", "huiyin.config.cli", *words]


def _asked_to_stop(wait_s: float) -> bool:
    received = signal.sigtimedwait(WATCHED, wait_s)
    return received is not None and received.si_signo != signal.SIGCHLD


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"{code}"
