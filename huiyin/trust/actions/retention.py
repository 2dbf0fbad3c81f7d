"""What has served its time goes by itself, with a record of how much of what and by which rule."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

from huiyin.ground.commands.actions import forget_before
from huiyin.ground.ledger.actions import CLOCK, record
from huiyin.ground.privacy import KEEP_PASSING


@transaction.atomic
def destroy_passing(*, now: datetime) -> dict[str, int]:
    """Take away what was kept for the act of a moment: keys of acts after 30 days, sign-ins that have ended.

    Returns how many of what; where there were any, the ledger has it as `data.destroyed`.
    """
    ended, _rows = Session.objects.filter(expire_date__lt=now).delete()
    gone = {
        "commands": forget_before(now - timedelta(days=KEEP_PASSING)),
        "sessions": ended,
    }
    if any(gone.values()):
        record(
            "data.destroyed",
            subject="retention",
            subject_id=0,
            by=CLOCK,
            at=now,
            area="",
            data={"class": "passing", "days": KEEP_PASSING, "count": gone},
        )
    return gone
