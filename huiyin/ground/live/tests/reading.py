"""A browser in a few lines: reads Server-Sent Events from a plain socket and remembers the last id."""

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PATIENCE_S = 60.0  # longer than between two signs of life, on a machine that does other things too


SILENT = {"beat", "retry"}  # what no page hears of


@dataclass(frozen=True)
class Event:
    """place: what it says of the place in the stream, or nothing."""

    name: str
    data: Any
    place: str


def parse(lines: Iterator[str]) -> Iterator[Event]:
    """Events from the lines of a stream; one that does not end is dropped."""
    name, data, place = "message", None, ""
    for line in lines:
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data" and name != "beat":
            data = json.loads(value)
        elif field == "id":
            place = value
        elif field == "retry":
            name, data = "retry", int(value)
        elif not line:
            yield Event(name, data, place)
            name, data, place = "message", None, ""


class Browser:
    """Open a stream and read it event by event. last_id: as EventSource keeps it."""

    def __init__(
        self,
        port: int,
        token: str,
        *,
        last_id: str = "",
        headers: str = "",
        method: str = "GET",
        receive_bytes: int | None = None,
    ) -> None:
        self.last_id = last_id
        self.retry_ms = 0
        self._socket = socket.socket()
        if receive_bytes:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self._socket.settimeout(PATIENCE_S)
        again = f"Last-Event-ID: {last_id}\r\n" if last_id else ""
        path = f"/live/stream?ticket={token}" if "/" not in token else token
        request = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{again}{headers}\r\n"
        self._file = self._socket.makefile("rb")
        try:
            self._socket.connect(("127.0.0.1", port))
            self._socket.sendall(request.encode())
            self.status = self._status()
        except OSError:
            self.close()
            raise
        self.headers = dict(self._headers())
        self._lines = self._read_lines()

    def body(self) -> Any:
        return json.loads(self._file.read(int(self.headers["content-length"])))

    def events(self) -> Iterator[Event]:
        """What EventSource would dispatch but for signs of life, until the server ends the stream."""
        for event in parse(self._lines):
            self._note(event)
            if event.name not in SILENT:
                yield event

    def wait_for_id(self) -> None:
        """Read up to the first sign of life: it names the place from which this browser hears."""
        while not self.last_id:
            self._note(next(parse(self._lines)))

    def _note(self, event: Event) -> None:
        self.last_id = event.place or self.last_id
        if event.name == "retry":
            self.retry_ms = event.data

    def take(self, count: int) -> list[Event]:
        events = self.events()
        return [next(events) for _ in range(count)]

    def take_seqs(self, count: int) -> list[int]:
        return [event.data["seq"] for event in self.take(count)]

    def is_quiet(self, seconds: float) -> bool:
        """Whether no event comes for so long; the stream cannot be read further afterwards."""
        self._socket.settimeout(seconds)
        try:
            next(self.events())
        except (TimeoutError, StopIteration):
            return True
        return False

    def close(self) -> None:
        self._file.close()
        self._socket.close()

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _status(self) -> int:
        words = self._file.readline().split()
        if not words:
            raise ConnectionResetError("closed without an answer")
        return int(words[1])

    def _headers(self) -> Iterator[tuple[str, str]]:
        while line := self._file.readline().decode().strip():
            name, _, value = line.partition(": ")
            yield name.lower(), value

    def _read_lines(self) -> Iterator[str]:
        while (line := self._file.readline()).endswith(b"\n"):
            yield line[:-1].decode()
