"""Pages of the members of a group: each reads a stream as EventSource does, and one of them says something now and then."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
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
    """A connection that stays open for one request after the other; `say` returns the status of the answer."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """The status stands in the first piece of an answer; what comes after it belongs to the same answer."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(int(data[9:12]))

    async def say(self, request: bytes) -> int:
        if self._transport is None:
            raise ConnectionError
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer


class Speakers:
    """A connection for each message on its way, as the pages of several members have them."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[Speaker] = []

    async def say(self, request: bytes) -> int:
        speaker = self._idle.pop() if self._idle else await self._connected()
        status = await speaker.say(request)
        self._idle.append(speaker)
        return status

    async def _connected(self) -> Speaker:
        _, speaker = await asyncio.get_running_loop().create_connection(
            Speaker, "127.0.0.1", self._port
        )
        return speaker


class Tally:
    """What all pages together were shown. took_ms: from when a message was meant to be sent; acked_ms: until its answer.

    Messages on their way at the same time may be numbered in any order, so each page has a set of what is to come.
    """

    def __init__(self, pages: int, messages: int) -> None:
        self.took_ms: list[float] = []
        self.acked_ms: list[float] = []
        self.doubled = 0
        self._missing = [set(range(1, messages + 1)) for _ in range(pages)]

    @property
    def lost(self) -> int:
        """Messages that pages have not been shown yet."""
        return sum(map(len, self._missing))

    def handler(self, page: int) -> Handler:
        """What the screen of one page does with a message."""
        missing = self._missing[page]

        def handle(message: dict[str, Any]) -> None:
            _, seq, meant_ns = message["text"].rstrip(";").rsplit(":", 2)
            self.took_ms.append((time.monotonic_ns() - int(meant_ns)) / 1e6)
            self.doubled += int(seq) not in missing
            missing.discard(int(seq))

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
    tally = Tally(len(paths), count)
    pages = [Page(path, tally.handler(number)) for number, path in enumerate(paths)]
    for page in pages:
        await loop.create_connection(partial(_itself, page), "127.0.0.1", port)
    await asyncio.wait_for(asyncio.gather(*(page.stands for page in pages)), PATIENCE_S)
    speakers = Speakers(port)
    said = [loop.create_task(_say(speakers, request, at, tally)) for at in paced(count, per_s)]
    await asyncio.wait_for(asyncio.gather(*said), PATIENCE_S + count / per_s)
    await _until_shown(tally)
    for page in pages:
        if page.transport is not None:
            page.transport.abort()
    return tally


def _itself(page: Page) -> Page:
    return page


async def _say(
    speakers: Speakers, request: Callable[[int], bytes], meant_ns: int, tally: Tally
) -> None:
    await asyncio.sleep(max(0.0, (meant_ns - time.monotonic_ns()) / 1e9))
    status = await speakers.say(request(meant_ns))
    if status not in {200, 201}:
        raise ConnectionError(f"answered {status}")
    tally.acked_ms.append((time.monotonic_ns() - meant_ns) / 1e6)


async def _until_shown(tally: Tally) -> None:
    """What has not come when patience is over is lost."""
    end = time.monotonic() + PATIENCE_S
    while tally.lost and time.monotonic() < end:
        await asyncio.sleep(0.01)
