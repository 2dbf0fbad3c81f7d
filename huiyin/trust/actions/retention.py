"""What has served its time goes by itself, with a record of how much of what and by which rule.

How long a class is kept stands in `ground.privacy.DAYS`, and nowhere else. What lies on upper floors is ended by what they
register; a class with days that nobody ends is found by config/tests/test_retention.py.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

from huiyin.ground.commands.actions import forget_before
from huiyin.ground.imports import queries as imports
from huiyin.ground.imports.actions import forget
from huiyin.ground.ledger.actions import CLOCK, record
from huiyin.ground.privacy import Keep
from huiyin.trust.models import Look, Original

# ends what was made before a moment, and returns how many that were; the second moment is now
Ender = Callable[[datetime, datetime], int]
_enders: dict[Keep, dict[str, Ender]] = defaultdict(dict)


def register(keep: Keep, what: str, ender: Ender) -> None:
    """Have a part of a class ended every night; called from `AppConfig.ready`. Whoever cites ends before what is cited."""
    _enders[keep][what] = ender


def end_what_is_due(*, now: datetime) -> dict[str, int]:
    """End everything that has been kept as long as its class says. Each class is a transaction of its own.

    Returns how many of what; of each class with any the ledger has `data.destroyed`: class, days, counts.
    """
    gone: dict[str, int] = {}
    for keep in list(Keep):
        if keep.days is not None:
            gone |= _end(keep, keep.days, now)
    return gone


@transaction.atomic
def _end(keep: Keep, days: int, now: datetime) -> dict[str, int]:
    before = now - timedelta(days=days)
    gone = {what: ender(before, now) for what, ender in _enders[keep].items()}
    if ended := {what: number for what, number in gone.items() if number}:
        record(
            "data.destroyed",
            subject="retention",
            subject_id=0,
            by=CLOCK,
            at=now,
            area="",
            data={"class": keep.value, "days": days, "count": ended},
        )
    return gone


def _end_sessions(_before: datetime, now: datetime) -> int:
    ended, _rows = Session.objects.filter(expire_date__lt=now).delete()
    return ended


def _end_imports(before: datetime, now: datetime) -> int:
    old = imports.older_than(before)
    for batch_id in old:
        forget(batch_id=batch_id, by=CLOCK, now=now)
    return len(old)


def _end_originals(before: datetime, _now: datetime) -> int:
    ended, _rows = Original.objects.filter(at__lt=before).delete()
    return ended


def _end_looks(before: datetime, _now: datetime) -> int:
    ended, _rows = Look.objects.filter(at__lt=before).delete()
    return ended


register(Keep.PASSING, "commands", lambda before, _now: forget_before(before))
register(Keep.PASSING, "sessions", _end_sessions)
register(Keep.PASSING, "imports", _end_imports)
register(Keep.ORIGINAL, "originals", _end_originals)
register(Keep.LOOK, "looks", _end_looks)
