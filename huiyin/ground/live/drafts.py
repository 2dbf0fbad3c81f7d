"""Reading one message as a client sent it: its shape, not its content."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from huiyin.ground.live.problems import MISSHAPEN

_IDS = {"file": "file_id", "reply_to": "reply_to_id", "as_post": "as_post_id"}
_FIELDS = {"group", "text", "client_key", "sent_at", *_IDS}


def draft_of(sent: object) -> dict[str, Any]:
    """A message as it came, by the names of `Asked`; what it does not have is left out.

    Raises Problem for a wrong shape, never for wrong content.
    """
    if not isinstance(sent, dict) or not sent.keys() <= _FIELDS:
        raise MISSHAPEN
    text, group_id = sent.get("text", ""), _id(sent.get("group"))
    if not isinstance(text, str) or group_id is None:
        raise MISSHAPEN
    draft = {field: _id(sent[name]) for name, field in _IDS.items() if name in sent}
    try:
        key, sent_at = UUID(sent.get("client_key")), _moment(sent.get("sent_at"))
    except (TypeError, ValueError, AttributeError, OverflowError) as wrong:
        raise MISSHAPEN from wrong
    return {**draft, "group_id": group_id, "text": text, "client_key": key, "sent_at": sent_at}


def _id(value: object) -> int | None:
    """An identity or nothing. Raises Problem for anything else."""
    if value is None:
        return None
    if type(value) is not int or not 0 < value < 1 << 53:
        raise MISSHAPEN
    return value


def _moment(value: object) -> datetime | None:
    """An aware moment in UTC or nothing. Raises ValueError, TypeError, OverflowError."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment.astimezone(UTC)
