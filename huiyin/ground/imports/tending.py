"""What a file said is kept as long as it may be taken back, and not longer."""

from datetime import timedelta

from django.utils import timezone

from huiyin.ground.imports import queries
from huiyin.ground.imports.actions import forget
from huiyin.ground.ledger.actions import CLOCK

KEPT = timedelta(days=30)


def forget_old(*, timestamp: int) -> None:
    """Have batches forgotten that nobody has touched for a month. A job of every night."""
    now = timezone.now()
    for batch_id in queries.older_than(now - KEPT):
        forget(batch_id=batch_id, by=CLOCK, now=now)
