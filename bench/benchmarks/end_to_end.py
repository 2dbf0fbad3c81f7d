"""From the moment somebody sends until every other member's page has it."""

import json
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

from bench.harness.benchmark import Benchmark, Core, Effort, Goal, Run, Sample
from bench.load.browsers import Tally, shown
from bench.load.frames import mark
from bench.load.processes import free_port, huiyin, running, wait_for_port
from bench.load.programs import file_of
from bench.load.senders import request
from bench.load.town import Room, room
from huiyin.people import queries as people
from huiyin.web.kit.live import ticket_for

MEMBERS = 400
FEWEST = 2
# a frame as the live process sends it, for the limit to send as much
FRAME = {
    "id": 373756473487360,
    "group": 373756473487360,
    "seq": 1,
    "kind": "text",
    "label": "3号楼1单元101",
    "author": {"person": 373756473487360, "post": None},
    "text": mark(0, 0),
    "file": None,
    "reply_to": None,
    "mentions": [],
    "at": "2026-09-14T06:12:00.000Z",
    "edited_at": None,
    "recalled": "",
    "data": {},
}


@contextmanager
def prepared(size: int, effort: Effort) -> Iterator[Run]:
    town = room(MEMBERS)
    port = free_port()
    with (
        huiyin("live", port=port, settings={"HUIYIN_MESSAGES_PER_S": "1000000"}) as live,
        _relay(town) as relay_port,
    ):
        wait_for_port(port + 1, live)
        yield lambda: _run(town, port + 1, relay_port, size, effort)


def _run(town: Room, port: int, relay_port: int, per_s: int, effort: Effort) -> Sample:
    messages = max(FEWEST, int(per_s * effort.seconds))
    paths = town.stream_paths()
    ours = shown(port, paths, _speaking(town), count=messages, per_s=per_s)
    relay = shown(relay_port, paths, _speaking(town), count=messages, per_s=per_s)
    return Sample(
        figures={
            "p99_ms": _percentile(ours, 0.99),
            "p50_ms": _percentile(ours, 0.5),
            "max_ms": max(ours.took_ms),
            "ack_p50_ms": statistics.median(ours.acked_ms),
            "relay_p50_ms": _percentile(relay, 0.5),
        },
        limits={"relay": _percentile(relay, 0.99)},
        counts={
            "messages": messages,
            "deliveries": len(ours.took_ms),
            "lost": ours.lost + relay.lost,
            "doubled": ours.doubled + relay.doubled,
        },
    )


def _percentile(tally: Tally, part: float) -> float:
    took = sorted(tally.took_ms)
    return took[int(part * (len(took) - 1))]


def _speaking(town: Room) -> Callable[[int], bytes]:
    """The first member says the next message; its text is the mark."""
    now = datetime.now(UTC)
    viewer = people.viewer_of(town.person_ids[0], at=now)
    ticket = ticket_for(viewer, [town.topic], now=now)
    numbers = count(1)

    def say(meant_ns: int) -> bytes:
        said = {
            "ticket": ticket,
            "group": town.group_id,
            "text": mark(next(numbers), meant_ns),
            "client_key": str(uuid4()),
        }
        return request("/live/messages", json.dumps(said))

    return say


@contextmanager
def _relay(town: Room) -> Iterator[int]:
    port = free_port()
    data = f"data: {json.dumps(FRAME, ensure_ascii=False)}\nid: t=1790000000\n\n".encode()
    frame = file_of("relayed", b"%x\r\n%s\r\n" % (len(data), data))
    words = [str(port), str(town.other_group_id), str(town.person_ids[0]), str(frame)]
    command = [sys.executable, "-m", "bench.limits.relay", *words]
    with running(command, Core.APP) as process:
        process.expect("listening")
        yield port


BENCHMARK = Benchmark(
    name="end_to_end",
    question=f"How long from sending a message until all {MEMBERS} members' pages have it, durable on the way?",
    size_of="messages a second",
    sizes=(1, 5, 20),
    headline="p99_ms",
    is_more_better=False,
    limits={
        "relay": "one statement, its commit, then a write to every transport: nothing else, on uvloop"
    },
    prepared=prepared,
    goals=(Goal("p99_ms", at_most=50, sizes=(5,)),),
)
