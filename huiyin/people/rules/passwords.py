"""What a password must have. Source: domain handbook, section 10."""

import re
from collections.abc import Callable

from huiyin.lib.words import gettext_noop as _

MIN_PASSWORD_LENGTH = 10
MIN_CLASSES = 3
CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")


PASSWORD_RULE = _("密码至少 %(count)d 个字符，包含大写字母、小写字母、数字、其他符号中的至少三种。")


def password_faults(password: str, translate: Callable[[str], str] = str) -> list[str]:
    """Say what a password lacks, a sentence each; empty when it will do."""
    faults = []
    if len(password) < MIN_PASSWORD_LENGTH:
        faults.append(
            translate(_("密码至少需要 %(count)d 个字符。")) % {"count": MIN_PASSWORD_LENGTH}
        )
    if sum(bool(re.search(kind, password)) for kind in CLASSES) < MIN_CLASSES:
        faults.append(translate(_("密码需要包含大写字母、小写字母、数字、其他符号中的至少三种。")))
    return faults
