"""What PostgreSQL takes of the same rows, one INSERT and one commit each, from its own measuring program."""

import os
import re
import subprocess
import time
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from bench.harness import cores
from bench.harness.benchmark import Core
from bench.load.programs import file_of
from huiyin.ground.postgres import binaries
from huiyin.lib.ids import id_at_ms

CLIENTS = (32, 16, 64, 8)  # the usual best first; the server takes 100 connections
HOUR_MS = 3_600_000
# ids from an hour ago on, so that they meet none of today's: a hundred million a run, a million a client
SCRIPT = """\
\\set n :n + 1
\\set id :base + :client_id * 1000000 + :n
INSERT INTO groups_message (
    id, group_id, seq, author_person_id, author_label, kind, text, mentions, message_class, client_key, at, data
) VALUES (
    :id, :group, :n, :person, '3号楼2单元501', 'text', '{text}', '{{}}', 'unanswered', gen_random_uuid(), now(), '{{}}'
);
"""
_runs = count()


def inserts_per_s(group_id: int, person_id: int, text: str, *, clients: int, seconds: int) -> float:
    """Rows a second, each durable before the next of its client. The table, its indexes and constraints are the real ones."""
    base = id_at_ms(int(time.time() * 1000) - HOUR_MS) + next(_runs) * 100_000_000
    script = file_of("insert.sql", SCRIPT.format(text=text).encode())
    values = {"n": 0, "base": base, "group": group_id, "person": person_id}
    return _tps(script, values, clients=clients, seconds=seconds)


def best_clients(group_id: int, person_id: int, text: str, *, seconds: float) -> int:
    """How many clients get the most rows in, of several. seconds: for each; less than one, and the usual best is taken."""
    if seconds < 1:
        return CLIENTS[0]
    reached = {
        clients: inserts_per_s(group_id, person_id, text, clients=clients, seconds=int(seconds))
        for clients in CLIENTS
    }
    return max(reached, key=reached.__getitem__)


def _tps(script: Path, values: Mapping[str, int], *, clients: int, seconds: int) -> float:
    command = [str(binaries.program("pgbench")), "-n", "-M", "prepared", "-f", str(script)]
    command += ["-c", str(clients), "-j", "1", "-T", str(seconds)]
    command += [word for name, value in values.items() for word in ("-D", f"{name}={value}")]
    done = subprocess.run(  # noqa: S603 - our own program
        [*command, os.environ["DATABASE_URL"]],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=cores.moved_to(Core.APP),
    )
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    if "number of transactions actually processed: 0\n" in done.stdout:
        return 0.0
    if not found or "number of failed transactions: 0 " not in done.stdout:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1])
