"""One message to every member of a group, through the live process, and through the least there can be."""

import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from bench.harness.benchmark import Benchmark, Core, Effort, Goal, Run, Sample
from bench.load.frames import paced, sleep_until
from bench.load.processes import (
    Process,
    cpu_ns,
    free_port,
    huiyin,
    pss_kb,
    running,
    wait_for_port,
)
from bench.load.programs import file_of, program
from bench.load.publisher import Publisher
from bench.load.readers import Heard, Readers, readers
from bench.load.town import room

DELIVERIES_PER_S = 20_000  # a tenth of what a core can do: latency, not a queue
MOST_MESSAGES_PER_S = 100
FLOOD_DELIVERIES = 100_000


@dataclass(frozen=True)
class Cost:
    """What the messages of a phase cost a server, and what the readers heard."""

    heard: Heard
    cpu_ns: int

    @property
    def per_cpu_s(self) -> float:
        return self.heard.delivered / (self.cpu_ns / 1e9)


@contextmanager
def prepared(size: int, effort: Effort) -> Iterator[Run]:
    town = room(size)
    port = free_port()
    with huiyin("live", port=port) as live:
        wait_for_port(port + 1, live)
        bare_kb = pss_kb(live.pid)
        paths = town.stream_paths()
        with readers(port + 1, paths) as heard_by, Publisher(town) as publisher:
            held_kb = (pss_kb(live.pid) - bare_kb) / size
            frame = _frame(port + 1, paths[0], publisher, heard_by)
            with _limits(size, frame) as limits:
                yield lambda: _run(size, effort, live, heard_by, publisher, limits, held_kb)


def _run(
    size: int,
    effort: Effort,
    live: Process,
    heard_by: Readers,
    publisher: Publisher,
    limits: Mapping[str, "Limit"],
    held_kb: float,
) -> Sample:
    per_s = min(MOST_MESSAGES_PER_S, DELIVERIES_PER_S / size)
    count = max(2, int(per_s * effort.seconds))
    ours = _cost(live, heard_by, lambda: _say(publisher, count, per_s))
    flood = _cost(live, heard_by, lambda: _say(publisher, max(2, FLOOD_DELIVERIES // size), 1e9))
    reached = {name: limit.measured(count, per_s) for name, limit in limits.items()}
    return Sample(
        figures={
            "deliveries_per_cpu_s": ours.per_cpu_s,
            "cpu_us_per_delivery": ours.cpu_ns / 1000 / ours.heard.delivered,
            "p50_ms": ours.heard.p50_ms,
            "p99_ms": ours.heard.p99_ms,
            "flood_deliveries_per_s": flood.heard.delivered / flood.heard.lasted_s,
            "flood_per_cpu_s": flood.per_cpu_s,
            "kb_per_stream": held_kb,
            **{f"{name}_p99_ms": cost.heard.p99_ms for name, cost in reached.items()},
        },
        limits={name: cost.per_cpu_s for name, cost in reached.items()},
        counts={
            "messages": count,
            "deliveries": ours.heard.delivered,
            "lost": sum(cost.heard.lost for cost in (ours, flood, *reached.values())),
            "doubled": sum(cost.heard.doubled for cost in (ours, flood, *reached.values())),
        },
    )


def _cost(server: Process, heard_by: Readers, say: Callable[[], int]) -> Cost:
    before = cpu_ns(server.pid)
    heard = heard_by.wait_for(say())
    return Cost(heard, cpu_ns(server.pid) - before)


def _say(publisher: Publisher, count: int, per_s: float) -> int:
    for meant_ns in paced(count, per_s):
        publisher.say(meant_ns)
    return publisher.seq


class Limit:
    """A server that only writes; told the number and the moment of each frame."""

    def __init__(self, process: Process, heard_by: Readers) -> None:
        self._process = process
        self._heard_by = heard_by
        self._seq = 0

    def measured(self, count: int, per_s: float) -> Cost:
        return _cost(self._process, self._heard_by, lambda: self._say(count, per_s))

    def _say(self, count: int, per_s: float) -> int:
        for meant_ns in paced(count, per_s):
            sleep_until(meant_ns)
            self._seq += 1
            self._process.say(f"{self._seq} {meant_ns}")
        return self._seq


@contextmanager
def _limits(size: int, frame: bytes) -> Iterator[dict[str, Limit]]:
    path = str(file_of("frame", frame))
    loop_port, bare_port = free_port(), free_port() + 1
    loop = [program("limits/write_loop.c"), str(loop_port), str(size), path]
    bare = [sys.executable, "-m", "bench.limits.bare", str(bare_port), path]
    with _limit(loop, loop_port, size) as in_c, _limit(bare, bare_port, size) as on_uvloop:
        yield {"c_write": in_c, "bare_uvloop": on_uvloop}


@contextmanager
def _limit(command: list[str], port: int, size: int) -> Iterator[Limit]:
    with running(command, Core.APP) as process:
        process.expect("listening")
        with readers(port, ["/"] * size) as heard_by:
            yield Limit(process, heard_by)


def _frame(port: int, path: str, publisher: Publisher, heard_by: Readers) -> bytes:
    """The bytes in which the live process sends a message, for the limits to send the same."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as probe:
        probe.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        read = b""
        while b"event: beat" not in read:
            read += probe.recv(65536)
        publisher.say(time.monotonic_ns())
        heard_by.wait_for(publisher.seq)
        read = b""
        while b"bench:" not in read:
            read = probe.recv(65536)
    return read


BENCHMARK = Benchmark(
    name="fanout",
    question="What does it cost to give one message to every member of a group, each on an open stream?",
    size_of="members",
    sizes=(50, 400, 2_000, 5_000),
    headline="deliveries_per_cpu_s",
    limits={
        "c_write": "a loop of write() in C, the same bytes to as many readers",
        "bare_uvloop": "an asyncio protocol on uvloop that writes the same bytes to as many transports",
    },
    prepared=prepared,
    needs=("cc",),
    goals=(
        Goal("ratio:c_write", at_least=0.6, sizes=(400, 5_000)),
        Goal("kb_per_stream", at_most=12, sizes=(400, 2_000, 5_000)),
    ),
)
