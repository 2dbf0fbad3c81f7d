"""What the clock has before it."""

from datetime import datetime

from django.db.models import Min

from huiyin.cases.models import Case


def next_alarm_at() -> datetime | None:
    """When the clock has something to do next, over all cases; in the past when it lags, None without open cases."""
    alarm: datetime | None = Case.objects.aggregate(first=Min("clock_at"))["first"]
    return alarm
