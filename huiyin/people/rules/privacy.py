"""Names and phones as others see them."""

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
