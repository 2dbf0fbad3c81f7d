"""One run of an intake, by whichever door: as much as it takes, then half of that at an even pace, then the limit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from bench.harness.benchmark import Effort, Run, Sample
from bench.limits import pgbench
from bench.load.processes import Process, cpu_ns, family
from bench.load.senders import Senders, Sent, senders
from bench.load.town import Room

TEXT = "三号楼的暖气今天早上又不热了,麻烦来看看"
HALF = 0.5


@contextmanager
def measured(
    town: Room, server: Process, port: int, requests: Sequence[bytes], effort: Effort
) -> Iterator[Run]:
    """server: the process that is asked; its children are counted with it. requests: of one message each."""
    clients = pgbench.best_clients(
        town.other_group_id, town.person_ids[0], TEXT, seconds=effort.seconds
    )
    with senders(port, requests) as crowd:
        yield lambda: _run(town, server, crowd, clients, effort)


def _run(town: Room, server: Process, crowd: Senders, clients: int, effort: Effort) -> Sample:
    before, cpu_before = _written(town), _cpu_ns(server)
    full = crowd.closed(effort.seconds)
    cpu_s = (_cpu_ns(server) - cpu_before) / 1e9
    paced = crowd.open(effort.seconds, max(1.0, full.acked_per_s * HALF))
    rows, keys = (now - then for now, then in zip(_written(town), before, strict=True))
    seconds = max(1, round(effort.seconds))
    limit = pgbench.inserts_per_s(
        town.other_group_id, town.person_ids[0], TEXT, clients=clients, seconds=seconds
    )
    return Sample(
        figures={
            "messages_per_s": full.acked_per_s,
            "full_p50_ms": full.p50_ms,
            "full_p99_ms": full.p99_ms,
            "cpu_us_per_message": cpu_s * 1e6 / full.acked,
            "pace_per_s": paced.acked_per_s,
            "p50_ms": paced.p50_ms,
            "p99_ms": paced.p99_ms,
            "pgbench_clients": clients,
        },
        limits={"pgbench": limit},
        counts=_counts(full, paced, rows=rows, keys=keys),
    )


def _counts(full: Sent, paced: Sent, *, rows: int, keys: int) -> dict[str, int]:
    """Acknowledged and not there is lost; there twice, or without having been acknowledged or refused, is doubled."""
    acked = full.acked + paced.acked
    return {
        "acked": acked,
        "rows": rows,
        "refused": full.refused + paced.refused,
        "failed": full.failed + paced.failed,
        "lost": max(0, acked - keys) + full.failed + paced.failed,
        "doubled": max(0, rows - acked) + rows - keys,
    }


def _written(town: Room) -> tuple[int, int]:
    """Messages of the group, and how many different keys they have."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT client_key) FROM groups_message WHERE group_id = %s",
            [town.group_id],
        )
        rows, keys = cursor.fetchone()
    return int(rows), int(keys)


def _cpu_ns(server: Process) -> int:
    return sum(map(cpu_ns, family(server.pid)))
