"""What posts need done from time to time."""

from datetime import UTC, datetime

from huiyin.posts.actions import terms


def remind_of_terms(*, timestamp: int) -> None:
    """timestamp: seconds since 1970."""
    terms.remind_of_terms(now=datetime.fromtimestamp(timestamp, tz=UTC))
