"""`POST /live/messages`: what people say, one message or an outbox of them, each answered on its own.

The pages' way of saying something is there all the time; whatever is refused here for a reason of this process can be
sent that way with the same key.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from huiyin.ground.live import ticket
from huiyin.ground.live.allowance import Allowance
from huiyin.ground.live.asgi import Headers, Receive, Scope, Send, header
from huiyin.ground.live.drafts import draft_of
from huiyin.ground.live.intake import Intake
from huiyin.ground.live.problems import (
    BAD_TICKET,
    FULL,
    MISSHAPEN,
    TOO_LARGE,
    UNFIT,
    UNREADABLE,
    WRONG_METHOD,
    Document,
    Problem,
    Reply,
    json_of,
    length_of,
)
from huiyin.ground.live.speech import Asked, Speech
from huiyin.ground.live.ticket import Ticket
from huiyin.ground.live.writer import Outcome
from huiyin.lib.refusal import Refused

if TYPE_CHECKING:
    import asyncio

MOST_BYTES = 512 * 1024
MOST_MESSAGES = 50  # of one request
MOST_TICKETS = 4_096
PREFLIGHT: Headers = [
    (b"access-control-allow-methods", b"POST"),
    (b"access-control-allow-headers", b"authorization, content-type"),
    (b"access-control-max-age", b"7200"),
]

IsRevoked = Callable[[int, float, str], bool]


class Posting:
    """keys: of tickets. is_revoked: whether a topic was taken from a person since a moment. new_id: makes identities."""

    def __init__(
        self,
        speech: Speech,
        intake: Intake,
        allowance: Allowance,
        *,
        keys: Sequence[bytes],
        is_revoked: IsRevoked,
        new_id: Callable[[], int],
    ) -> None:
        self._speech = speech
        self._intake = intake
        self._allowance = allowance
        self._keys = keys
        self._is_revoked = is_revoked
        self._new_id = new_id
        self._tickets: dict[str, Ticket] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        """The ASGI application; headers: to be sent with every answer."""
        if scope["method"] == "OPTIONS":
            await _send(send, Reply(204, b"", PREFLIGHT), headers)
            return
        try:
            if scope["method"] != "POST":
                raise WRONG_METHOD
            exchange = self.begin(scope["headers"], await _body(scope, receive))
            reply = exchange.reply(await exchange.done)
        except Problem as problem:
            reply = problem.reply()
        await _send(send, reply, headers)

    def begin(self, headers: Headers, body: bytes) -> "Exchange":
        """Read a request and put its messages into the queue. Raises Problem when none of it can be taken."""
        sent = _object(body)
        shown = self._ticket(_bearer(headers) or sent.pop("ticket", ""))
        many = sent.pop("messages", None)
        if many is None:
            return self._exchange(shown, [sent], is_outbox=False)
        if sent or not isinstance(many, list) or not 0 < len(many) <= MOST_MESSAGES:
            raise MISSHAPEN
        return self._exchange(shown, many, is_outbox=True)

    def _exchange(self, shown: Ticket, sent: Sequence[object], *, is_outbox: bool) -> "Exchange":
        self._demand_room(shown.person_id, len(sent))
        read = [self._read(shown, each) for each in sent]
        asked = [each for each in read if isinstance(each, Asked)]
        if not is_outbox and isinstance(read[0], Problem):
            raise read[0]
        return Exchange(sent, read, self._intake.put(asked), self._answer_to, is_outbox=is_outbox)

    def _demand_room(self, person_id: int, count: int) -> None:
        if not self._intake.has_room(count):
            raise FULL
        wait_s = self._allowance.wait_s(person_id, count, now_s=time.monotonic())
        if wait_s:
            raise Problem(429, "too_many", "您发得太快了，请过一会儿再发，不会重复。", wait_s)

    def _read(self, shown: Ticket, sent: object) -> Asked | Problem:
        try:
            draft = draft_of(sent)
            text = self._speech.check_text(draft["text"], has_file=draft.get("file_id") is not None)
        except Problem as problem:
            return problem
        except Refused as refused:
            return Problem(refused.status, "text", refused.sentence)
        topic = f"{self._speech.prefix}:{draft['group_id']}"
        if topic not in shown.topics or self._is_revoked(shown.person_id, shown.issued_at, topic):
            return self._refusal("not_there")
        if shown.posts is None:
            return self._refusal("elsewhere")
        spare = self._speech.spare_ids if self._speech.calls_somebody(text) else 0
        return Asked(
            **(draft | {"text": text}),
            id=self._new_id(),
            person_id=shown.person_id,
            posts=shown.posts,
            spare=[self._new_id() for _ in range(spare)],
            hidden=self._speech.hide(text),
        )

    def _answer_to(self, outcome: Outcome) -> Document | Problem:
        match outcome.code:
            case "" | "repeat":
                said: Document = {"id": outcome.id, "seq": outcome.seq, "at": outcome.at}
                return said | {"repeat": True} if outcome.code else said
            case "busy":
                return FULL
            case "unfit":
                return UNFIT
            case code:
                return self._refusal(code)

    def _refusal(self, code: str) -> Problem:
        kind, sentence = self._speech.refusals[code]
        return Problem(kind.status, code, sentence)

    def _ticket(self, token: object) -> Ticket:
        """What a ticket says; a seal that was found good is not asked again."""
        now = datetime.now(UTC)
        if not isinstance(token, str):
            raise BAD_TICKET
        shown = self._tickets.get(token)
        if shown is None:
            try:
                shown = ticket.read(self._keys, token, now=now)
            except ticket.BadTicket as bad:
                raise BAD_TICKET from bad
            if len(self._tickets) >= MOST_TICKETS:
                self._tickets.clear()
            self._tickets[token] = shown
        if now.timestamp() >= shown.expires_at:
            raise BAD_TICKET
        return shown


class Exchange:
    """A request whose messages are in the queue. done: their outcomes, once they are durable."""

    def __init__(
        self,
        sent: Sequence[object],
        read: Sequence[Asked | Problem],
        done: "asyncio.Future[list[Outcome]]",
        answer_to: Callable[[Outcome], Document | Problem],
        *,
        is_outbox: bool,
    ) -> None:
        self._sent = sent
        self._read = read
        self._answer_to = answer_to
        self._is_outbox = is_outbox
        self.done = done

    def reply(self, outcomes: Sequence[Outcome]) -> Reply:
        """What is answered when it is known what became of the messages."""
        known = iter(outcomes)
        answers = [
            each if isinstance(each, Problem) else self._answer_to(next(known))
            for each in self._read
        ]
        if self._is_outbox:
            pairs = zip(self._sent, answers, strict=True)
            return Reply(
                200, json_of({"answers": [_one_of_many(*pair) for pair in pairs]}), [_JSON]
            )
        (only,) = answers
        return only.reply() if isinstance(only, Problem) else Reply(200, json_of(only), [_JSON])


_JSON = (b"content-type", b"application/json")


def _bearer(headers: Headers) -> str:
    given = next((value for name, value in headers if name == b"authorization"), b"")
    kind, _space, token = given.decode("latin-1").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _object(body: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(body.decode())
    except (ValueError, RecursionError) as wrong:
        raise UNREADABLE from wrong
    if not isinstance(sent, dict):
        raise UNREADABLE
    return sent


async def _body(scope: Scope, receive: Receive) -> bytes:
    """The whole body, nearly always in one piece. Raises Problem for one that is too large."""
    if int(header(scope, b"content-length") or 0) > MOST_BYTES:
        raise TOO_LARGE
    body = b""
    while True:
        event = await receive()
        piece: bytes = event.get("body", b"")
        body += piece
        if len(body) > MOST_BYTES:
            raise TOO_LARGE
        if not event.get("more_body"):
            return body


def _one_of_many(sent: Any, answered: Document | Problem) -> Mapping[str, object]:
    key = sent.get("client_key") if isinstance(sent, dict) else None
    if isinstance(answered, Problem):
        return {"client_key": key, "problem": answered.document()}
    return {"client_key": key, **answered}


async def _send(send: Send, reply: Reply, headers: Headers) -> None:
    head = [*length_of(reply), *reply.headers, *headers]
    await send({"type": "http.response.start", "status": reply.status, "headers": head})
    await send({"type": "http.response.body", "body": reply.body})
