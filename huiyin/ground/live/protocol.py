"""uvicorn's HTTP, with a short way for messages: no task and no ASGI events for each, which cost as much as all the rest.

Everything but a plain `POST /live/messages` goes uvicorn's own way, and so does one that was sent before the answer to
another on the same connection.
"""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from huiyin.ground.live.asgi import Headers, Scope
from huiyin.ground.live.connection import Connection
from huiyin.ground.live.posting import MOST_BYTES, Exchange, Posting
from huiyin.ground.live.problems import TOO_LARGE, Problem, Reply, length_of

if TYPE_CHECKING:
    from huiyin.ground.live.writer import Outcome

ADDRESS = b"/live/messages"
CrossOrigin = Callable[[Scope], Headers | None]
_STATUS = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus
}


class Short(RequestResponseCycle):
    """A request on the short way, as far as uvicorn asks about one."""

    def __init__(self, *, keep_alive: bool, headers: Headers) -> None:
        self.keep_alive = keep_alive
        self.headers = headers
        self.body = bytearray()
        self.disconnected = False
        self.response_complete = False
        self.message_event = _NOBODY_WAITS


_NOBODY_WAITS = asyncio.Event()


class Protocol(Connection):
    """posting: what messages are handed to. cross_origin: as the application asks it. The rest is uvicorn's."""

    def __init__(
        self, *given: Any, posting: Posting, cross_origin: CrossOrigin, **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self._posting = posting
        self._cross_origin = cross_origin

    def on_headers_complete(self) -> None:
        is_free = self.cycle is None or self.cycle.response_complete  # type: ignore[redundant-expr]  # None at first
        is_message = self.url == ADDRESS and self.parser.get_method() == b"POST"
        headers = self._cross_origin(self.scope) if is_free and is_message else None
        if headers is None or self.expect_100_continue:
            super().on_headers_complete()
            return
        self.cycle = Short(keep_alive=self.parser.should_keep_alive(), headers=headers)

    def on_body(self, body: bytes) -> None:
        if not isinstance(self.cycle, Short):
            super().on_body(body)
        elif len(self.cycle.body) + len(body) <= MOST_BYTES:
            self.cycle.body += body
        elif not self.cycle.response_complete:
            self.cycle.keep_alive = False  # the rest is not even read
            self._reply(self.cycle, TOO_LARGE.reply())

    def on_message_complete(self) -> None:
        cycle = self.cycle
        if not isinstance(cycle, Short):
            super().on_message_complete()
            return
        if cycle.response_complete:
            return
        try:
            exchange = self._posting.begin(self.headers, bytes(cycle.body))
        except Problem as problem:
            self._reply(cycle, problem.reply())
        else:
            self._reply_later(cycle, exchange)

    def _reply_later(self, cycle: Short, exchange: Exchange) -> None:
        def reply(done: "asyncio.Future[list[Outcome]]") -> None:
            if not done.cancelled():
                self._reply(cycle, exchange.reply(done.result()))

        exchange.done.add_done_callback(reply)

    def _reply(self, cycle: Short, reply: Reply) -> None:
        if cycle.disconnected or self.transport.is_closing():
            return
        lines = [_STATUS[reply.status]]
        for name, value in (*length_of(reply), *reply.headers, *cycle.headers):
            lines += (name, b": ", value, b"\r\n")
        if not cycle.keep_alive:
            lines.append(b"connection: close\r\n")
        self.transport.write(b"".join((*lines, b"\r\n", reply.body)))
        cycle.response_complete = True
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()
