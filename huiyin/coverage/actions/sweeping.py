"""What is thrown away after a time."""

from datetime import datetime, timedelta

from huiyin.coverage.models import Invitation, WrongCode
from huiyin.ground.privacy import KEEP_PASSING


def remove_old(*, now: datetime) -> tuple[int, int]:
    """Take away codes that are over and wrong codes, both 30 days old. Returns how many of each."""
    before = now - timedelta(days=KEEP_PASSING)
    over, _rows = Invitation.objects.filter(expires_at__lt=before).delete()
    wrong, _rows = WrongCode.objects.filter(at__lt=before).delete()
    return over, wrong
