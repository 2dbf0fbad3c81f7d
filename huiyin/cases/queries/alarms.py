"""What the clock has before it."""

from datetime import datetime

from django.db.models import Min

from huiyin.cases.models import Case


def next_alarm_at() -> datetime | None:
    """When the clock has something to do next, over all cases; in the past when it lags, None without open cases."""
    alarm: datetime | None = Case.objects.aggregate(first=Min("clock_at"))["first"]
    return alarm


def is_more_due(*, than: int, now: datetime) -> bool:
    """Whether more cases are due than so many. Reads no further than them."""
    due = Case.objects.filter(clock_at__lte=now).order_by("clock_at")
    return due[than : than + 1].exists()
