"""Tickets: what a page shows to open the stream. Signed by the web, read by the live process; no cookie is involved.

A ticket names the person and the topics they may hear at that moment. It lives for minutes, and what was taken away
meanwhile is revoked through the ledger.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

MOST_TTL_S = 3600
MOST_TOPICS = 256


class BadTicket(Exception):
    """Not made by us, or expired."""


@dataclass(frozen=True)
class Ticket:
    """issued_at, expires_at: seconds since 1970."""

    person_id: int
    topics: tuple[str, ...]
    issued_at: float
    expires_at: float


def key_of(secret: str) -> bytes:
    """The key of tickets, derived from the site's secret key."""
    return hmac.new(secret.encode(), b"huiyin.live.ticket", hashlib.sha256).digest()


def sign(key: bytes, *, person_id: int, topics: Sequence[str], ttl_s: int, now: datetime) -> str:
    """Return a ticket for the address bar of the stream. now: aware.

    Raises ValueError for more than MOST_TOPICS topics or a life longer than MOST_TTL_S: revocations are remembered
    that long.
    """
    if len(topics) > MOST_TOPICS or not 0 < ttl_s <= MOST_TTL_S:
        raise ValueError(f"a ticket has up to {MOST_TOPICS} topics and {MOST_TTL_S} s")
    issued_at = round(now.timestamp(), 3)
    words = json.dumps(
        {"p": person_id, "t": list(topics), "i": issued_at, "e": issued_at + ttl_s},
        separators=(",", ":"),
    ).encode()
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
    return Ticket(told["p"], tuple(told["t"]), told["i"], told["e"])


def _seal(key: bytes, words: bytes) -> bytes:
    return hmac.new(key, words, hashlib.sha256).digest()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as wrong:
        raise BadTicket("not a ticket") from wrong
