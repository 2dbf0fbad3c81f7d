"""Where a page listens: the address of the live process."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

STREAM_PATH = "/live/stream"


def live_url(request: HttpRequest) -> str:
    """The address of the stream, as this browser reaches it.

    HUIYIN_LIVE_URL is empty behind a proxy that serves both (same origin), ":8001" for the same host on
    another port (the demo, whatever name the machine is called by), or a whole address.
    """
    base: str = settings.HUIYIN_LIVE_URL
    if base.startswith(":"):
        host = urlsplit(f"//{request.get_host()}").hostname or "localhost"
        host = f"[{host}]" if ":" in host else host
        base = f"{request.scheme}://{host}{base}"
    return base.rstrip("/") + STREAM_PATH
