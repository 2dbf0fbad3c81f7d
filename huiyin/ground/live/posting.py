"""`POST /live/messages`: what people say, one message or an outbox of them, each answered on its own.

The pages' way of saying something is there all the time; whatever is refused here for a reason of this process can be
sent that way with the same key.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from huiyin.ground.live import ticket
from huiyin.ground.live.allowance import Allowance
from huiyin.ground.live.asgi import Headers, Receive, Scope, Send, answer, header
from huiyin.ground.live.intake import Intake
from huiyin.ground.live.speech import Asked, Speech
from huiyin.ground.live.ticket import Ticket
from huiyin.ground.live.writer import Outcome
from huiyin.lib.refusal import Refused

MOST_BYTES = 512 * 1024
MOST_MESSAGES = 50  # of one request
MOST_TICKETS = 4_096
PREFLIGHT: Headers = [
    (b"access-control-allow-methods", b"POST"),
    (b"access-control-allow-headers", b"authorization, content-type"),
    (b"access-control-max-age", b"7200"),
]

IsRevoked = Callable[[int, float, str], bool]
Document = dict[str, object]


@dataclass(frozen=True)
class Problem(Exception):
    """Why a request or a message was not taken: status, machine code, a sentence for the person."""

    status: int
    code: str
    sentence: str
    retry_after_s: int = 0

    def document(self) -> Document:
        """RFC 9457, with the code beside it."""
        slug = self.code.replace("_", "-")
        return {
            "type": f"/problems/{slug}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.sentence,
            "code": self.code,
        }


UNREADABLE = Problem(400, "unreadable", "请求的内容不是一个 JSON 对象。")
MISSHAPEN = Problem(400, "misshapen", "请求里缺少内容，或有不认识的内容。")
BAD_TICKET = Problem(401, "bad_ticket", "实时消息的凭据无效或已过期，请刷新页面。")
WRONG_METHOD = Problem(405, "method", "这个地址只能发送消息。")
TOO_LARGE = Problem(413, "too_large", "内容太多了，请分几次发送。")
UNFIT = Problem(422, "unfit", "这条消息里有不能保存的内容，请修改后再发。")
FULL = Problem(503, "busy", "现在发消息的人很多，请稍后再发，不会重复。", 1)


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
        if scope["method"] == "OPTIONS":
            await _done(send, 204, b"", [*headers, *PREFLIGHT])
            return
        try:
            if scope["method"] != "POST":
                raise WRONG_METHOD
            body = await self._answer(scope, await _body(scope, receive))
        except Problem as problem:
            await _refuse(send, problem, headers)
        else:
            await _done(send, 200, body, [_JSON, *headers])

    async def _answer(self, scope: Scope, body: bytes) -> bytes:
        sent = _object(body)
        shown = self._ticket(_bearer(scope) or sent.pop("ticket", ""))
        if "messages" not in sent:
            (only,) = await self._say(shown, [sent])
            if isinstance(only, Problem):
                raise only
            return _json(only)
        many = sent.pop("messages")
        if sent or not isinstance(many, list) or not 0 < len(many) <= MOST_MESSAGES:
            raise MISSHAPEN
        answers = await self._say(shown, many)
        return _json({"answers": [_one_of_many(*pair) for pair in zip(many, answers, strict=True)]})

    async def _say(self, shown: Ticket, sent: Sequence[object]) -> list[Document | Problem]:
        """Let messages be written; an answer for each, in their order."""
        self._demand_room(shown.person_id, len(sent))
        read = [self._read(shown, each) for each in sent]
        asked = [each for each in read if isinstance(each, Asked)]
        outcomes = iter(await self._intake.put(asked) if asked else [])
        return [
            each if isinstance(each, Problem) else self._answer_to(next(outcomes)) for each in read
        ]

    def _demand_room(self, person_id: int, count: int) -> None:
        if not self._intake.has_room(count):
            raise FULL
        wait_s = self._allowance.wait_s(person_id, count, now_s=time.monotonic())
        if wait_s:
            raise Problem(429, "too_many", "您发得太快了，请过一会儿再发，不会重复。", wait_s)

    def _read(self, shown: Ticket, sent: object) -> Asked | Problem:
        try:
            draft = _draft(sent)
            text = self._speech.check_text(draft["text"], has_file=draft["file_id"] is not None)
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
            **{**draft, "text": text},
            id=self._new_id(),
            person_id=shown.person_id,
            posts=shown.posts,
            spare=[self._new_id() for _ in range(spare)],
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


_JSON = (b"content-type", b"application/json")
_IDS = {"file": "file_id", "reply_to": "reply_to_id", "as_post": "as_post_id"}
_FIELDS = {"group", "text", "client_key", "sent_at", *_IDS}


def _draft(sent: object) -> dict[str, Any]:
    """A message as it came, by the names of `Asked`. Raises Problem for a wrong shape, never for wrong content."""
    if not isinstance(sent, dict) or not sent.keys() <= _FIELDS:
        raise MISSHAPEN
    text, group_id = sent.get("text", ""), _id(sent.get("group"))
    if not isinstance(text, str) or group_id is None:
        raise MISSHAPEN
    draft = {field: _id(sent.get(name)) for name, field in _IDS.items()}
    try:
        key, sent_at = UUID(sent.get("client_key")), _moment(sent.get("sent_at"))
    except (TypeError, ValueError, AttributeError, OverflowError) as wrong:
        raise MISSHAPEN from wrong
    return {**draft, "group_id": group_id, "text": text, "client_key": key, "sent_at": sent_at}


def _id(value: object) -> int | None:
    """An identity or nothing. Raises Problem for anything else."""
    if value is None:
        return None
    if type(value) is not int or not 0 < value < 1 << 53:
        raise MISSHAPEN
    return value


def _moment(value: object) -> datetime | None:
    """An aware moment in UTC or nothing. Raises ValueError, TypeError, OverflowError."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment.astimezone(UTC)


def _bearer(scope: Scope) -> str:
    kind, _space, token = header(scope, b"authorization").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _object(body: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(body)
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


def _json(document: Mapping[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


async def _refuse(send: Send, problem: Problem, headers: Headers) -> None:
    if problem.retry_after_s:
        headers = [*headers, (b"retry-after", b"%d" % problem.retry_after_s)]
    if problem is WRONG_METHOD:
        headers = [*headers, (b"allow", b"POST, OPTIONS")]
    document = problem.document()
    await answer(send, problem.status, "application/problem+json", document, headers)


async def _done(send: Send, status: int, body: bytes, headers: Headers) -> None:
    head = [(b"content-length", b"%d" % len(body)), (b"cache-control", b"no-store"), *headers]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})
