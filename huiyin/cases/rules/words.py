"""The stored words of a case and what people read for them (handbook §4)."""

from enum import StrEnum

from huiyin.lib.words import gettext_noop as _


class Word(StrEnum):
    """A stored code in lower case with the words on the screen."""

    label: str

    def __new__(cls, code: str, label: str = "") -> "Word":
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class State(Word):
    PENDING = "pending", _("待受理")
    ACCEPTED = "accepted", _("已受理")
    IN_PROGRESS = "in_progress", _("处理中")
    AWAITING_REPORTER = "awaiting_reporter", _("待补充")
    SUSPENDED = "suspended", _("挂起")
    AWAITING_CHECK = "awaiting_check", _("待核查")
    AWAITING_NOTICE = "awaiting_notice", _("待告知")
    AWAITING_RATING = "awaiting_rating", _("待评价")
    CLOSED = "closed", _("办结")
    DECLINED = "declined", _("不予受理")
    MERGED = "merged", _("已并案")
    WITHDRAWN = "withdrawn", _("已撤回")


class Outcome(Word):
    SOLVED = "solved", _("已解决")
    EXPLAINED = "explained", _("已答复解释")
    PLANNED = "planned", _("列入计划")
    REFERRED = "referred", _("转告途径")
    NOT_POSSIBLE = "not_possible", _("暂不能解决")
    UNFOUNDED = "unfounded", _("不属实")


class TellChannel(Word):
    GROUP_REPLY = "group_reply", _("群内答复")
    PRIVATE_MESSAGE = "private_message", _("私下答复")
    SMS = "sms", _("短信")
    PHONE = "phone", _("电话")
    IN_PERSON = "in_person", _("当面")
    LETTER = "letter", _("书面")
    PUBLIC_POSTING = "public_posting", _("公开张贴")


class Channel(Word):
    GROUP = "group", _("群")
    PRIVATE = "private", _("私聊")
    OFFICER_CAPTURE = "officer_capture", _("网格员采集")
    PHONE = "phone", _("电话")
    COUNTER = "counter", _("窗口")
    PATROL = "patrol", _("巡查")
    VISIT = "visit", _("走访")
    SMS = "sms", _("短信")
    FORM = "form", _("自助上报")
    HOTLINE_12345 = "hotline_12345", _("12345 热线")
    EXTERNAL_PLATFORM = "external_platform", _("外部平台")
    IMPORT = "import", _("导入")


class Nature(Word):
    QUESTION = "question", _("咨询")
    HELP = "help", _("求助")
    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")
    SUGGESTION = "suggestion", _("建议")
    THANKS = "thanks", _("感谢")


class Supervision(Word):
    NONE = "none", _("未督办")
    NORMAL = "normal", _("普通督办")
    YELLOW = "yellow", _("黄色督办")
    RED = "red", _("红色督办")


class ApplicationKind(Word):
    """What a holder asks of the rung above."""

    EXTENSION = "extension", _("延期申请")
    SUSPENSION = "suspension", _("挂起申请")
    DECLINE = "decline", _("不予受理申请")


END_STATES = frozenset({State.CLOSED, State.DECLINED, State.MERGED, State.WITHDRAWN})
OPEN_STATES = frozenset(State) - END_STATES
PAUSED_STATES = frozenset({State.AWAITING_REPORTER, State.SUSPENDED})
WORKED_STATES = frozenset({State.PENDING, State.ACCEPTED, State.IN_PROGRESS})
# the system itself brings these to the person; the others need a teller who was there
DELIVERED_CHANNELS = frozenset({TellChannel.GROUP_REPLY, TellChannel.PRIVATE_MESSAGE})
