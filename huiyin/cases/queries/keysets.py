"""The orders of a list of cases, and pages by key: a place in the list outlives the row that stood there."""

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.models.case import FAR, turn_at

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
KEY = re.compile(r"(?:(\d{1,16}|x)-)?(\d{1,16})", re.ASCII)
NEVER = "x"


class Order(StrEnum):
    NEW = "new"  # opened last first
    DUE = "due"  # due first; a pause counts to its end, what only waits for a rating stands last


def ordered(cases: QuerySet[Case], order: Order) -> QuerySet[Case]:
    if order is Order.NEW:
        return cases.order_by("-id")
    return cases.annotate(turn_at=turn_at()).order_by("turn_at", "id")


def key_of(case: Case, order: Order) -> str:
    """The place of a case in an order, for the address of the next page."""
    if order is Order.NEW:
        return str(case.pk)
    turn: datetime = case.turn_at  # type: ignore[attr-defined]  # annotated by `ordered`
    return f"{NEVER if turn == FAR else (turn - EPOCH) // MICROSECOND}-{case.pk}"


def behind(cases: QuerySet[Case], order: Order, key: str | None) -> QuerySet[Case]:
    """What follows a place; a key that is none of ours begins at the beginning."""
    found = KEY.fullmatch(key or "")
    if not found:
        return cases
    turn, case_id = found[1], int(found[2])
    if order is Order.NEW:
        return cases.filter(pk__lt=case_id)
    if turn is None:
        return cases
    moment = FAR if turn == NEVER else EPOCH + int(turn) * MICROSECOND
    # the first comparison is the one that the index begins at
    return cases.filter(Q(turn_at__gte=moment), Q(turn_at__gt=moment) | Q(pk__gt=case_id))
