"""How somebody was verified, and by what those are served who said no."""

from huiyin.cases.rules.words import Word
from huiyin.lib.words import gettext_noop as _


class Checked(Word):
    """How it was made sure that somebody lives where they say."""

    OFFICER = "officer", _("网格员核实")
    CODE = "code", _("凭邀请码")
    DOOR = "door", _("上门核实")


class Instead(Word):
    """How a household is told of things that does not want to be in the group."""

    SMS = "sms", _("发短信")
    PAPER = "paper", _("送纸质通知")
    VISIT = "visit", _("上门说")
