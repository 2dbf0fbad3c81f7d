"""Readers of a stream, many in one C program; see readers.c."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.harness.benchmark import Core
from bench.load.processes import Process, running
from bench.load.programs import program

PATIENCE_S = 20.0


@dataclass(frozen=True)
class Heard:
    """lasted_s: from the first frame to the last."""

    delivered: int
    lost: int
    doubled: int
    p50_ms: float
    p99_ms: float
    max_ms: float
    lasted_s: float


class Readers:
    """All of them have had their first sign of life."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def wait_for(self, seq: int) -> Heard:
        """What they heard since the last time, once every one has frame `seq`, or patience is over."""
        self._process.say(f"expect {seq} {PATIENCE_S}")
        return Heard(**json.loads(self._process.hear()))


@contextmanager
def readers(port: int, paths: Sequence[str]) -> Iterator[Readers]:
    """A reader for each path, on the client's cores."""
    command = [program("load/readers.c"), str(port), str(len(paths))]
    with running(command, Core.CLIENT) as process:
        for path in paths:
            process.say(path)
        process.expect("ready")
        yield Readers(process)
