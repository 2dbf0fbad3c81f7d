"""One open stream: the connection of one browser, taken over from the web server."""

import asyncio
import random

from huiyin.ground.live import frames
from huiyin.ground.live.hub import Hub, Reader

MUCH_WAITING_BYTES = 256 * 1024
MOST_MORE_BYTES = 2 * 1024 * 1024
SLOW_S = 5.0
FAREWELL_S = 2.0
RETRY_MS = (1_000, 4_000)  # spread, so that a restart is not answered by everybody at once


class Stream(Reader, asyncio.Protocol):
    """Bytes pushed are written at once; what the connection does not take waits in its buffer, and nobody waits for it.

    lasts_s: until the ticket expires, and the stream with it. A browser that leaves much waiting for SLOW_S, or lets the
    most pile up on top of it, is cut off: it comes again and is given what it lacks from the database, which costs the
    others nothing.
    """

    __slots__ = ("_expiry", "_hub", "_is_closing", "_lasts_s", "_most", "_patience", "_transport")

    _expiry: asyncio.TimerHandle
    _transport: asyncio.Transport

    def __init__(self, hub: Hub, *, person_id: int, issued_at: float, lasts_s: float) -> None:
        super().__init__(person_id, issued_at)
        self._hub = hub
        self._is_closing = False
        self._patience: asyncio.TimerHandle | None = None
        self._most = 0
        self._lasts_s = lasts_s

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # of a stream
        self._transport = transport
        transport.set_write_buffer_limits(high=MUCH_WAITING_BYTES)
        self._expiry = asyncio.get_running_loop().call_later(self._lasts_s, self.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._is_closing = True
        self._expiry.cancel()
        self.resume_writing()
        self._hub.leave(self)

    def pause_writing(self) -> None:
        """Much is waiting; what was missed and is given in one go may be more than may pile up."""
        self._most = self._transport.get_write_buffer_size() + MOST_MORE_BYTES
        self._patience = asyncio.get_running_loop().call_later(SLOW_S, self._transport.abort)

    def resume_writing(self) -> None:
        if self._patience:
            self._patience.cancel()
            self._patience = None

    def push(self, data: bytes) -> None:
        if self._is_closing:
            return
        if self._patience and self._transport.get_write_buffer_size() > self._most:
            self._is_closing = True
            self._transport.abort()
        else:
            self._transport.write(data)

    def close(self) -> None:
        """Say when to come again, and end the stream from our side."""
        if not self._is_closing:
            self.push(retry())
            self._is_closing = True
            self._transport.close()
            asyncio.get_running_loop().call_later(FAREWELL_S, self._transport.abort)


def retry() -> bytes:
    """What tells the browser how long to wait before it comes again."""
    return frames.retry(random.randint(*RETRY_MS))  # noqa: S311 - spreads load, guards nothing
