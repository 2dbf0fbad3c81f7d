"""Files with data of people that leave the site: asked for with a purpose, approved by somebody else, taken within a day.

Source: 个人信息保护法 Art. 51; domain handbook, section 9 (export approval, watermark).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from huiyin.lib.refusal import Conflict, NotAllowed, Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import Verb

# after the approval; then it is asked for anew
READY_FOR = timedelta(hours=24)
FEWEST_WORDS, MOST_WORDS = 4, 200


class ExportKind(StrEnum):
    AUDIT = "audit"

    @property
    def label(self) -> str:
        return KINDS[self]

    @property
    def asks(self) -> Verb:
        """What gives the right to ask for it, and to take it."""
        return RIGHTS[self][0]

    @property
    def approves(self) -> Verb:
        """What gives the right to approve it: never that of who asks."""
        return RIGHTS[self][1]


class ExportState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return STATES[self]


KINDS = {ExportKind.AUDIT: _("操作记录")}
RIGHTS = {ExportKind.AUDIT: (Verb.READ_AUDIT, Verb.MANAGE_RIGHTS)}
STATES = {
    ExportState.WAITING: _("等待批准"),
    ExportState.APPROVED: _("已批准"),
    ExportState.DECLINED: _("没有批准"),
}


def checked_purpose(words: str) -> str:
    """Raises Refused for a purpose that says nothing, or too much."""
    line = " ".join(words.split())
    if len(line) < FEWEST_WORDS:
        raise Refused("请用一句话写明导出做什么用，批准的人和审计会看到。")
    if len(line) > MOST_WORDS:
        raise Refused(_("说明最多 %(count)d 个字。"), count=MOST_WORDS)
    return line


def check_decision(
    state: str, *, asked_by: int, decided_by: int, answer: str, is_yes: bool
) -> None:
    """Raises NotAllowed for one's own request, Conflict for one that was decided, Refused for a no without a reason."""
    if asked_by == decided_by:
        raise NotAllowed("自己提出的导出，要由别人批准。")
    if state != ExportState.WAITING:
        raise Conflict("这次导出已经有人处理过了，请刷新页面。")
    if not is_yes and not answer.strip():
        raise Refused("请写明为什么不批准。")


def check_taking(
    state: str, *, asked_by: int, taken_by: int, decided_at: datetime | None, now: datetime
) -> None:
    """Raises NotAllowed for somebody else's, Conflict for one that is not approved, or has waited too long.

    Within the time it may be taken again: lines break. Each time is written down.
    """
    if asked_by != taken_by:
        raise NotAllowed("只有提出导出的人可以下载。")
    if state != ExportState.APPROVED or decided_at is None:
        raise Conflict("这次导出还没有批准。")
    if now >= decided_at + READY_FOR:
        raise Conflict("批准已超过 24 小时，请重新提出。")
