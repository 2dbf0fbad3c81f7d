"""Pages of the members of a group: each reads a stream as EventSource does, and one of them says something now and then."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

import uvloop

from bench.load.frames import paced

PATIENCE_S = 20.0
Handler = Callable[[dict[str, Any]], None]


class Page(asyncio.Protocol):
    """One open stream: bytes to lines, lines to events, JSON to the handler. stands: set at the first sign of life."""

    def __init__(self, path: str, handle: Handler) -> None:
        self._path = path
        self._handle = handle
        self._bytes = b""
        self._text = b""
        self._is_in_body = False
        self._is_chunked = False
        self.stands = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(f"GET {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        self._bytes += data
        if not self._is_in_body:
            head, found, rest = self._bytes.partition(b"\r\n\r\n")
            if not found:
                return
            if not head.startswith(b"HTTP/1.1 200"):
                raise ConnectionError(head.decode())
            self._is_in_body, self._bytes = True, rest
            self._is_chunked = b"transfer-encoding: chunked" in head.lower()
        if self._is_chunked:
            self._read_chunks()
        else:
            self._read(self._bytes)
            self._bytes = b""

    def _read_chunks(self) -> None:
        while (line := self._bytes.find(b"\r\n")) >= 0:
            end = line + 2 + int(self._bytes[:line], 16)
            if len(self._bytes) < end + 2:
                return
            self._read(self._bytes[line + 2 : end])
            self._bytes = self._bytes[end + 2 :]

    def _read(self, data: bytes) -> None:
        *events, self._text = (self._text + data).split(b"\n\n")
        for event in events:
            self._dispatch(event)

    def _dispatch(self, event: bytes) -> None:
        fields = dict(line.partition(b": ")[::2] for line in event.split(b"\n"))
        if fields.get(b"event") == b"beat" and not self.stands.done():
            self.stands.set_result(None)
        elif b"event" not in fields and b"data" in fields:
            self._handle(json.loads(fields[b"data"]))


class Speaker(asyncio.Protocol):
    """A connection that stays open for requests; `say` returns the status of the answer."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answers: list[asyncio.Future[int]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """An answer is small and comes in one piece; what else comes belongs to it."""
        if data.startswith(b"HTTP/1.1 ") and self._answers:
            self._answers.pop(0).set_result(int(data[9:12]))

    async def say(self, request: bytes) -> int:
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._answers.append(answer)
        if self._transport is None:
            raise ConnectionError
        self._transport.write(request)
        return await answer


@dataclass
class Tally:
    """What all pages together were shown. next_seqs: of each page; took_ms: from when a message was meant to be sent."""

    next_seqs: list[int]
    took_ms: list[float] = field(default_factory=list)
    acked_ms: list[float] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0

    def handler(self, page: int) -> Handler:
        """What the screen of one page does with a message."""

        def handle(message: dict[str, Any]) -> None:
            _, seq_digits, meant_digits = message["text"].rstrip(";").rsplit(":", 2)
            seq, expected = int(seq_digits), self.next_seqs[page]
            self.took_ms.append((time.monotonic_ns() - int(meant_digits)) / 1e6)
            self.doubled += seq < expected
            self.lost += max(0, seq - expected)
            self.next_seqs[page] = max(expected, seq + 1)

        return handle


def shown(
    port: int, paths: Sequence[str], request: Callable[[int], bytes], *, count: int, per_s: float
) -> Tally:
    """Open a page for each path and say `count` messages at a pace. request: the bytes that say one at a moment in ns,
    numbered 1, 2, 3 … by its mark.
    """
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_shown(port, paths, request, count, per_s))


async def _shown(
    port: int, paths: Sequence[str], request: Callable[[int], bytes], count: int, per_s: float
) -> Tally:
    loop = asyncio.get_running_loop()
    tally = Tally([1] * len(paths))
    pages = [Page(path, tally.handler(number)) for number, path in enumerate(paths)]
    for page in pages:
        await loop.create_connection(partial(_itself, page), "127.0.0.1", port)
    await asyncio.wait_for(asyncio.gather(*(page.stands for page in pages)), PATIENCE_S)
    _, speaker = await loop.create_connection(Speaker, "127.0.0.1", port)
    said = [loop.create_task(_say(speaker, request, at, tally)) for at in paced(count, per_s)]
    await asyncio.wait_for(asyncio.gather(*said), PATIENCE_S + count / per_s)
    await _until_shown(tally, count)
    for page in pages:
        if page.transport is not None:
            page.transport.abort()
    return tally


def _itself(page: Page) -> Page:
    return page


async def _say(
    speaker: Speaker, request: Callable[[int], bytes], meant_ns: int, tally: Tally
) -> None:
    await asyncio.sleep(max(0.0, (meant_ns - time.monotonic_ns()) / 1e9))
    status = await speaker.say(request(meant_ns))
    if status not in {200, 201}:
        raise ConnectionError(f"answered {status}")
    tally.acked_ms.append((time.monotonic_ns() - meant_ns) / 1e6)


async def _until_shown(tally: Tally, count: int) -> None:
    """What has not come when patience is over is lost."""
    end = time.monotonic() + PATIENCE_S
    while min(tally.next_seqs) <= count and time.monotonic() < end:
        await asyncio.sleep(0.01)
    tally.lost += sum(max(0, count + 1 - seq) for seq in tally.next_seqs)
