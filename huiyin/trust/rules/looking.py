"""Why somebody of the service reads a number that is masked: a purpose of this list, and their own words."""

from enum import StrEnum

from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _

FEWEST_WORDS = 4
MOST_WORDS = 200


class LookedAt(StrEnum):
    """What was read: a number in the register, or words as they were written."""

    PHONE = "phone"
    ORIGINAL = "original"

    @property
    def label(self) -> str:
        return LOOKED_AT[self]


LOOKED_AT = {LookedAt.PHONE: _("看了您的手机号"), LookedAt.ORIGINAL: _("看了您一句话的原文")}


class LookPurpose(StrEnum):
    TELL = "tell"
    ASK = "ask"
    VISIT = "visit"
    CHECK = "check"
    EMERGENCY = "emergency"

    @property
    def label(self) -> str:
        return PURPOSES[self]


PURPOSES = {
    LookPurpose.TELL: _("把办理结果告诉本人"),
    LookPurpose.ASK: _("向本人了解情况"),
    LookPurpose.VISIT: _("约定上门的时间"),
    LookPurpose.CHECK: _("回访、核查办理结果"),
    LookPurpose.EMERGENCY: _("人身或财产紧急情况"),
}


def checked_purpose(purpose: str) -> LookPurpose:
    """Raises Refused for what is not in the list."""
    if purpose not in set(LookPurpose):
        raise Refused("请选择为什么要看。")
    return LookPurpose(purpose)


def checked_words(words: str) -> str:
    """Words that say something, in one line. Raises Refused for too few or too many."""
    line = " ".join(words.split())
    if len(line) < FEWEST_WORDS:
        raise Refused("请用一句话写明为什么要看，本人会看到这句话。")
    if len(line) > MOST_WORDS:
        raise Refused(_("说明最多 %(count)d 个字。"), count=MOST_WORDS)
    return line
