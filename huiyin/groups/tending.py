"""What groups need done from time to time."""

from datetime import UTC, datetime

from huiyin.ground import partitions


def make_coming_months(*, timestamp: int) -> None:
    """Make the message table's parts of the coming months. timestamp: seconds since 1970."""
    partitions.keep_ahead("groups_message", now=datetime.fromtimestamp(timestamp, tz=UTC))
