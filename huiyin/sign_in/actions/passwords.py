"""Passwords: chosen by their owner, or given by somebody else and then to be changed."""

from datetime import datetime

from django.db import transaction

from huiyin.ground.ledger.actions import By
from huiyin.lib.refusal import Refused
from huiyin.people import actions as people_actions
from huiyin.people import queries as people
from huiyin.people.models import Account
from huiyin.sign_in import queries
from huiyin.sign_in.actions.history import note
from huiyin.sign_in.actions.sessions import end_sessions
from huiyin.sign_in.models import FormerPassword, PasswordState
from huiyin.sign_in.rules import NOWHERE, Ending, Kind, Where, refusal_of


@transaction.atomic
def change_password(
    *, account_id: int, password: str, now: datetime, where: Where = NOWHERE, keep: str = ""
) -> Account:
    """The owner chooses a password. Other sessions end; keep: the key of the one that stays.

    Raises Refused for a weak, common or former one, and for one with a name in it.
    """
    account = _put(account_id, password, now=now, by=None, is_initial=False)
    end_sessions(account_id=account_id, ending=Ending.PASSWORD, now=now, keep=keep)
    note(Kind.PASSWORD_CHANGED, account=account, now=now, where=where)
    return account


@transaction.atomic
def give_password(*, account_id: int, password: str, now: datetime, by: By) -> Account:
    """Somebody else sets a password: it opens the door once, then the owner chooses their own.

    by: who. Sessions end. Raises Refused as above.
    """
    account = _put(account_id, password, now=now, by=by, is_initial=True)
    end_sessions(account_id=account_id, ending=Ending.PASSWORD, now=now)
    note(Kind.PASSWORD_GIVEN, account=account, now=now, by=by, is_to_be_told=True)
    return account


def _put(
    account_id: int, password: str, *, now: datetime, by: By | None, is_initial: bool
) -> Account:
    before = people.account(account_id)
    _check(before, password)
    former = before.password if before.has_usable_password() else ""
    account = people_actions.set_password(account_id=account_id, password=password, now=now, by=by)
    if former:
        _keep_former(account, former, now)
    PasswordState.objects.update_or_create(
        account=account, defaults={"changed_at": now, "is_initial": is_initial}
    )
    return account


def _check(account: Account, password: str) -> None:
    names = [account.username, account.person.name if account.person else ""]
    wrong = refusal_of(
        password,
        names=names,
        is_common=queries.is_common(password),
        is_former=queries.is_former(account, password),
    )
    if wrong:
        raise Refused(wrong)


def _keep_former(account: Account, password: str, now: datetime) -> None:
    """Keep the hash of a password that is not to come back, and no more of them than are asked about."""
    FormerPassword.objects.update_or_create(
        account=account, password=password, defaults={"at": now}
    )
    kept = (
        FormerPassword.objects.filter(account=account).order_by("-at").values_list("id", flat=True)
    )
    last = list(kept[: queries.limits().former_passwords])
    FormerPassword.objects.filter(account=account).exclude(id__in=last).delete()
