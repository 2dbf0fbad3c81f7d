"""Servers that only write what they are told, and what it costs to have frames written and read."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.harness.benchmark import Core
from bench.load.frames import paced, sleep_until
from bench.load.processes import Process, cpu_ns, free_port, running
from bench.load.programs import program
from bench.load.readers import Heard, Readers, readers


@dataclass(frozen=True)
class Cost:
    """What the messages of a phase cost a server, and what the readers heard."""

    heard: Heard
    cpu_ns: int

    @property
    def per_cpu_s(self) -> float:
        return self.heard.delivered / (self.cpu_ns / 1e9)


def cost(server: Process, heard_by: Readers, say: Callable[[], int]) -> Cost:
    """say: says messages and returns the number of the last."""
    before = cpu_ns(server.pid)
    heard = heard_by.wait_for(say())
    return Cost(heard, cpu_ns(server.pid) - before)


class Writing:
    """A server with its readers; told the number and the moment of each frame."""

    def __init__(self, process: Process, heard_by: Readers) -> None:
        self.process = process
        self._heard_by = heard_by
        self._seq = 0

    def measured(self, count: int, per_s: float) -> Cost:
        return cost(self.process, self._heard_by, lambda: self._say(count, per_s))

    def _say(self, count: int, per_s: float) -> int:
        for meant_ns in paced(count, per_s):
            sleep_until(meant_ns)
            self._seq += 1
            self.process.say(f"{self._seq} {meant_ns}")
        return self._seq


@contextmanager
def c_write(size: int, frame: Path) -> Iterator[Writing]:
    port = free_port()
    command = [program("limits/write_loop.c"), str(port), str(size), str(frame)]
    with _writing(command, port, size) as made:
        yield made


@contextmanager
def bare_uvloop(size: int, frame: Path) -> Iterator[Writing]:
    port = free_port()
    command = [sys.executable, "-m", "bench.limits.bare", str(port), str(frame)]
    with _writing(command, port, size) as made:
        yield made


@contextmanager
def _writing(command: list[str], port: int, size: int) -> Iterator[Writing]:
    with running(command, Core.APP) as process:
        process.expect("listening")
        with readers(port, ["/"] * size) as heard_by:
            yield Writing(process, heard_by)
