"""One open stream: what waits to be sent to one browser."""

import asyncio

from huiyin.ground.live import frames
from huiyin.ground.live.asgi import Send
from huiyin.ground.live.hub import Reader

MOST_WAITING_BYTES = 256 * 1024
FAREWELL_S = 2.0


class Stream(Reader):
    """Bytes pushed are sent in order, as soon as the connection takes them; nobody waits for a slow one.

    expires_at: of the ticket, s since 1970. Whoever lets MOST_WAITING_BYTES pile up is cut off: the browser comes again
    and is given what it lacks from the database, which costs the others nothing.
    """

    __slots__ = (
        "_send",
        "_task",
        "_waiting",
        "_waiting_bytes",
        "_writer",
        "expires_at",
        "is_closing",
    )

    def __init__(self, send: Send, *, person_id: int, issued_at: float, expires_at: float) -> None:
        super().__init__(person_id, issued_at)
        self._send = send
        self._task = asyncio.current_task()
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._writer: asyncio.Task[None] | None = None
        self.expires_at = expires_at
        self.is_closing = False

    def push(self, data: bytes) -> None:
        if self.is_closing:
            return
        self._waiting.append(data)
        self._waiting_bytes += len(data)
        if self._waiting_bytes > MOST_WAITING_BYTES:
            self.close()
        elif self._writer is None:
            # a task only while there is something to send: ten thousand idle readers cost ten thousand sockets
            self._writer = asyncio.get_running_loop().create_task(self._write())

    def close(self) -> None:
        """End the stream from our side: wakes the task that waits for the browser to leave."""
        if not self.is_closing and self._task is not None:
            self.is_closing = True
            self._task.cancel()

    async def finish(self, *, retry_ms: int) -> None:
        """Say goodbye and when to come again, if the connection still takes it."""
        if self._writer is not None:
            self._writer.cancel()
        body = frames.retry(retry_ms)
        await asyncio.wait_for(
            self._send({"type": "http.response.body", "body": body, "more_body": False}), FAREWELL_S
        )

    def stop(self) -> None:
        """The browser has left."""
        self.is_closing = True
        if self._writer is not None:
            self._writer.cancel()

    async def _write(self) -> None:
        while self._waiting:
            body = b"".join(self._waiting)
            self._waiting = []
            self._waiting_bytes = 0
            await self._send({"type": "http.response.body", "body": body, "more_body": True})
        self._writer = None
