"""What a browser is asked to do with a passkey. The challenge is kept in the session of the present request."""

import json
from typing import TYPE_CHECKING, Any

from allauth.mfa.webauthn.internal import (
    auth as webauthn,
)

if TYPE_CHECKING:
    from huiyin.people.models import Account


def to_make(account: "Account") -> dict[str, Any]:
    """Options for making one that also opens without a username: it asks for a finger, a face or a code."""
    return _plain(webauthn.begin_registration(account, passwordless=True))


def to_give(account: "Account | None") -> dict[str, Any]:
    """Options for showing one: of this account, or of whoever the device says."""
    options = _plain(webauthn.begin_authentication(account))
    if account is None:
        options["publicKey"]["userVerification"] = "required"
    return options


def _plain(options: Any) -> dict[str, Any]:
    """As JSON: the library's own shapes read like mappings."""
    made: dict[str, Any] = json.loads(json.dumps(options, default=dict))
    return made
