"""Moments and limits as the pages say and draw them."""

from datetime import datetime, timedelta

from django.utils.translation import gettext

from huiyin.lib.times import MONTHS, clock_words, local, span_words
from huiyin.lib.words import gettext_noop as _

WEEKDAYS = (
    _("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日"),
)  # fmt: skip


def past_words(moment: datetime, now: datetime) -> str:
    clock = clock_words(moment, now, gettext)
    if now - moment < timedelta(minutes=1):
        return gettext("刚刚，%(clock)s") % {"clock": clock}
    span = span_words(now - moment, gettext)
    return gettext("%(span)s前，%(clock)s") % {"span": span, "clock": clock}


def day_words(moment: datetime) -> str:
    """Say a day: 9月14日 星期一."""
    there = local(moment)
    weekday, month = gettext(WEEKDAYS[there.weekday()]), gettext(MONTHS[there.month - 1])
    words = {"month": month, "day": there.day, "weekday": weekday}
    return gettext("%(month)s%(day)d日 %(weekday)s") % words


def due_state(due_at: datetime, warn_at: datetime | None, now: datetime) -> str:
    if now >= due_at:
        return "late"
    return "soon" if warn_at is not None and now >= warn_at else "fine"


def percent_left(due_at: datetime, warn_at: datetime | None, now: datetime) -> int:
    """0 to 100. The warning stands at three quarters, so the whole is four times what follows it."""
    if now >= due_at:
        return 0
    whole = (due_at - warn_at) * 4 if warn_at is not None else timedelta(days=1)
    return max(4, min(100, round((due_at - now) / whole * 100))) if whole else 4
