"""Signed links to files: whoever may see the page a file stands on gets a link that works for them alone."""

import hashlib
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.encoding import force_bytes

from huiyin.ground.files.rules import check_link, sign_link

PERIOD_S = 6 * 3600


def file_link(file_id: int, *, person_id: int, now: datetime, is_thumb: bool = False) -> str:
    """Return the address of a file for this person. Lives 6 to 12 hours, and no longer than the right to see the file."""
    token = sign_link(file_id, person_id, _expiry(now), _key())
    query = {"s": token, "v": "thumb"} if is_thumb else {"s": token}
    return f"{reverse('kit:file', args=[file_id])}?{urlencode(query)}"


def is_good_link(token: str, *, file_id: int, person_id: int, now: datetime) -> bool:
    return check_link(token, file_id, person_id, now, _key())


def _expiry(now: datetime) -> datetime:
    """The same moment for hours on end, so that the browser meets the same address and keeps the bytes."""
    return now + timedelta(seconds=2 * PERIOD_S - int(now.timestamp()) % PERIOD_S)


def _key() -> bytes:
    return hashlib.sha256(b"huiyin file links:" + force_bytes(settings.SECRET_KEY)).digest()
