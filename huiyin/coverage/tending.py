"""What coverage needs done from time to time."""

from datetime import UTC, datetime

from huiyin.coverage.actions.sweeping import remove_old


def sweep(*, timestamp: int) -> None:
    remove_old(now=datetime.fromtimestamp(timestamp, tz=UTC))
