"""What the security administrator does to an account: with a reason, told to its owner, never to themselves."""

from datetime import datetime

from axes.utils import reset
from django.db import transaction

from huiyin.ground.ledger.actions import CLOCK, By, record
from huiyin.lib.refusal import NotAllowed, Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.people.models import Account
from huiyin.people.rules import Verb, Viewer
from huiyin.sign_in.actions.factors import remove_factors
from huiyin.sign_in.actions.history import note
from huiyin.sign_in.actions.sessions import end_sessions
from huiyin.sign_in.rules import Ending, Kind

MOST_REASON = 200


@transaction.atomic
def unlock(*, account_id: int, reason: str, viewer: Viewer, now: datetime) -> Account:
    """Let an account be tried again at once, from wherever it was locked."""
    account, said = _asked(account_id, reason, viewer)
    reset(username=account.username)
    _note(Kind.UNLOCKED, account, said, viewer, now)
    return account


@transaction.atomic
def unlock_address(*, address: str, reason: str, viewer: Viewer, now: datetime) -> None:
    """Let an address try again at once: an office that shares one. The ledger is not told which."""
    said = _checked(reason, viewer)
    reset(ip=address)
    record(
        "address.unlocked",
        subject="person",
        subject_id=viewer.person_id,
        by=_by(viewer),
        at=now,
        area="",
        data={"reason": said},
    )


@transaction.atomic
def reset_factors(*, account_id: int, reason: str, viewer: Viewer, now: datetime) -> Account:
    """Take all second factors from an account whose owner has lost them; its sessions end.

    Who has to have one makes a new one at the next sign-in.
    """
    account, said = _asked(account_id, reason, viewer)
    if not remove_factors(account_id=account_id):
        raise Refused(_("这个账号没有设置第二验证方式。"))
    end_sessions(account_id=account_id, ending=Ending.BY_ADMIN, now=now)
    _note(Kind.FACTOR_RESET, account, said, viewer, now)
    return account


@transaction.atomic
def lose_factors(*, account_id: int, now: datetime) -> None:
    """The same from the command line of the machine, for a security administrator whom nobody else can help.

    Whoever has that command line has the database too; what they do here is written down all the same.
    """
    if not remove_factors(account_id=account_id):
        raise Refused(_("这个账号没有设置第二验证方式。"))
    end_sessions(account_id=account_id, ending=Ending.BY_ADMIN, now=now)
    account = people.account(account_id)
    note(Kind.FACTOR_RESET, account=account, now=now, by=CLOCK, is_to_be_told=True)


@transaction.atomic
def end_all_of(*, account_id: int, reason: str, viewer: Viewer, now: datetime) -> Account:
    """End all sessions of an account."""
    account, said = _asked(account_id, reason, viewer)
    end_sessions(account_id=account_id, ending=Ending.BY_ADMIN, now=now)
    _note(Kind.SESSIONS_ENDED, account, said, viewer, now)
    return account


def _asked(account_id: int, reason: str, viewer: Viewer) -> tuple[Account, str]:
    said = _checked(reason, viewer)
    account = people.account(account_id)
    if account.person_id == viewer.person_id:
        raise NotAllowed(_("不能处理自己的账号，请另一位安全管理员来做。"))
    return account, said


def _checked(reason: str, viewer: Viewer) -> str:
    if Verb.MANAGE_RIGHTS not in viewer.verbs:
        raise NotAllowed(_("只有安全管理员可以处理账号。"))
    said = reason.strip()
    if not said:
        raise Refused(_("请写明原因，账号的主人会看到。"))
    if len(said) > MOST_REASON:
        raise Refused(_("原因请写在 %(count)d 字以内。"), count=MOST_REASON)
    return said


def _note(kind: Kind, account: Account, reason: str, viewer: Viewer, now: datetime) -> None:
    title = next((post.title for post in viewer.posts if Verb.MANAGE_RIGHTS in post.role.verbs), "")
    note(
        kind,
        account=account,
        now=now,
        by=_by(viewer),
        reason=reason,
        by_title=title,
        is_to_be_told=True,
    )


def _by(viewer: Viewer) -> By:
    post = next((each.id for each in viewer.posts if Verb.MANAGE_RIGHTS in each.role.verbs), None)
    return By(viewer.person_id, post)
