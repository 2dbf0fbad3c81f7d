"""Names and phones: as they are stored, and as others see them."""

import re

from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _

MAX_NAME_LENGTH = 32

DOUBLE_FAMILY_NAMES = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "夏侯",
        "诸葛",
        "尉迟",
        "皇甫",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "司徒",
        "司空",
    ]
)


def masked_phone(phone: str) -> str:
    """138****5678; a shorter number keeps its last two digits, a very short one nothing."""
    if len(phone) >= 11:
        return f"{phone[:-8]}****{phone[-4:]}"
    kept = phone[-2:] if len(phone) > 4 else ""
    return "*" * (len(phone) - len(kept)) + kept


def masked_name(name: str) -> str:
    """王**, 欧阳*: the family name alone. A name of one character is masked whole."""
    if len(name) < 2:
        return "*" * len(name)
    family = 2 if len(name) > 2 and name[:2] in DOUBLE_FAMILY_NAMES else 1
    return name[:family] + "*" * (len(name) - family)


def normal_phone(text: str) -> str:
    """A Chinese number as it is stored: digits, without +86, blanks and dashes. Refuses what is no such number."""
    digits = re.sub(r"[\s()（）-]", "", text)
    digits = re.sub(r"^(\+86|0086)", "", digits)
    if not re.fullmatch(r"1[0-9]{10}|0[0-9]{9,11}", digits):
        raise Refused("请填写 11 位手机号，或带区号的固定电话。")
    return digits


def normal_name(text: str) -> str:
    """A name without blanks around it. Refuses none, too long a one, and characters that cannot be seen."""
    name = " ".join(text.split())
    if not name:
        raise Refused("请填写姓名。")
    if len(name) > MAX_NAME_LENGTH:
        raise Refused(_("姓名最多 %(count)d 个字。"), count=MAX_NAME_LENGTH)
    if not name.isprintable():
        raise Refused("姓名里有无法显示的字符，请重新输入。")
    return name
