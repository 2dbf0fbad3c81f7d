"""What the ledger needs done from time to time."""

from datetime import UTC, datetime

from huiyin.ground import partitions
from huiyin.ground.ledger import actions


def seal_the_past(*, timestamp: int) -> None:
    actions.seal(now=datetime.fromtimestamp(timestamp, tz=UTC))


def make_coming_months(*, timestamp: int) -> None:
    for table in ("ledger_entry", "ledger_words"):
        partitions.keep_ahead(table, now=datetime.fromtimestamp(timestamp, tz=UTC))
