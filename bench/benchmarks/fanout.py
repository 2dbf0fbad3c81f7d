"""One message to every member of a group, through the live process, and through the least there can be."""

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.harness.benchmark import Benchmark, Effort, Goal, Run, Sample
from bench.limits.writing import Writing, bare_uvloop, c_write, cost
from bench.load.frames import paced
from bench.load.processes import Process, free_port, huiyin, pss_kb, wait_for_port
from bench.load.programs import file_of
from bench.load.publisher import Publisher
from bench.load.readers import Readers, readers
from bench.load.town import room

DELIVERIES_PER_S = (
    20_000  # a tenth of what a core can do: no queue, so the latency is that of the work
)
MOST_MESSAGES_PER_S = 100
BURST_DELIVERIES = 100_000
MOST_IN_A_BURST = 400


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
            with c_write(size, frame) as loop, bare_uvloop(size, frame) as bare:
                limits = {"c_write": loop, "bare_uvloop": bare}
                yield lambda: _run(size, effort, live, heard_by, publisher, limits, held_kb)


def _run(
    size: int,
    effort: Effort,
    live: Process,
    heard_by: Readers,
    publisher: Publisher,
    limits: Mapping[str, Writing],
    held_kb: float,
) -> Sample:
    per_s = min(MOST_MESSAGES_PER_S, DELIVERIES_PER_S / size)
    count = max(2, int(per_s * effort.seconds))
    ours = cost(live, heard_by, lambda: _say(publisher, count, per_s))
    together = min(MOST_IN_A_BURST, max(2, BURST_DELIVERIES // size))
    burst = cost(live, heard_by, lambda: _burst(publisher, together))
    reached = {name: limit.measured(count, per_s) for name, limit in limits.items()}
    return Sample(
        figures={
            "deliveries_per_cpu_s": ours.per_cpu_s,
            "cpu_us_per_delivery": ours.cpu_ns / 1000 / ours.heard.delivered,
            "p50_ms": ours.heard.p50_ms,
            "p99_ms": ours.heard.p99_ms,
            "burst_per_cpu_s": burst.per_cpu_s,
            "kb_per_stream": held_kb,
            **{f"{name}_p99_ms": cost.heard.p99_ms for name, cost in reached.items()},
        },
        limits={name: cost.per_cpu_s for name, cost in reached.items()},
        counts={
            "messages": count,
            "deliveries": ours.heard.delivered,
            "lost": sum(cost.heard.lost for cost in (ours, burst, *reached.values())),
            "doubled": sum(cost.heard.doubled for cost in (ours, burst, *reached.values())),
        },
    )


def _say(publisher: Publisher, count: int, per_s: float) -> int:
    for meant_ns in paced(count, per_s):
        publisher.say(meant_ns)
    return publisher.seq


def _burst(publisher: Publisher, count: int) -> int:
    publisher.burst(count)
    return publisher.seq


def _frame(port: int, path: str, publisher: Publisher, heard_by: Readers) -> Path:
    """A file of the bytes in which the live process sends a message, for the limits to send the same."""
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
    return file_of("frame", read)


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
