"""uvicorn, but for how it begins to end."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn


class Server(uvicorn.Server):
    """close: ends the streams, which are no requests to uvicorn; it is called before the rest is waited for.

    By itself uvicorn wakes ten times a second to see whether it is to end, and for a date that is sent with nothing here.
    """

    def __init__(self, close: Callable[[], None], config: uvicorn.Config) -> None:
        super().__init__(config)
        self._close = close
        self._told_to_end = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The loop hears the signals: uvicorn would raise them again after a clean end."""
        yield

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self._told_to_end.wait()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._told_to_end.set()

    async def shutdown(self, sockets: object = None) -> None:
        self._close()
        await super().shutdown()
