"""What sign-in needs done from time to time."""

from datetime import UTC, datetime

from huiyin.sign_in import actions


def sweep(*, timestamp: int) -> None:
    actions.remove_old(now=datetime.fromtimestamp(timestamp, tz=UTC))
