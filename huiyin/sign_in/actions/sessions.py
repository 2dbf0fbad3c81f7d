"""Sessions: begun, renewed, ended. Whoever writes about an account's sessions locks its person or account first."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q

from huiyin.people import queries as people
from huiyin.people.models import Account
from huiyin.sign_in import queries
from huiyin.sign_in.actions.history import note
from huiyin.sign_in.models import HistoryLine, PasswordState, PhoneCode, SignedIn
from huiyin.sign_in.rules import Ending, Kind, Way, Where

if TYPE_CHECKING:
    from django.db.models import QuerySet

# counted by the hour; a day leaves room for clocks that differ
CODES_KEPT = timedelta(days=1)


@transaction.atomic
def begin_session(
    *,
    account_id: int,
    session_key: str,
    way: Way,
    is_staff: bool,
    has_second: bool,
    where: Where,
    now: datetime,
) -> None:
    """Write down that somebody came in. Staff have one session: an older one ends, and tells why.

    In a demo many visitors play one person: they do not end each other's visit.
    """
    account = _locked(account_id)
    if is_staff and way is not Way.DEMO:
        others = SignedIn.objects.filter(account=account, ended_at=None, is_staff=True)
        _end(others.exclude(way=Way.DEMO), Ending.ELSEWHERE, now)
    SignedIn.objects.create(
        account=account,
        session_key=session_key,
        way=way,
        is_staff=is_staff,
        began_at=now,
        address=where.place,
        device=where.device,
    )
    said = f"{way}+second" if has_second and way is Way.PASSWORD else way.value
    note(Kind.SIGNED_IN, account=account, now=now, where=where, way=said)


@transaction.atomic
def end_session(*, session_key: str, ending: Ending, now: datetime) -> None:
    """End one session. A key that nobody knows is no fault."""
    _end(SignedIn.objects.filter(session_key=session_key, ended_at=None), ending, now)


@transaction.atomic
def end_sessions(
    *,
    account_id: int,
    ending: Ending,
    now: datetime,
    keep: str = "",
    began_before: datetime | None = None,
) -> int:
    """End the sessions of an account. keep: the key of the one that stays. Returns how many ended."""
    account = _locked(account_id)
    standing = SignedIn.objects.filter(account=account, ended_at=None).exclude(session_key=keep)
    if began_before is not None:
        standing = standing.filter(began_at__lt=began_before)
    return _end(standing, ending, now)


@transaction.atomic
def sign_out_everywhere(*, account_id: int, keep: str, where: Where, now: datetime) -> int:
    """End all sessions but the one that asks. Returns how many ended."""
    ended = end_sessions(account_id=account_id, ending=Ending.EVERYWHERE, now=now, keep=keep)
    note(Kind.SESSIONS_ENDED, account=people.account(account_id), now=now, where=where)
    return ended


@transaction.atomic
def not_me(*, account_id: int, keep: str, where: Where, now: datetime) -> None:
    """Somebody else was in: their sessions end, and the password is to be changed before anything else."""
    account = _locked(account_id)
    end_sessions(account_id=account_id, ending=Ending.NOT_ME, now=now, keep=keep)
    if account.password and account.has_usable_password():
        PasswordState.objects.update_or_create(
            account=account, defaults={"is_initial": True}, create_defaults=_initial(now)
        )
    note(Kind.NOT_ME, account=account, now=now, where=where)


def _initial(now: datetime) -> dict[str, object]:
    return {"changed_at": now, "is_initial": True}


@transaction.atomic
def renew_key(*, old: str, new: str) -> None:
    """The browser's key changed, as it does with every new password."""
    SignedIn.objects.filter(session_key=old).update(session_key=new)


@transaction.atomic
def mark_told(lines: Iterable[HistoryLine], *, now: datetime) -> None:
    """The owner has read these."""
    ids = [line.pk for line in lines]
    if ids:
        HistoryLine.objects.filter(id__in=ids).update(told_at=now)


@transaction.atomic
def remove_old(*, now: datetime) -> None:
    """Remove what nobody needs any more: codes of yesterday, sessions and lines past the time of the history,
    addresses that locked nobody or whose lock is over.
    """
    PhoneCode.objects.filter(asked_at__lt=now - CODES_KEPT).delete()
    until = now - queries.limits().history
    HistoryLine.objects.filter(at__lt=until).exclude(told_at=None).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - queries.limits().lock).delete()
    forgotten = Q(ended_at__lt=until) | Q(ended_at=None, began_at__lt=until - timedelta(days=365))
    SignedIn.objects.filter(forgotten).delete()
    Session.objects.filter(expire_date__lt=now).delete()


def _end(rows: "QuerySet[SignedIn]", ending: Ending, now: datetime) -> int:
    """End these. Their sessions go for good: whoever holds one is nobody from the next request on."""
    keys = list(rows.values_list("session_key", flat=True))
    if keys:
        Session.objects.filter(session_key__in=keys).delete()
        SignedIn.objects.filter(session_key__in=keys).update(ended_at=now, ending=ending)
    return len(keys)


def _locked(account_id: int) -> Account:
    """The account, held until the transaction ends: two browsers that come in at once take turns."""
    list(Account.objects.select_for_update(of=("self",)).filter(id=account_id))
    return people.account(account_id)
