"""Time as people here read it: one zone, words beside the clock.

Words are said in the source language, or in another one through `translate`, as a refusal is.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from huiyin.lib.words import gettext_noop as _

ZONE = ZoneInfo("Asia/Shanghai")

Translate = Callable[[str], str]

NEAR = {-1: _("昨天 %(clock)s"), 0: _("今天 %(clock)s"), 1: _("明天 %(clock)s")}
# a word each, because other languages have names for them
MONTHS = (
    _("1月"), _("2月"), _("3月"), _("4月"), _("5月"), _("6月"),
    _("7月"), _("8月"), _("9月"), _("10月"), _("11月"), _("12月"),
)  # fmt: skip


def local(moment: datetime) -> datetime:
    """Return an aware moment in the zone of the service."""
    return moment.astimezone(ZONE)


def clock_words(
    moment: datetime,
    now: datetime,
    translate: Translate = str,
    *,
    is_limit: bool = False,
    is_start: bool = False,
) -> str:
    """Say a moment by its day and clock: 今天 18:00, 昨天 07:05, 9月20日 18:00, 2027年1月4日 24:00.

    A limit at 00:00 ends a day and is said as 24:00 of the day before, as the law counts it (民法典 Art. 203). What
    lies ahead is a limit, unless something begins then (`is_start`); `is_limit` says it of one that has passed.
    """
    there, here = local(moment), local(now)
    clock = f"{there:%H:%M}"
    ends = is_limit or (moment > now and not is_start)
    if ends and there.hour == there.minute == there.second == 0:
        there -= timedelta(minutes=1)
        clock = "24:00"
    days = (there.date() - here.date()).days
    if days in NEAR:
        return translate(NEAR[days]) % {"clock": clock}
    if there.year == here.year:
        template = _("%(month)s%(day)d日 %(clock)s")
    else:
        template = _("%(year)d年%(month)s%(day)d日 %(clock)s")
    month = translate(MONTHS[there.month - 1])
    return translate(template) % {
        "year": there.year, "month": month, "day": there.day, "clock": clock,
    }  # fmt: skip


def span_words(span: timedelta, translate: Translate = str) -> str:
    """Say a length of time in its largest unit that is not zero: 3 天, 2 小时, 25 分钟, 1 分钟以内."""
    minutes = int(abs(span).total_seconds() // 60)
    if minutes >= 2 * 24 * 60:
        return translate(_("%(days)d 天")) % {"days": minutes // (24 * 60)}
    if minutes >= 2 * 60:
        return translate(_("%(hours)d 小时")) % {"hours": minutes // 60}
    if minutes >= 60:
        return translate(_("1 小时"))
    if minutes > 1:
        return translate(_("%(minutes)d 分钟")) % {"minutes": minutes}
    return translate(_("1 分钟") if minutes else _("1 分钟以内"))


def due_words(due: datetime, now: datetime, translate: Translate = str) -> str:
    """Say when something is due, relative and absolute: 2 小时后,今天 18:00; 已超时 3 小时,昨天 18:00."""
    template = _("%(span)s后，%(clock)s") if due >= now else _("已超时 %(span)s，%(clock)s")
    span = span_words(due - now, translate)
    clock = clock_words(due, now, translate, is_limit=True)
    return translate(template) % {"span": span, "clock": clock}
