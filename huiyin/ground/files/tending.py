"""What the store of files needs done from time to time."""

from datetime import UTC, datetime

from huiyin.ground.files import actions


def sweep(*, timestamp: int) -> None:
    actions.remove_leftovers(now=datetime.fromtimestamp(timestamp, tz=UTC))
