"""What people decide themselves, and when they may be asked. Source: 个人信息保护法 Art. 14 to 16, 25, 29, 31."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from huiyin.lib.words import gettext_noop as _


class Topic(StrEnum):
    """Something that is asked for by itself. Each has its own notice, its own answer, its own end."""

    PHONE = "phone"
    PUBLISH = "publish"
    JOIN = "join"
    CHILD = "child"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def after_no(self) -> str:
        """What a no means, and that the service goes on."""
        return AFTER_NO[self]


LABELS = {
    Topic.PHONE: _("用手机号联系我"),
    Topic.PUBLISH: _("把我反映的事去掉姓名后作为案例公开"),
    Topic.JOIN: _("加入群，这样使用我的信息"),
    Topic.CHILD: _("监护人同意未满 14 周岁的孩子加入"),
}
AFTER_NO = {
    Topic.PHONE: _(
        "不同意也照样办事：答复发在群里、“我的事”和通知里。只有人身或财产紧急情况才会打电话。"
    ),
    Topic.PUBLISH: _("不同意也照样办事。已经公开的案例会撤下。"),
    Topic.JOIN: _("想撤回的，可以退群，也可以要求删除信息；打电话、当面找网格员照样办事。"),
    Topic.CHILD: _("想撤回的，可以退群，也可以要求删除信息；打电话、当面找网格员照样办事。"),
}
# decided by themselves at any time; the others are decided where one joins, and end with leaving
ASKED_APART = (Topic.PHONE, Topic.PUBLISH)


@dataclass(frozen=True)
class Answer:
    """The last word of a person on a topic. version: of the notice they had read."""

    is_given: bool
    version: int
    at: datetime


def may_ask(answer: Answer | None, *, version: int) -> bool:
    """Whether a person may be asked: never answered, or a yes to an older notice. Who said no is not asked again."""
    return answer is None or (answer.is_given and answer.version < version)


def holds(answer: Answer | None, *, version: int) -> bool:
    """Whether there is a consent to the notice as it now stands: a yes to an older one is none to the new."""
    return answer is not None and answer.is_given and answer.version == version
