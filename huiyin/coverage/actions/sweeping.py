"""What is thrown away after a time."""

from datetime import datetime

from huiyin.coverage.models import Invitation, WrongCode


def end_invitations(before: datetime, _now: datetime) -> int:
    """Take away codes that were over before a moment. Returns how many."""
    over, _rows = Invitation.objects.filter(expires_at__lt=before).delete()
    return over


def end_wrong_codes(before: datetime, _now: datetime) -> int:
    wrong, _rows = WrongCode.objects.filter(at__lt=before).delete()
    return wrong
