"""Messages taken in and made durable by the live process, from senders who all talk in one group."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bench.harness.benchmark import Benchmark, Effort, Goal, Run
from bench.load.processes import free_port, huiyin, wait_for_port
from bench.load.senders import KEY, request
from bench.load.taking import TEXT, measured
from bench.load.town import Room, room
from huiyin.people import queries as people
from huiyin.web.kit.live import ticket_for

PATH = "/live/messages"


@contextmanager
def prepared(size: int, effort: Effort) -> Iterator[Run]:
    town = room(size)
    port = free_port()
    with huiyin("live", port=port, settings={"HUIYIN_MESSAGES_PER_S": "1000000"}) as live:
        wait_for_port(port + 1, live)
        with measured(town, live, port + 1, _requests(town), effort) as run:
            yield run


def _requests(town: Room) -> list[bytes]:
    """What a page sends, with the ticket it was given."""
    now = datetime.now(UTC)
    viewers = [people.viewer_of(person_id, at=now) for person_id in town.person_ids]
    return [
        request(PATH, _body(town, ticket_for(viewer, [town.topic], now=now))) for viewer in viewers
    ]


def _body(town: Room, ticket: str) -> str:
    said = {"ticket": ticket, "group": town.group_id, "text": TEXT, "client_key": KEY}
    return json.dumps(said, ensure_ascii=False)


BENCHMARK = Benchmark(
    name="intake",
    question="How many messages a second does the live process make durable, all of them in one group?",
    size_of="senders",
    sizes=(1, 8, 32, 128, 512),
    headline="messages_per_s",
    limits={
        "pgbench": "the same row into the same table, one INSERT and one commit each, at the best number of clients"
    },
    prepared=prepared,
    needs=("cc",),
    goals=(
        Goal("ratio:pgbench", at_least=1.0, sizes=(128,)),
        Goal("p99_ms", at_most=25, sizes=(128,)),
    ),
)
