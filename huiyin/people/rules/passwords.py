"""What a password must have. Source: domain handbook, section 10."""

import re

MIN_LENGTH = 10
MIN_CLASSES = 3
CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")


def password_faults(password: str) -> list[str]:
    """Say what a password lacks, a sentence each; empty when it will do."""
    faults = []
    if len(password) < MIN_LENGTH:
        faults.append(f"密码至少需要 {MIN_LENGTH} 个字符。")
    if sum(bool(re.search(kind, password)) for kind in CLASSES) < MIN_CLASSES:
        faults.append("密码需要包含大写字母、小写字母、数字、其他符号中的至少三种。")
    return faults
