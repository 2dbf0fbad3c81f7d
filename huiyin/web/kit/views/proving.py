"""Showing who one is: what is typed is tried, and a failure counts as a wrong password does, wherever it is typed."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.signals import user_login_failed
from django.utils.translation import gettext

from huiyin.lib.refusal import TooMany
from huiyin.lib.times import clock_words
from huiyin.lib.words import gettext_noop as _
from huiyin.sign_in import actions, queries
from huiyin.sign_in.rules import Factor, Way
from huiyin.web.kit import entering
from huiyin.web.kit.forms import Form
from huiyin.web.kit.requests import Asked

if TYPE_CHECKING:
    from huiyin.people.models import Account

LOCKED = _("登录失败的次数太多，为了安全已暂停。请在%(when)s之后再试，或请安全管理员解除。")
WRONG_SECOND = _("验证码不对，或者已经用过。请等身份验证器换一个新的数字再试。")


def locked_until(request: Asked, username: str) -> datetime | None:
    return queries.locked_until(username, entering.address_of(request), at=request.now)


def say_locked(request: Asked, form: Form, until: datetime) -> None:
    refusal = TooMany(
        LOCKED,
        when=partial(clock_words, until, request.now),
        retry_after_s=max(int((until - request.now).total_seconds()), 1),
    )
    form.refusal = refusal
    form.add_error(None, refusal.said(gettext))


def note_failure(request: Asked, username: str, way: str) -> datetime | None:
    """Write down a failure that was counted already. Returns until when nobody may try again, None when they may."""
    until = locked_until(request, username)
    actions.note_failure(
        username=username,
        way=way,
        where=entering.where_of(request),
        now=request.now,
        is_now_locked=queries.is_locked(username, at=request.now),
    )
    return until


def failed(request: Asked, account: "Account", way: str) -> datetime | None:
    """Count a failure of an account, as `authenticate` does for the password at the door."""
    user_login_failed.send(
        sender=__name__, credentials={"username": account.username}, request=request
    )
    return note_failure(request, account.username, way)


def is_right_password(
    request: Asked, account: "Account", form: Form, typed: str, wrong: str, field: str | None = None
) -> bool:
    """Whether this is the present password; else the form says `wrong`, at a field of it, or that it is locked."""
    if _is_locked(request, account, form):
        return False
    if account.check_password(typed):
        return True
    _say_wrong(request, account, form, Way.PASSWORD, wrong, field)
    return False


def is_right_second(request: Asked, account: "Account", form: Form) -> bool:
    """Whether what was typed is a code of the app or of the paper."""
    if _is_locked(request, account, form):
        return False
    factor = actions.give_second(
        account_id=account.pk,
        typed=form.cleaned_data["typed"],
        now=request.now,
        where=entering.where_of(request),
    )
    if factor is None:
        _say_wrong(request, account, form, Factor.TOTP, gettext(WRONG_SECOND), None)
    return factor is not None


def _is_locked(request: Asked, account: "Account", form: Form) -> bool:
    until = locked_until(request, account.username)
    if until is not None:
        say_locked(request, form, until)
    return until is not None


def _say_wrong(
    request: Asked, account: "Account", form: Form, way: str, wrong: str, field: str | None
) -> None:
    until = failed(request, account, way)
    if until is not None:
        say_locked(request, form, until)
    else:
        form.add_error(field, wrong)
