"""Taking a person out of sign-in: sessions, history, factors, codes, and wrong passwords that were counted by their name."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog

from huiyin.ground.crypto import lookup_hashes
from huiyin.people.models import Account
from huiyin.sign_in.models import (
    FormerPassword,
    HistoryLine,
    PasswordState,
    PhoneCode,
    SignedIn,
)
from huiyin.trust.actions.erasing import Erasing
from huiyin.trust.rules.erasing import Part


def obstacle(_person_id: int, _now: datetime) -> str:
    """Nobody has to stay for the sake of their account."""
    return ""


def traces(_person_id: int) -> list[str]:
    """What one signs in with is said to nobody."""
    return []


def erase(erasing: Erasing) -> list[Part]:
    """Everything by which the person signed in; the account itself is closed by people."""
    subject = erasing.subject
    if subject.phone:
        PhoneCode.objects.filter(phone_hash__in=lookup_hashes(subject.phone)).delete()
    account = Account.objects.filter(person_id=subject.person_id).first()
    if account is None:
        return []
    for counted in (AccessAttempt, AccessFailureLog, AccessLog):
        counted.objects.filter(username=account.username).delete()
    for kept in (FormerPassword, PasswordState):
        kept.objects.filter(account=account).delete()
    factors, _ = Authenticator.objects.filter(user=account).delete()
    sessions, _ = SignedIn.objects.filter(account=account).delete()
    lines, _ = HistoryLine.objects.filter(account=account).delete()
    return [Part("登录记录", sessions + lines), Part("第二重验证", factors)]
