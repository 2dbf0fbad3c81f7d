"""The few shapes of ASGI that the live process uses, and answers made of them."""

import json
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


def header(scope: Scope, name: bytes) -> str:
    """The value of a header (name in lower case), or nothing."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def answer(
    send: Send, status: int, media_type: str, words: object, headers: Headers | None = None
) -> None:
    """Answer with a JSON document and be done."""
    body = json.dumps(words, ensure_ascii=False).encode()
    head = [
        (b"content-type", media_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *(headers or []),
    ]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})


async def problem(
    send: Send, status: int, slug: str, detail: str, headers: Headers | None = None
) -> None:
    """Answer with a problem document (RFC 9457), in the shape of the pages' own."""
    words = {
        "type": f"/problems/{slug}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    await answer(send, status, "application/problem+json", words, headers)
