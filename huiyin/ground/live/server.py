"""The live process: raw ASGI on uvicorn, streams and a health page. No Django, no cookies, no access log (a ticket is in
the address).
"""

import asyncio
import logging
import resource
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import uvicorn
import uvloop

from huiyin.ground.live import frames, position, ticket
from huiyin.ground.live.allowance import Allowance
from huiyin.ground.live.asgi import Headers, Receive, Scope, Send, answer, header, problem
from huiyin.ground.live.connection import take_over
from huiyin.ground.live.content import Content
from huiyin.ground.live.hub import Hub
from huiyin.ground.live.intake import Intake
from huiyin.ground.live.posting import Posting
from huiyin.ground.live.protocol import Protocol
from huiyin.ground.live.pump import Pump
from huiyin.ground.live.serving import Server
from huiyin.ground.live.source import Source
from huiyin.ground.live.speech import Speech
from huiyin.ground.live.stream import Stream, retry
from huiyin.ground.live.wake import Listener
from huiyin.ground.live.writer import Writer
from huiyin.ground.nodes import claim_node
from huiyin.lib.ids import NODES, IdMaker
from huiyin.lib.memory import settle

SILENT_S = 5.0  # without a round for so long the process is not well
PATIENCE_S = 5.0  # who comes while the process starts is kept so long
SHUTDOWN_S = 5
KEEP_ALIVE_S = 130  # longer than proxies keep theirs (Caddy 120 s, nginx 60 s): who closes first must be the one who asks

log = logging.getLogger("huiyin.live")


@dataclass(frozen=True)
class Settings:
    """keys: of tickets, today's first. web_port: the pages' port, when they live on the same host names.

    origins: whole origins (https://…) that may also open the stream. messages_per_s: of one person, in the long run;
    ten times as many at once. id_nodes: the node numbers of this machine.
    """

    host: str
    port: int
    home: Path
    database_url: str
    content: Content
    speech: Speech
    keys: tuple[bytes, ...]
    web_port: int
    origins: frozenset[str] = field(default_factory=frozenset)
    most_streams: int = 20_000
    most_of_one_person: int = 20
    messages_per_s: int = 20
    id_nodes: range = range(NODES)


class Live:
    """The application: who asks is let in by ticket, then the hub has them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.hub = Hub(settings.content.key, at_s=int(time.time()))
        self.pump = Pump(self.hub, Source(settings.database_url, settings.content))
        self._is_closing = False
        writer = Writer(settings.database_url, settings.speech)
        self.intake = Intake(writer, settings.speech, self._look_where_heard)
        self._posting = self._make_posting(settings)
        self.protocol = partial(Protocol, posting=self._posting, cross_origin=self._cross_origin)

    def _look_where_heard(self, topics: set[str]) -> None:
        """Look at once for those who hear what was said; where nobody does, the regular look is soon enough."""
        if not topics.isdisjoint(self.hub.topics):
            self.pump.wake(topics)

    def _make_posting(self, settings: Settings) -> Posting:
        node, self._node = claim_node(settings.home / "run", numbers=settings.id_nodes)
        per_s = settings.messages_per_s
        return Posting(
            settings.speech,
            self.intake,
            Allowance(per_s=per_s, burst=10 * per_s),
            keys=settings.keys,
            is_revoked=self.hub.is_revoked,
            new_id=IdMaker(node=node),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = self._cross_origin(scope)
        if headers is None:
            await problem(send, 403, "foreign-origin", "这个地址的网页不能打开实时消息。")
        elif scope["path"] == "/live/stream":
            await self._stream(scope, send, headers)
        elif scope["path"] == "/live/messages":
            await self._posting(scope, receive, send, headers)
        elif scope["path"] == "/live/health":
            await self._health(send, headers)
        else:
            await problem(send, 404, "not-there", "没有这个地址。", headers)

    async def beat(self) -> None:
        """Signs of life, every second to those whose turn it is."""
        while True:
            await asyncio.sleep(1)
            self.hub.pulse(int(time.monotonic()))

    def close(self) -> None:
        """Let nobody in any more and tell everybody to come again."""
        self._is_closing = True
        self.intake.close()
        self.hub.close_all()

    async def _stream(self, scope: Scope, send: Send, headers: Headers) -> None:
        if scope["method"] != "GET":
            await problem(send, 405, "method", "这个地址只能读取。", [*headers, (b"allow", b"GET")])
            return
        query = parse_qs(scope["query_string"].decode("latin-1"))
        now = datetime.now(UTC)
        try:
            shown = ticket.read(self._settings.keys, query.get("ticket", [""])[0], now=now)
        except ticket.BadTicket:
            await problem(
                send, 401, "bad-ticket", "实时消息的凭据无效或已过期,请刷新页面。", headers
            )
            return
        if not await self._has_room(shown, send, headers):
            return
        stood = header(scope, b"last-event-id") or query.get("from", [""])[0]
        await self._serve(shown, stood, scope, send, headers)

    async def _has_room(self, shown: ticket.Ticket, send: Send, headers: Headers) -> bool:
        if len(self.hub.readers_of.get(shown.person_id, ())) >= self._settings.most_of_one_person:
            wait = [*headers, (b"retry-after", b"30")]
            await problem(send, 429, "too-many", "打开的页面太多了,请先关闭一些。", wait)
            return False
        if not await self._is_open() or self.hub.count >= self._settings.most_streams:
            await _full(send, headers)
            return False
        return True

    async def _is_open(self) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.pump.has_begun.wait(), PATIENCE_S)
        return self.pump.has_begun.is_set() and not self._is_closing

    async def _serve(
        self, shown: ticket.Ticket, stood: str, scope: Scope, send: Send, headers: Headers
    ) -> None:
        stream = Stream(
            self.hub,
            person_id=shown.person_id,
            issued_at=shown.issued_at,
            lasts_s=shown.expires_at - time.time(),
        )
        if not take_over(scope, stream):
            await _full(send, headers)
            return
        known = position.read(stood)
        is_lost = stood and known is None
        stream.push(_head(headers) + retry() + (frames.reset("*") if is_lost else b""))
        self.hub.join(stream, shown.topics, known)

    async def _health(self, send: Send, headers: Headers) -> None:
        lag_s = self.pump.lag_s
        is_well = self.pump.is_connected and lag_s < SILENT_S
        words = {
            "status": "ok" if is_well else "down",
            "database": self.pump.is_connected,
            "lag_ms": round(lag_s * 1000),
            "streams": self.hub.count,
            "topics": len(self.hub.topics),
        }
        await answer(send, 200 if is_well else 503, "application/json", words, headers)

    def _cross_origin(self, scope: Scope) -> Headers | None:
        """Headers that let the pages of this site read the answer; None for a page of another."""
        origin = header(scope, b"origin")
        if not origin:
            return [(b"vary", b"origin")]
        if origin not in self._settings.origins and not self._is_own(origin, scope):
            return None
        return [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"origin")]

    def _is_own(self, origin: str, scope: Scope) -> bool:
        """The same host name as was called, on the port of the pages or on the one called."""
        try:
            asked, called = urlsplit(origin), urlsplit(f"//{header(scope, b'host')}")
            ports = {self._settings.web_port, called.port}
            return asked.hostname == called.hostname and asked.port in ports
        except ValueError:
            return False


_EVENTS: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would hold events back
    (b"connection", b"close"),  # the body ends with the connection, so it needs no chunks
]


def _head(headers: Headers) -> bytes:
    lines = b"".join(b"%s: %s\r\n" % pair for pair in [*_EVENTS, *headers])
    return b"HTTP/1.1 200 OK\r\n%s\r\n" % lines


async def _full(send: Send, headers: Headers) -> None:
    wait = [*headers, (b"retry-after", b"5")]
    await problem(send, 503, "full", "实时消息暂时连不上,页面可以照常使用。", wait)


def run(settings: Settings) -> None:
    """Serve on uvloop until SIGINT or SIGTERM."""
    settle()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(settings))


async def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; then tell everybody to come again and end."""
    _allow_many_sockets()
    live = Live(settings)
    server = Server(live.close, _uvicorn_config(live, settings))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.handle_exit, number, None)
    listener = Listener(settings.home)
    loop.add_reader(listener.fileno(), lambda: live.pump.wake(listener.read()))
    try:
        async with asyncio.TaskGroup() as tasks:
            work = (live.pump.run(), live.intake.run(), live.beat())
            helpers = [tasks.create_task(each) for each in work]
            await server.serve()
            for helper in helpers:
                helper.cancel()
    finally:
        loop.remove_reader(listener.fileno())
        listener.close()


def _uvicorn_config(live: Live, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        live,
        host=settings.host,
        port=settings.port,
        loop="none",
        http=live.protocol,  # type: ignore[arg-type]  # whatever makes a protocol will do
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=False,
        backlog=4096,
        timeout_graceful_shutdown=SHUTDOWN_S,
        timeout_keep_alive=KEEP_ALIVE_S,
    )


def _allow_many_sockets() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
