"""Senders of messages, many in one C program; see senders.c."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.harness.benchmark import Core
from bench.load.processes import Process, running
from bench.load.programs import file_of, program

KEY = "########-####-####-####-############"  # the program puts a new UUID here


@dataclass(frozen=True)
class Sent:
    """Messages sent, and how they were answered. The latency is that of those acknowledged."""

    sent: int
    acked: int
    refused: int
    failed: int
    p50_ms: float
    p99_ms: float
    max_ms: float
    lasted_s: float

    @property
    def acked_per_s(self) -> float:
        return self.acked / self.lasted_s


class Senders:
    def __init__(self, process: Process) -> None:
        self._process = process

    def closed(self, seconds: float) -> Sent:
        """Everybody sends again as soon as they were answered: as much as the server takes."""
        return self._ask(f"closed {seconds}")

    def open(self, seconds: float, requests_per_s: float) -> Sent:
        """At a pace that does not ask how the server feels; latency counts from when a message was meant to be sent."""
        return self._ask(f"open {seconds} {requests_per_s}")

    def _ask(self, line: str) -> Sent:
        self._process.say(line)
        return Sent(**json.loads(self._process.hear()))


@contextmanager
def senders(port: int, requests: Sequence[bytes]) -> Iterator[Senders]:
    """A sender for each request, which it sends again and again under new keys."""
    path = file_of("requests", b"\0".join(requests) + b"\0")
    command = [program("load/senders.c"), str(port), str(len(requests)), str(path)]
    with running(command, Core.CLIENT) as process:
        process.expect("ready")
        yield Senders(process)


def request(path: str, body: str, *headers: str) -> bytes:
    """A whole POST of JSON."""
    data = body.encode()
    head = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(data)}",
        *headers,
    ]
    return "\r\n".join([*head, "", ""]).encode() + data
