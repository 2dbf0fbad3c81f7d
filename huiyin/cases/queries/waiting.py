from datetime import datetime

from django.db.models import Min

from huiyin.cases.models import Case


def clock_waits_since() -> datetime | None:
    """The earliest moment at which the clock has something to do; in the past when it lags."""
    earliest: datetime | None = Case.objects.aggregate(at=Min("clock_at"))["at"]
    return earliest
