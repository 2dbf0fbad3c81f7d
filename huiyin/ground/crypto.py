"""Contact data at rest: encrypted for reading back, hashed with a key for looking up.

Keys come from HUIYIN_SECRET_KEY; those of SECRET_KEY_FALLBACKS still read what they wrote, so a key can be changed
while the site runs.
"""

import base64
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.db.models.lookups import Exact, IsNull
from django.utils.encoding import force_bytes

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
    _Exact = Exact[str]
else:
    _TextField = models.TextField
    _Exact = Exact


def lookup_hash(value: str) -> str:
    """Return 64 hex digits that tell two equal values, and nothing else, to whoever lacks the key."""
    return lookup_hashes(value)[0]


def lookup_hashes(value: str) -> list[str]:
    """The hash under the present key, then those under former keys: look up with all, write the first."""
    return [
        hmac.digest(_derived(secret, b"lookup"), value.encode(), "sha256").hex()
        for secret in _secrets()
    ]


class EncryptedTextField(_TextField):
    """Text that the database sees only encrypted. It cannot be filtered by: store a `lookup_hash` beside it.

    lookup: the name of the field with that hash, which is written anew together with the text when keys are rotated.
    """

    def __init__(self, *args: Any, lookup: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lookup = lookup

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return _cipher(_secrets()).encrypt(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return _cipher(_secrets()).decrypt(value.encode()).decode() if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        return {"exact": _IsEmpty, "isnull": IsNull}.get(lookup_name)


class Unreadable(Exception):
    """What is kept was written under no key that this site knows."""


class Opened(NamedTuple):
    """What was kept, decrypted. is_current: under the present key and no former one."""

    text: str
    is_current: bool


def opened(kept: str) -> Opened:
    """Read what is kept under the present key or a former one. Raises Unreadable."""
    secrets = _secrets()
    for number, secret in enumerate(secrets):
        try:
            text = _cipher((secret,)).decrypt(kept.encode()).decode()
        except InvalidToken:
            continue
        return Opened(text, is_current=number == 0)
    raise Unreadable


class _IsEmpty(_Exact):
    """Two encryptions of one text differ: anything but the empty text would silently find nothing."""

    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise TypeError("encrypted text is found by its lookup_hash")
        return self.rhs


def _secrets() -> tuple[bytes, ...]:
    return tuple(map(force_bytes, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)))


@lru_cache
def _cipher(secrets: tuple[bytes, ...]) -> MultiFernet:
    keys = (base64.urlsafe_b64encode(_derived(secret, b"contact")) for secret in secrets)
    return MultiFernet([Fernet(key) for key in keys])


@lru_cache
def _derived(secret: bytes, purpose: bytes) -> bytes:
    """A key for one purpose alone, so that sessions, look-up and encryption never share one."""
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"huiyin:" + purpose)
    return derivation.derive(secret)


def encrypted(text: str) -> str:
    """Text for a column that is not ours to declare, as `EncryptedTextField` would keep it."""
    return _cipher(_secrets()).encrypt(text.encode()).decode()


def decrypted(text: str) -> str:
    """The counterpart of `encrypted`, under former keys too. Raises InvalidToken for what was written otherwise."""
    return _cipher(_secrets()).decrypt(text.encode()).decode()
