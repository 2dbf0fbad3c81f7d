"""What is locked after too many failures. django-axes counts; here is read what it counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django.db.models import Max, Q, Sum

from huiyin.sign_in.queries.sessions import limits


@dataclass(frozen=True)
class LockedAddress:
    """An address from which nobody may try for now."""

    address: str
    until: datetime


def locked_until(username: str, address: str, *, at: datetime) -> datetime | None:
    """Until when nobody may try this name, or from this address; None when they may.

    The answer is the same for names that exist and names that do not.
    """
    of_address = [Q(ip_address=address)] if address else []
    ends = [_end(each, at) for each in (Q(username=username), *of_address)]
    return max((end for end in ends if end), default=None)


def is_locked(username: str, *, at: datetime) -> bool:
    return _end(Q(username=username), at) is not None


def locked_names(usernames: Iterable[str], *, at: datetime) -> dict[str, datetime]:
    """Which of these names are locked, until when. One query."""
    known = limits()
    rows = (
        _recent(at)
        .filter(username__in=list(usernames))
        .values("username")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=known.failures)
    )
    return {row["username"]: row["last"] + known.lock for row in rows}


def locked_addresses(*, at: datetime) -> list[LockedAddress]:
    """The addresses that are locked, the longest first."""
    known = limits()
    rows = (
        _recent(at)
        .exclude(ip_address=None)
        .values("ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=known.failures)
        .order_by("-last")
    )
    return [LockedAddress(row["ip_address"], row["last"] + known.lock) for row in rows]


def _recent(at: datetime) -> Any:
    """axes ships no types."""
    return AccessAttempt.objects.filter(attempt_time__gt=at - limits().lock)


def _end(of: Q, at: datetime) -> datetime | None:
    known = limits()
    found = (
        _recent(at).filter(of).aggregate(n=Sum("failures_since_start"), last=Max("attempt_time"))
    )
    is_over = (found["n"] or 0) >= known.failures
    return found["last"] + known.lock if is_over else None
