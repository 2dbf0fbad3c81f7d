"""Second factors. allauth keeps them and does their arithmetic; what is written beside them is ours.

The modules of allauth that hold the arithmetic call themselves internal: the release is pinned to the minor
version, and `tests/test_factors.py` walks through every one of them (docs/decisions/0020).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import (
    RecoveryCodes,
)
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare

from huiyin.lib.refusal import Conflict, NotThere, Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.people.models import Account
from huiyin.sign_in import queries
from huiyin.sign_in.actions.history import note
from huiyin.sign_in.rules import NOWHERE, Factor, Kind, Where

# a telephone's clock may be one step of 30 s off
TOLERANCE = 1
MOST_PASSKEYS = 10
WRONG_CODE = _("验证码不对。请看身份验证器里现在显示的 6 位数字，再试一次。")
WRONG_KEY = _("没有认出这个通行密钥，请再试一次。")


@transaction.atomic
def add_totp(
    *, account_id: int, secret: str, typed: str, now: datetime, where: Where = NOWHERE
) -> None:
    """Take an authenticator app whose first code was typed. Raises Refused for a wrong one, Conflict when there is one."""
    account = people.account(account_id)
    if _rows(account_id).filter(type=Factor.TOTP).exists():
        raise Conflict(_("已经有一个身份验证器。要换一个，请先去掉原来的。"))
    counter = _matching(secret, typed, now, after=0)
    if counter is None:
        raise Refused(WRONG_CODE)
    kept = {"secret": encrypt(secret), "last_counter": counter}
    Authenticator.objects.create(user=account, type=Factor.TOTP, data=kept, created_at=now)
    note(Kind.FACTOR_ADDED, account=account, now=now, where=where, way=Factor.TOTP)


@transaction.atomic
def add_passkey(
    *,
    account_id: int,
    name: str,
    credential: Mapping[str, Any],
    now: datetime,
    where: Where = NOWHERE,
) -> None:
    """Take a passkey that a browser has just made. Raises Refused when it is not the one that was asked for."""
    account = people.account(account_id)
    if _rows(account_id).filter(type=Factor.PASSKEY).count() >= MOST_PASSKEYS:
        raise Refused(_("最多可以有 %(count)d 个通行密钥，请先去掉不用的。"), count=MOST_PASSKEYS)
    try:
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except (ValidationError, ValueError, KeyError, TypeError) as wrong:
        raise Refused(WRONG_KEY) from wrong
    kept = {"name": name.strip()[:32], "credential": dict(credential)}
    Authenticator.objects.create(user=account, type=Factor.PASSKEY, data=kept, created_at=now)
    note(Kind.FACTOR_ADDED, account=account, now=now, where=where, way=Factor.PASSKEY)


@transaction.atomic
def new_recovery_codes(*, account_id: int) -> list[str]:
    """Make ten codes in the place of the former ones. They are returned to be shown now, and only now.

    Raises Conflict when there is no factor that they could stand in for.
    """
    if not queries.has_factor(account_id):
        raise Conflict(_("请先设置身份验证器或通行密钥，再生成恢复码。"))
    _rows(account_id).filter(type=Factor.RECOVERY).delete()
    made: list[str] = RecoveryCodes.activate(people.account(account_id)).generate_codes()
    return made


@transaction.atomic
def give_second(
    *, account_id: int, typed: str, now: datetime, where: Where = NOWHERE
) -> Factor | None:
    """Try what was typed as a code of the app, then as a recovery code. Returns which it was; None for neither.

    Each code opens once: what was read over a shoulder is worth nothing afterwards.
    """
    digits = "".join(each for each in typed if each.isdigit() and each.isascii())
    rows = {row.type: row for row in _rows(account_id)}
    if Factor.TOTP in rows and _takes_totp(rows[Factor.TOTP], digits, now):
        return Factor.TOTP
    if Factor.RECOVERY in rows and rows[Factor.RECOVERY].wrap().validate_code(digits):
        account = people.account(account_id)
        note(
            Kind.RECOVERY_USED,
            account=account,
            now=now,
            where=where,
            way=Factor.RECOVERY,
            is_to_be_told=True,
        )
        return Factor.RECOVERY
    return None


@transaction.atomic
def give_passkey(*, account_id: int, credential: Mapping[str, Any], now: datetime) -> bool:
    """Try a passkey of this account. The challenge lies in the session of the request."""
    account = people.account(account_id)
    try:
        row = webauthn.complete_authentication(account, credential)
    except (ValidationError, ValueError, KeyError, TypeError):
        return False
    row.last_used_at = now
    row.save(update_fields=["last_used_at"])
    return True


def passkey_owner(credential: Mapping[str, Any]) -> Account | None:
    """Whose passkey this says it is, for somebody who has not said who they are. None unless the device has asked for
    a finger, a face or its own code: otherwise whoever finds it lying about would come in.
    """
    try:
        answer = webauthn.parse_authentication_response(credential)
        if not answer.response.authenticator_data.is_user_verified():
            return None
        found: Account = webauthn.extract_user_from_response(credential)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if found.is_active else None


@transaction.atomic
def remove_totp(*, account_id: int, now: datetime, where: Where = NOWHERE) -> None:
    """Raises NotThere when there is none."""
    _remove(_rows(account_id).filter(type=Factor.TOTP), account_id, Factor.TOTP, now, where)


@transaction.atomic
def remove_passkey(
    *, account_id: int, passkey_id: int, now: datetime, where: Where = NOWHERE
) -> None:
    """Raises NotThere when it is not one of this account."""
    rows = _rows(account_id).filter(type=Factor.PASSKEY, id=passkey_id)
    _remove(rows, account_id, Factor.PASSKEY, now, where)


@transaction.atomic
def remove_factors(*, account_id: int) -> int:
    """Remove all of them, recovery codes too. The caller writes down who did it and why. Returns how many."""
    removed, _of_kind = _rows(account_id).delete()
    return int(removed)


def _remove(rows: Any, account_id: int, factor: Factor, now: datetime, where: Where) -> None:
    if not rows.exists():
        raise NotThere(_("没有找到这个验证方式。"))
    rows.delete()
    if not queries.has_factor(account_id):
        _rows(account_id).filter(type=Factor.RECOVERY).delete()
    account = people.account(account_id)
    note(Kind.FACTOR_REMOVED, account=account, now=now, where=where, way=factor)


def _rows(account_id: int) -> Any:
    """The factors of an account, held until the transaction ends, so that no code is taken twice at once."""
    return Authenticator.objects.select_for_update().filter(user_id=account_id)


def _takes_totp(row: Any, typed: str, now: datetime) -> bool:
    counter = _matching(decrypt(row.data["secret"]), typed, now, after=row.data["last_counter"])
    if counter is None:
        return False
    row.data["last_counter"], row.last_used_at = counter, now
    row.save(update_fields=["data", "last_used_at"])
    return True


def _matching(secret: str, typed: str, now: datetime, *, after: int) -> int | None:
    """The step of time whose code this is, among those near now and later than `after`."""
    present = int(now.timestamp()) // totp.app_settings.TOTP_PERIOD
    for counter in range(max(present - TOLERANCE, after + 1), present + TOLERANCE + 1):
        if constant_time_compare(totp.format_hotp_value(totp.hotp_value(secret, counter)), typed):
            return counter
    return None
