"""Messages taken in by the pages' processes, one request and one action each: what the fast path is the faster one of."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from bench.harness.benchmark import Benchmark, Effort, Run
from bench.load.processes import free_port, huiyin, wait_for_page
from bench.load.senders import KEY, request
from bench.load.taking import TEXT, measured
from bench.load.town import Room, room
from huiyin.people import actions as people
from huiyin.people.rules import Scope

NO_LIMIT = 2_000_000_000


@contextmanager
def prepared(size: int, effort: Effort) -> Iterator[Run]:
    town = room(size)
    port = free_port()
    with huiyin("web", port=port) as web:
        wait_for_page(port, web)
        with measured(town, web, port, requests(town), effort) as run:
            yield run


def requests(town: Room) -> list[bytes]:
    """What a program of each member sends to the API, with a key of its own."""
    path = f"/api/v1/groups/{town.group_id}/messages"
    body = json.dumps({"text": TEXT}, ensure_ascii=False)
    secrets = map(_secret, town.person_ids)
    return [
        request(path, body, f"Authorization: Bearer {secret}", f"Idempotency-Key: {KEY}")
        for secret in secrets
    ]


def _secret(person_id: int) -> str:
    _, secret = people.create_key(
        person_id=person_id,
        name="bench",
        scopes=[Scope.WRITE_GROUPS],
        lives=timedelta(days=1),
        now=datetime.now(UTC),
        per_minute=NO_LIMIT,
    )
    return secret


BENCHMARK = Benchmark(
    name="intake_pages",
    question="How many messages a second do the pages make durable, all of them in one group?",
    size_of="senders",
    sizes=(1, 8, 32, 128),
    headline="messages_per_s",
    limits={
        "pgbench": "the same row into the same table, one INSERT and one commit each, at the best number of clients"
    },
    prepared=prepared,
    needs=("cc",),
)
