"""Requests of people about their own data, with the time there is to answer them. Source: 个人信息保护法 Art. 45 to 50."""

from datetime import datetime, timedelta
from enum import StrEnum

from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _

# the law says "in time"; a number is what can be looked at
ANSWER_WITHIN = timedelta(days=15)
MOST_WORDS = 500


class RequestKind(StrEnum):
    CORRECT = "correct"
    ERASE = "erase"

    @property
    def label(self) -> str:
        return KINDS[self]


class RequestState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return STATES[self]


KINDS = {
    RequestKind.CORRECT: _("更正我的信息"),
    RequestKind.ERASE: _("删除我的信息"),
}
STATES = {
    RequestState.OPEN: _("等待答复"),
    RequestState.DONE: _("已办好"),
    RequestState.DECLINED: _("没有同意"),
    RequestState.WITHDRAWN: _("已撤回"),
}


def due(asked_at: datetime) -> datetime:
    return asked_at + ANSWER_WITHIN


def checked_words(text: str, *, kind: RequestKind) -> str:
    """What somebody asks for. Raises Refused for a correction that says nothing, and for too many words."""
    words = text.strip()
    if kind is RequestKind.CORRECT and not words:
        raise Refused("请写明哪里不对、应当是什么。")
    if len(words) > MOST_WORDS:
        raise Refused(_("说明最多 %(count)d 个字。"), count=MOST_WORDS)
    return words
