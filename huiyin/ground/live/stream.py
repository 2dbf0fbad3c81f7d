"""One open stream: what waits to be sent to one browser."""

import asyncio
import math

from huiyin.ground.live import frames
from huiyin.ground.live.asgi import Send
from huiyin.ground.live.hub import Reader

MUCH_WAITING_BYTES = 256 * 1024
MOST_WAITING_BYTES = 2 * 1024 * 1024
SLOW_S = 5.0
FAREWELL_S = 2.0


class Stream(Reader):
    """Bytes pushed are sent in order, as soon as the connection takes them; nobody waits for a slow one.

    lasts_s: until the ticket expires, and the stream with it. A browser that takes nothing for SLOW_S while much waits,
    or lets the most pile up, is cut off: it comes again and is given what it lacks from the database, which costs the
    others nothing.
    """

    __slots__ = (
        "_expiry",
        "_loop",
        "_send",
        "_sending_since",
        "_task",
        "_waiting",
        "_waiting_bytes",
        "_writer",
        "is_closing",
    )

    def __init__(self, send: Send, *, person_id: int, issued_at: float, lasts_s: float) -> None:
        super().__init__(person_id, issued_at)
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._writer: asyncio.Task[None] | None = None
        self._sending_since = math.inf
        self._expiry = self._loop.call_later(lasts_s, self.close)
        self.is_closing = False

    def push(self, data: bytes) -> None:
        if self.is_closing:
            return
        self._waiting.append(data)
        self._waiting_bytes += len(data)
        if self._waiting_bytes > MUCH_WAITING_BYTES and self._is_slow():
            self.close()
        elif self._writer is None:
            # a task only while there is something to send: ten thousand idle readers cost ten thousand sockets
            self._writer = self._loop.create_task(self._write())

    def close(self) -> None:
        """End the stream from our side: wakes the task that waits for the browser to leave."""
        if not self.is_closing and self._task is not None:
            self.is_closing = True
            self._task.cancel()

    async def finish(self, *, retry_ms: int) -> None:
        """Say goodbye and when to come again, if the connection still takes it."""
        self.stop()
        body = frames.retry(retry_ms)
        await asyncio.wait_for(
            self._send({"type": "http.response.body", "body": body, "more_body": False}), FAREWELL_S
        )

    def stop(self) -> None:
        """Send nothing any more."""
        self.is_closing = True
        self._expiry.cancel()
        if self._writer is not None:
            self._writer.cancel()

    def _is_slow(self) -> bool:
        """What is pushed in one go counts only when the connection has been asked to take it."""
        sending_s = self._loop.time() - self._sending_since
        return sending_s > SLOW_S or (sending_s > 0 and self._waiting_bytes > MOST_WAITING_BYTES)

    async def _write(self) -> None:
        while self._waiting:
            body = b"".join(self._waiting)
            self._waiting = []
            self._waiting_bytes = 0
            self._sending_since = self._loop.time()
            await self._send({"type": "http.response.body", "body": body, "more_body": True})
        self._sending_since = math.inf
        self._writer = None
