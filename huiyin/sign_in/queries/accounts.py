"""Accounts as the security administrator sees them: who, which posts, what stands at the door. No case, no telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from huiyin.people import queries as people
from huiyin.people.models import Account, Incumbency
from huiyin.sign_in.models import HistoryLine
from huiyin.sign_in.queries.locks import locked_names
from huiyin.sign_in.rules import Factor, Kind

PAGE = 50


@dataclass(frozen=True)
class AccountLine:
    """One account of the list. titles: of the posts the person holds. locked_until: None when it is not."""

    id: int
    username: str
    name: str
    titles: tuple[str, ...]
    has_factor: bool
    locked_until: datetime | None
    last_in_at: datetime | None
    is_active: bool


def accounts(
    *, words: str = "", before: int | None = None, staff_only: bool = True, at: datetime
) -> list[AccountLine]:
    """A page of 50 accounts, newest first. words: of a name or a username. Four queries."""
    rows = Account.objects.order_by("-id")
    held = Incumbency.objects.filter(person=OuterRef("person")).filter(_now(at))
    if staff_only and not words:
        rows = rows.filter(Exists(held))
    if words:
        rows = rows.filter(Q(username__icontains=words) | Q(person__name__icontains=words))
    return _lines((rows.filter(id__lt=before) if before else rows)[:PAGE], at)


def account_line(account_id: int, *, at: datetime) -> AccountLine:
    """One of them. Raises NotThere."""
    people.account(account_id)
    (line,) = _lines(Account.objects.filter(id=account_id), at)
    return line


def locked_accounts(*, at: datetime) -> list[AccountLine]:
    """Accounts whose name is locked now."""
    locked = locked_names(_tried(), at=at)
    return _lines(Account.objects.filter(username__in=locked).order_by("username")[:PAGE], at)


def _tried() -> Sequence[str]:
    names = AccessAttempt.objects.exclude(username=None).values_list("username", flat=True)
    return [name for name in names.distinct() if name]


def _lines(found: QuerySet[Account], at: datetime) -> list[AccountLine]:
    rows = list(found)
    ids = [row.pk for row in rows]
    locked = locked_names([row.username for row in rows], at=at)
    with_factor = set(
        Authenticator.objects.filter(user_id__in=ids)
        .exclude(type=Factor.RECOVERY)
        .values_list("user_id", flat=True)
    )
    last = dict(
        HistoryLine.objects.filter(account_id__in=ids, kind=Kind.SIGNED_IN)
        .values_list("account_id")
        .annotate(Max("at"))
    )
    titles = _titles([row.person_id for row in rows if row.person_id], at)
    return [
        AccountLine(
            id=row.pk,
            username=row.username,
            name=row.person.name if row.person else "",
            titles=tuple(titles.get(row.person_id or 0, ())),
            has_factor=row.pk in with_factor,
            locked_until=locked.get(row.username),
            last_in_at=last.get(row.pk),
            is_active=row.is_active,
        )
        for row in rows
    ]


def _titles(person_ids: Sequence[int], at: datetime) -> dict[int, list[str]]:
    held = Incumbency.objects.filter(_now(at), person_id__in=person_ids)
    found: dict[int, list[str]] = {}
    for person_id, title in held.order_by("id").values_list("person_id", "post__title"):
        found.setdefault(person_id, []).append(title)
    return found


def _now(at: datetime) -> Q:
    return Q(from_at__lte=at) & (Q(to_at=None) | Q(to_at__gt=at))
