"""Every message of a resident ends in exactly one class; until then it is unanswered and ages."""

from enum import StrEnum

from huiyin.cases.rules.words import Word
from huiyin.lib.refusal import Conflict, Refused
from huiyin.lib.words import gettext_noop as _


class MessageClass(Word):
    UNANSWERED = "unanswered", _("待回音")
    SMALL_TALK = "small_talk", _("闲聊")
    ANSWERED_HERE = "answered_here", _("已在群里答复")
    CASE = "case", _("已成件")
    OFF_TOPIC = "off_topic", _("与本群无关")


class Act(StrEnum):
    """What moves a message from class to class."""

    CLASSIFY = "classify"  # the office says what it is; back to unanswered is the undo
    ANSWER = "answer"  # an office replies to it
    LINK = "link"  # a case is made of it or cites it
    UNLINK = "unlink"  # the last case that cites it lets go


_UNANSWERED, _CASE = MessageClass.UNANSWERED, MessageClass.CASE
_SAID = frozenset(set(MessageClass) - {_CASE})
_ANSWERED = frozenset({MessageClass.ANSWERED_HERE})

# (act, from) -> classes it may go to. What is not here is refused.
TRANSITIONS: dict[tuple[Act, MessageClass], frozenset[MessageClass]] = {
    **{(Act.CLASSIFY, before): _SAID for before in _SAID},
    **{(Act.ANSWER, before): _ANSWERED for before in _SAID},
    # an answer below the words of a case says something more: the case still holds them
    (Act.ANSWER, _CASE): frozenset({_CASE}),
    **{(Act.LINK, before): frozenset({_CASE}) for before in MessageClass},
    (Act.UNLINK, _CASE): frozenset({_UNANSWERED}),
}


def after(
    act: Act, before: MessageClass | None, wanted: MessageClass | None = None
) -> MessageClass:
    """Return the class of a message after an act.

    before: None for words of an office or of the service. wanted: what CLASSIFY asks for; the other acts have one
    outcome each. Raises Refused for words that carry no class, Conflict for a step that is not in the table.
    """
    if before is None:
        raise Refused(_("只有居民说的话需要分类，这一条不用处理。"))
    allowed = TRANSITIONS.get((act, before), frozenset())
    if wanted is None and len(allowed) == 1:
        return next(iter(allowed))
    if wanted in allowed:
        return wanted
    if act is Act.UNLINK:
        raise Conflict(_("这条消息没有关联任何事项。"))
    if before is _CASE:
        raise Conflict(_("这条消息已经成件，请先解除与事项的关联，再改变分类。"))
    raise Refused(_("要成件请使用“转为事项”，不能直接标记。"))
