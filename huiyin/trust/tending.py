"""What trust needs done from time to time."""

from datetime import UTC, datetime

from huiyin.trust.actions import retention


def end_what_is_due(*, timestamp: int) -> None:
    """timestamp: seconds since 1970."""
    retention.end_what_is_due(now=datetime.fromtimestamp(timestamp, tz=UTC))
