"""Time as people here read it: one zone, words beside the clock."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def local(moment: datetime) -> datetime:
    """Return an aware moment in the zone of the service."""
    return moment.astimezone(ZONE)


def clock_words(moment: datetime, now: datetime) -> str:
    """Say a moment by its day and clock: 今天 18:00, 昨天 07:05, 9月20日 18:00, 2027年1月4日 24:00.

    A moment at 00:00 that ends a day is said as 24:00 of the day before, as the law counts it.
    """
    there, here = local(moment), local(now)
    clock = f"{there:%H:%M}"
    if there.hour == there.minute == there.second == 0 and moment > now:
        there -= timedelta(minutes=1)
        clock = "24:00"
    days = (there.date() - here.date()).days
    near = {-1: "昨天", 0: "今天", 1: "明天"}
    if days in near:
        return f"{near[days]} {clock}"
    year = "" if there.year == here.year else f"{there.year}年"
    return f"{year}{there.month}月{there.day}日 {clock}"


def span_words(span: timedelta) -> str:
    """Say a length of time in its largest unit that is not zero: 3 天, 2 小时, 25 分钟, 1 分钟以内."""
    minutes = int(abs(span).total_seconds() // 60)
    if minutes >= 2 * 24 * 60:
        return f"{minutes // (24 * 60)} 天"
    if minutes >= 60:
        return f"{minutes // 60} 小时"
    return f"{minutes} 分钟" if minutes else "1 分钟以内"


def due_words(due: datetime, now: datetime) -> str:
    """Say when something is due, relative and absolute: 2 小时后,今天 18:00; 已超时 3 小时,昨天 18:00."""
    span = span_words(due - now)
    relative = f"{span}后" if due >= now else f"已超时 {span}"
    return f"{relative}，{clock_words(due, now)}"
