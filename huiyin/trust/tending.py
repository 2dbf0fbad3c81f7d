"""What trust needs done from time to time."""

from datetime import UTC, datetime

from huiyin.trust.actions import retention


def destroy_passing(*, timestamp: int) -> None:
    """timestamp: seconds since 1970."""
    retention.destroy_passing(now=datetime.fromtimestamp(timestamp, tz=UTC))
