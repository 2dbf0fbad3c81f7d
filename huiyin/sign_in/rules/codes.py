"""One-time codes for telephones."""

import hashlib
import hmac
import secrets

DIGITS = 6


def new_code() -> str:
    """Six digits, each as likely as any other."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def code_hash(code: str, *, code_id: int, key: bytes) -> str:
    """What is kept to compare with, under a key, because six digits alone are soon guessed backwards."""
    return hmac.new(key, f"sign-in code {code_id}:{code}".encode(), hashlib.sha256).hexdigest()
