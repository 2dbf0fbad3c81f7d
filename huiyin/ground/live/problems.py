"""What a request for messages is answered with: replies, and problem documents (RFC 9457) with a code beside them."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import NamedTuple

from huiyin.ground.live.asgi import Headers

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

    def reply(self) -> "Reply":
        headers = [(b"content-type", b"application/problem+json")]
        if self.retry_after_s:
            headers.append((b"retry-after", b"%d" % self.retry_after_s))
        if self.status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append((b"allow", b"POST, OPTIONS"))
        return Reply(self.status, json_of(self.document()), headers)


class Reply(NamedTuple):
    """An answer to be sent. headers: but for its length and what every answer has."""

    status: int
    body: bytes
    headers: Headers


UNREADABLE = Problem(400, "unreadable", "请求的内容不是一个 JSON 对象。")
MISSHAPEN = Problem(400, "misshapen", "请求里缺少内容，或有不认识的内容。")
BAD_TICKET = Problem(401, "bad_ticket", "实时消息的凭据无效或已过期，请刷新页面。")
WRONG_METHOD = Problem(405, "method", "这个地址只能发送消息。")
TOO_LARGE = Problem(413, "too_large", "内容太多了，请分几次发送。")
UNFIT = Problem(422, "unfit", "这条消息里有不能保存的内容，请修改后再发。")
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
FULL = Problem(503, "busy", "现在发消息的人很多，请稍后再发，不会重复。", 1)


def json_of(document: Document) -> bytes:
    return _JSON.encode(document).encode()


def length_of(reply: Reply) -> Headers:
    return [(b"content-length", b"%d" % len(reply.body)), (b"cache-control", b"no-store")]
