"""The orders of a list of cases, and pages by key: a place in the list outlives the row that stood there."""

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.db.models import Case as Choice
from django.db.models import DateTimeField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from huiyin.cases.models import Case
from huiyin.cases.rules.words import State

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
    moment = Choice(
        When(state=State.AWAITING_RATING, then=Value(None)),
        default=Coalesce("resume_at", "due_at"),
        output_field=DateTimeField(),
    )
    return cases.annotate(turn_at=moment).order_by(F("turn_at").asc(nulls_last=True), "id")


def key_of(case: Case, order: Order) -> str:
    """The place of a case in an order, for the address of the next page."""
    if order is Order.NEW:
        return str(case.pk)
    turn_at: datetime | None = case.turn_at  # type: ignore[attr-defined]  # annotated by `ordered`
    return f"{NEVER if turn_at is None else (turn_at - EPOCH) // MICROSECOND}-{case.pk}"


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
    if turn == NEVER:
        return cases.filter(Q(turn_at=None, pk__gt=case_id))
    turn_at = EPOCH + int(turn) * MICROSECOND
    return cases.filter(
        Q(turn_at=turn_at, pk__gt=case_id) | Q(turn_at__gt=turn_at) | Q(turn_at=None)
    )
