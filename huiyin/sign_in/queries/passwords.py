"""What is known of passwords: since when they stand, and which will not do."""

import re
from datetime import datetime
from functools import lru_cache

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator

from huiyin.people.models import Account
from huiyin.sign_in.models import FormerPassword, PasswordState
from huiyin.sign_in.queries.sessions import limits


def is_password_due(account: Account, *, is_staff: bool, at: datetime) -> bool:
    """Whether a new password is owed: somebody else chose this one, or it is a staff member's and has its age."""
    state = PasswordState.objects.filter(account=account).first()
    if state is None or not account.has_usable_password():
        return False
    life = limits().password_life
    is_old = is_staff and life is not None and at >= state.changed_at + life
    return state.is_initial or is_old


def is_former(account: Account, password: str) -> bool:
    """Whether this is the present password or one of the last."""
    if account.password and account.check_password(password):
        return True
    kept = FormerPassword.objects.filter(account=account).order_by("-at")
    last = kept[: limits().former_passwords]
    return any(check_password(password, row.password) for row in last)


def is_common(password: str) -> bool:
    """Whether whoever guesses would soon try it: a word of the list, with a number or a sign behind it too."""
    lowered = password.lower()
    plain = re.sub(r"[\W_]", "", lowered)
    word = re.sub(r"[\W\d_]+$", "", lowered)
    return bool({lowered, plain, word} & _common())


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Django's list of twenty thousand, read once."""
    return frozenset(CommonPasswordValidator().passwords)
