"""How a page listens: the address of the live process, and the ticket that opens it."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import force_str

from huiyin.ground.live import ticket
from huiyin.people.rules import Viewer
from huiyin.web.kit.requests import host_of

STREAM_PATH = "/live/stream"
MESSAGES_PATH = "/live/messages"
TICKET_S = 600


def ticket_for(
    viewer: Viewer, topics: Sequence[str], *, now: datetime, may_speak: bool = True
) -> str:
    """Sign a ticket for topics whose right was asked already, by loading what they stand for.

    may_speak: messages may be sent with it to the groups among the topics; else it only listens.
    """
    return ticket.sign(
        ticket.key_of(force_str(settings.SECRET_KEY)),
        person_id=viewer.person_id,
        topics=topics,
        ttl_s=TICKET_S,
        now=now,
        posts=viewer.post_ids if may_speak else None,
    )


def messages_url(request: HttpRequest) -> str:
    """Where messages are sent to, as this browser reaches it."""
    return live_url(request).removesuffix(STREAM_PATH) + MESSAGES_PATH


def live_url(request: HttpRequest) -> str:
    """The address of the stream, as this browser reaches it.

    HUIYIN_LIVE_URL is empty behind a proxy that serves both (same origin), ":8001" for the same host on
    another port (the demo, whatever name the machine is called by), or a whole address.
    """
    base: str = settings.HUIYIN_LIVE_URL
    if base.startswith(":"):
        host = urlsplit(f"//{host_of(request)}").hostname or "localhost"
        host = f"[{host}]" if ":" in host else host
        base = f"{request.scheme}://{host}{base}"
    return base.rstrip("/") + STREAM_PATH
