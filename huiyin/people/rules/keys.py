"""Keys with which a program acts for a person: scopes, the secret, what is kept of it. Plain Python."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _

# a minute of requests is counted together; the next one begins anew
WINDOW = timedelta(minutes=1)
PER_MINUTE = 300
LONGEST_LIFE = timedelta(days=366)
_PREFIX_BYTES, _SECRET_BYTES = 4, 32


class Scope(StrEnum):
    """What a key opens. The rights of its holder still hold: a scope never adds one."""

    READ_TERRITORY = "read:territory"
    READ_GROUPS = "read:groups"
    WRITE_GROUPS = "write:groups"
    READ_CASES = "read:cases"
    WRITE_CASES = "write:cases"
    READ_NOTICES = "read:notices"
    WRITE_NOTICES = "write:notices"
    READ_FILES = "read:files"
    WRITE_FILES = "write:files"


@dataclass(frozen=True)
class KeyFacts:
    """A key that was accepted. prefix: the part that is shown in lists."""

    id: int
    prefix: str
    person_id: int
    scopes: frozenset[Scope]


def new_secret() -> tuple[str, str]:
    """Make a key: its prefix, and the whole secret that begins with it and is shown once."""
    prefix = f"hy_{secrets.token_hex(_PREFIX_BYTES)}"
    return prefix, f"{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"


def secret_hash(secret: str) -> str:
    """What is kept of a secret. It is random and long, so a plain hash cannot be guessed backwards."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_scopes(scopes: Iterable[str]) -> list[Scope]:
    """Return the scopes in their order. Raises Refused for none and for one that does not exist."""
    wanted = set(scopes)
    if unknown := sorted(wanted - set(Scope)):
        raise Refused(
            _("没有“%(scope)s”这个权限范围，可选：%(scopes)s。"),
            scope=unknown[0],
            scopes="、".join(Scope),
        )
    if not wanted:
        raise Refused("请至少给密钥一个权限范围。")
    return [scope for scope in Scope if scope in wanted]
