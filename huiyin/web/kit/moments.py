"""Moments and limits as the pages say and draw them."""

from datetime import datetime, timedelta

from django.utils.translation import gettext

from huiyin.lib.times import clock_words, local, span_words


def past_words(moment: datetime, now: datetime) -> str:
    clock = clock_words(moment, now)
    if now - moment < timedelta(minutes=1):
        return gettext("刚刚，%(clock)s") % {"clock": clock}
    return gettext("%(span)s前，%(clock)s") % {"span": span_words(now - moment), "clock": clock}


def day_words(moment: datetime) -> str:
    """Say a day: 9月14日 星期一."""
    there = local(moment)
    weekday = "一二三四五六日"[there.weekday()]
    words = {"month": there.month, "day": there.day, "weekday": weekday}
    return gettext("%(month)s月%(day)s日 星期%(weekday)s") % words


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
