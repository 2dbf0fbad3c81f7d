"""Words apart from what is sealed: an entry keeps a hash of them in their place."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

# what people write, and what a private talk is called; codes, numbers and ids stay in the entry
WORDY = frozenset({"text", "reason", "group", "purpose", "rules_text", "name"})
SAID = "said"


class Parted(NamedTuple):
    """The data of an entry without its words, and the words with their salt; both empty where there are none."""

    data: dict[str, Any]
    words: dict[str, Any]
    salt: str


def part(data: Mapping[str, Any]) -> Parted:
    """Take the words out of the data of an entry and leave their hash."""
    words = {name: value for name, value in data.items() if name in WORDY and value}
    rest = {name: value for name, value in data.items() if name not in words}
    if not words:
        return Parted(rest, {}, "")
    salt = secrets.token_hex(16)
    return Parted(rest | {SAID: hash_of(words, salt)}, words, salt)


def hash_of(words: Mapping[str, Any], salt: str) -> str:
    written = orjson.dumps(words, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(salt.encode() + written).hexdigest()
