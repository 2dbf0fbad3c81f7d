"""Tickets: what a page shows to open the stream. Signed by the web, read by the live process; no cookie is involved.

A ticket names the person and the topics they may hear at that moment. It lives for minutes, and what was taken away
meanwhile is revoked through the ledger.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

MOST_TTL_S = 3600
MOST_TOPICS = 256
MOST_POSTS = 64


class BadTicket(Exception):
    """Not made by us, or expired."""


@dataclass(frozen=True)
class Ticket:
    """issued_at, expires_at: seconds since 1970. posts: those the person acts for; None: may not speak with it."""

    person_id: int
    topics: tuple[str, ...]
    issued_at: float
    expires_at: float
    posts: tuple[int, ...] | None = None


def key_of(secret: str) -> bytes:
    """The key of tickets, derived from the site's secret key."""
    return hmac.new(secret.encode(), b"huiyin.live.ticket", hashlib.sha256).digest()


def sign(
    key: bytes,
    *,
    person_id: int,
    topics: Sequence[str],
    ttl_s: int,
    now: datetime,
    posts: Collection[int] | None = None,
) -> str:
    """Return a ticket for the address bar of the stream. now: aware.

    posts: every post the person acts for, if they may also speak on these topics. Who acts for more than MOST_POSTS (a
    county that covers many vacancies) gets a ticket that only listens, and speaks by the pages.

    Raises ValueError for more than MOST_TOPICS topics or a life longer than MOST_TTL_S: revocations are remembered
    that long.
    """
    if len(topics) > MOST_TOPICS or not 0 < ttl_s <= MOST_TTL_S:
        raise ValueError(f"a ticket has up to {MOST_TOPICS} topics and {MOST_TTL_S} s")
    issued_at = round(now.timestamp(), 3)
    told = {"p": person_id, "t": list(topics), "i": issued_at, "e": issued_at + ttl_s}
    if posts is not None and len(posts) <= MOST_POSTS:
        told["v"] = sorted(posts)
    words = json.dumps(told, separators=(",", ":")).encode()
    return f"{_text(words)}.{_text(_seal(key, words))}"


def read(keys: Iterable[bytes], token: str, *, now: datetime) -> Ticket:
    """Return what a ticket says. keys: today's, then older ones still honoured. now: aware. Raises BadTicket."""
    head, _, tail = token.partition(".")
    words, seal = _bytes(head), _bytes(tail)
    if not any(hmac.compare_digest(seal, _seal(key, words)) for key in keys):
        raise BadTicket("not signed by this site")
    told = json.loads(words)
    if now.timestamp() >= told["e"]:
        raise BadTicket("expired")
    posts = tuple(told["v"]) if "v" in told else None
    return Ticket(told["p"], tuple(told["t"]), told["i"], told["e"], posts)


def _seal(key: bytes, words: bytes) -> bytes:
    return hmac.new(key, words, hashlib.sha256).digest()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as wrong:
        raise BadTicket("not a ticket") from wrong
