"""What state, urgency and rung look like: a word, an icon, a tone. Residents read other words than staff."""

from django.utils.translation import gettext

from huiyin.lib.words import gettext_noop as _
from huiyin.web.kit.shapes import Badge, Tone

STAFF: dict[str, tuple[str, str, Tone]] = {
    "pending": (_("待受理"), "inbox", "amber"),
    "accepted": (_("已受理"), "check", "primary"),
    "in_progress": (_("处理中"), "clock", "primary"),
    "awaiting_reporter": (_("待补充"), "pause", ""),
    "suspended": (_("挂起"), "pause", ""),
    "awaiting_check": (_("待核查"), "eye", "amber"),
    "awaiting_notice": (_("待告知"), "talk", "amber"),
    "awaiting_rating": (_("待评价"), "star", "green"),
    "closed": (_("办结"), "done", "green"),
    "declined": (_("不予受理"), "return", ""),
    "merged": (_("已并案"), "merge", ""),
    "withdrawn": (_("已撤回"), "recall", ""),
}
RESIDENT: dict[str, tuple[str, str, Tone]] = {
    "pending": (_("已收到"), "check", "primary"),
    "accepted": (_("已有人负责"), "me", "primary"),
    "in_progress": (_("正在办"), "clock", "primary"),
    "awaiting_reporter": (_("等您补充"), "edit", "amber"),
    "suspended": (_("暂停办理"), "pause", ""),
    "awaiting_check": (_("正在核实结果"), "eye", "primary"),
    "awaiting_notice": (_("即将回复您"), "talk", "primary"),
    "awaiting_rating": (_("已回复，请您评价"), "star", "amber"),
    "closed": (_("已办结"), "done", "green"),
    "declined": (_("已说明不能受理"), "info", ""),
    "merged": (_("已并入同一件事"), "merge", ""),
    "withdrawn": (_("您已撤回"), "recall", ""),
}
URGENCY: dict[str, tuple[str, str, Tone]] = {
    "urgent": (_("加急"), "warn", "amber"),
    "emergency": (_("紧急"), "late", "red"),
}


def of_state(state: str, *, audience: str = "staff") -> Badge:
    """state: a stored state of a case. audience: staff or resident."""
    word, icon, tone = (RESIDENT if audience == "resident" else STAFF)[state]
    return Badge(gettext(word), icon, tone)


def of_urgency(urgency: str) -> Badge | None:
    if urgency not in URGENCY:
        return None
    word, icon, tone = URGENCY[urgency]
    return Badge(gettext(word), icon, tone)
