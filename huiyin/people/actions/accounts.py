"""Accounts: one a person, rights only through posts."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import Conflict, Refused
from huiyin.people import queries
from huiyin.people.models import Account
from huiyin.people.rules import MIN_PASSWORD_LENGTH, PASSWORD_RULE, password_faults


@transaction.atomic
def create_account(
    *,
    username: str,
    person_id: int,
    now: datetime,
    password: str | None = None,
    by: By | None = None,
) -> Account:
    """Give a person an account. Without a password it serves only other ways of signing in.

    Raises Conflict when the name is taken or the person has an account, Refused for a weak password.
    """
    queries.lock_person(person_id)
    if Account.objects.filter(username=username).exists():
        raise Conflict(_("这个用户名已经有人使用，请换一个。"))
    if Account.objects.filter(person_id=person_id).exists():
        raise Conflict(_("这个人已经有账号。"))
    account = Account(username=username, person_id=person_id)
    _put_password(account, password)
    account.save()
    _record("account.created", account, by, now)
    return account


@transaction.atomic
def set_password(*, account_id: int, password: str, now: datetime, by: By | None = None) -> Account:
    """Change the password; other sessions of the account end. Raises Refused for a weak one."""
    account = queries.account(account_id)
    _put_password(account, password)
    account.save(update_fields=["password"])
    _record("account.password_changed", account, by, now)
    return account


def _put_password(account: Account, password: str | None) -> None:
    if password is None:
        account.set_unusable_password()
        return
    if password_faults(password):
        raise Refused(PASSWORD_RULE, count=MIN_PASSWORD_LENGTH)
    account.set_password(password)


def _record(kind: str, account: Account, by: By | None, now: datetime) -> None:
    record(
        kind,
        subject="account",
        subject_id=account.id,
        by=by or By(account.person_id, None),
        at=now,
        area="",
        data={"person_id": account.person_id},
    )
