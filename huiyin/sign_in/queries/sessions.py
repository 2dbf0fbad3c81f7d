"""Sessions and histories of an account, for its owner and for the security administrator."""

from datetime import datetime

from django.conf import settings

from huiyin.sign_in.models import HistoryLine, SignedIn
from huiyin.sign_in.rules import Ending, Limits

HISTORY_LINES = 50


def limits() -> Limits:
    """The limits of this site."""
    return Limits.of(settings.HUIYIN_SIGN_IN)


def standing(account_id: int, *, at: datetime) -> list[SignedIn]:
    """The sessions that stand, newest first. Those a browser forgot long ago are left out."""
    known = limits()
    rows = SignedIn.objects.filter(account_id=account_id, ended_at=None).order_by("-began_at")
    return [row for row in rows if row.began_at + known.most(is_staff=row.is_staff) > at]


def ending_of(session_key: str) -> Ending | None:
    """Why the session of this key ended; None for one that stands, and for one nobody knows."""
    row = SignedIn.objects.filter(session_key=session_key).exclude(ending="").first()
    return Ending(row.ending) if row else None


def history(account_id: int, *, before: int | None = None) -> list[HistoryLine]:
    """What happened to an account, newest first, 50 lines. before: the id of the last line one has."""
    lines = HistoryLine.objects.filter(account_id=account_id).order_by("-id")
    return list((lines.filter(id__lt=before) if before else lines)[:HISTORY_LINES])


def untold(account_id: int) -> list[HistoryLine]:
    """What the owner has to be told when they come in."""
    return list(HistoryLine.objects.filter(account_id=account_id, told_at=None).order_by("id"))
