"""What each process of a site holds: at rest, with streams open, and while people talk."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from django.db import connection

from bench.benchmarks.intake_pages import requests
from bench.harness.benchmark import Benchmark, Effort, Goal, Run, Sample
from bench.limits.writing import bare_uvloop
from bench.load.frames import mark, paced
from bench.load.processes import Process, family, free_port, huiyin, pss_kb, wait_for_all
from bench.load.programs import file_of
from bench.load.publisher import Publisher
from bench.load.readers import Readers, readers
from bench.load.senders import Senders, senders
from bench.load.town import Room, room

MESSAGES_PER_S = 5
SPEAKERS = 8
PARTS = ("live", "worker", "clock", "web")
FRAME = mark(0, 0).encode()  # never written: the limit only holds its streams


@contextmanager
def prepared(size: int, effort: Effort) -> Iterator[Run]:
    town = room(size)
    said = requests(Room(town.group_id, town.other_group_id, town.person_ids[:SPEAKERS]))
    yield lambda: _run(town, said, effort)


def _run(town: Room, said: list[bytes], effort: Effort) -> Sample:
    """The processes are new in each run: what one has held once it does not give back."""
    size, port = len(town.person_ids), free_port()
    with _site(port) as parts:
        rest = _held_mb(parts)
        with readers(port + 1, town.stream_paths()) as heard_by, senders(port, said) as crowd:
            idle = _held_mb(parts)
            faults = _talk(town, heard_by, crowd, effort)
            load = _held_mb(parts)
    figures = {
        "live_kb_per_stream": (idle["live"] - rest["live"]) * 1024 / size,
        "live_streams_mb": idle["live"],
        **{f"{name}_rest_mb": held for name, held in rest.items()},
        **{f"{name}_load_mb": held for name, held in load.items()},
        "all_rest_mb": sum(rest.values()),
        "all_load_mb": sum(load.values()),
    }
    return Sample(figures, {"bare_uvloop": _bare_kb_per_stream(size)}, faults)


@contextmanager
def _site(port: int) -> Iterator[Mapping[str, Process]]:
    """All processes of a site, and time to come to rest."""
    with ExitStack() as stack:
        parts = {name: stack.enter_context(huiyin(name, port=port)) for name in PARTS}
        wait_for_all(port, parts["web"])
        time.sleep(1)
        yield parts


def _talk(town: Room, heard_by: Readers, crowd: Senders, effort: Effort) -> dict[str, int]:
    """Messages to everybody's streams, and requests to the pages by some."""
    with Publisher(town) as publisher:
        for meant_ns in paced(max(2, int(effort.seconds * MESSAGES_PER_S)), MESSAGES_PER_S):
            publisher.say(meant_ns)
        heard = heard_by.wait_for(publisher.seq)
    sent = crowd.closed(effort.seconds)
    return {"lost": heard.lost + sent.failed, "doubled": heard.doubled, "acked": sent.acked}


def _held_mb(parts: Mapping[str, Process]) -> dict[str, float]:
    """Proportional memory of each process with its children, and of PostgreSQL with all its connections."""
    roots = {name: part.pid for name, part in parts.items()} | {"postgres": _postmaster()}
    return {name: sum(map(pss_kb, family(pid))) / 1024 for name, pid in roots.items()}


def _postmaster() -> int:
    """The parent of the process that serves our connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    with open(f"/proc/{backend}/stat", encoding="utf-8") as told:
        return int(told.read().rpartition(")")[2].split()[1])


def _bare_kb_per_stream(size: int) -> float:
    """The same number of streams held by a bare protocol."""
    with bare_uvloop(0, file_of("short-frame", FRAME)) as empty:
        rest = pss_kb(empty.process.pid)
    with bare_uvloop(size, file_of("short-frame", FRAME)) as full:
        return (pss_kb(full.process.pid) - rest) / size


BENCHMARK = Benchmark(
    name="memory",
    question="What does each process hold, and what does an open stream cost?",
    size_of="open streams",
    sizes=(100, 1_000, 5_000, 10_000),
    headline="live_kb_per_stream",
    is_more_better=False,
    limits={"bare_uvloop": "as many streams held by an asyncio protocol on uvloop"},
    prepared=prepared,
    needs=("cc",),
    goals=(
        Goal("live_kb_per_stream", at_most=12, sizes=(1_000, 5_000, 10_000)),
        Goal("live_streams_mb", at_most=150, sizes=(10_000,)),
    ),
)
