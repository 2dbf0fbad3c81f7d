"""The orders of a list of cases, and pages by key: a place in the list outlives the row that stood there."""

import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.models.case import FAR, turn_at
from huiyin.cases.queries.filters import Stage
from huiyin.cases.queries.lines import CaseLine, lines

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
KEY = re.compile(r"(?:(\d{1,16}|x|e)-)?(\d{1,16})", re.ASCII)
NEVER = "x"
ENDED = "e"


class Order(StrEnum):
    NEW = "new"  # opened last first
    # due first; a pause counts to its end, what only waits for a rating stands behind; what has ended comes last, newest first
    DUE = "due"


def stretch(
    cases: QuerySet[Case], order: Order, after: str | None, *, most: int, stages: Collection[Stage]
) -> list[CaseLine]:
    """The part of an order that follows a place. stages: the sides of the end that the list holds.

    What is open and what has ended are asked for apart: each has its index, and no index knows both in this order.
    """
    if order is Order.NEW:
        return lines(_behind(cases.order_by("-id"), after)[:most])
    found: list[CaseLine] = []
    if Stage.OPEN in stages and not _is_among_ended(after):
        running = cases.filter(is_ended=False).annotate(turn_at=turn_at())
        found = lines(_behind_turn(running.order_by("turn_at", "id"), after)[:most])
    if Stage.ENDED in stages and len(found) < most:
        place = after.removeprefix(f"{ENDED}-") if after and _is_among_ended(after) else None
        ended = cases.filter(is_ended=True).order_by("-id")
        found += lines(_behind(ended, place)[: most - len(found)])
    return found


def key_of(line: CaseLine, order: Order) -> str:
    """The place of a line in an order, for the address of the next page."""
    if order is Order.NEW:
        return str(line.id)
    if line.is_ended:
        return f"{ENDED}-{line.id}"
    turn = line.turn_at
    return f"{NEVER if turn == FAR else (turn - EPOCH) // MICROSECOND}-{line.id}"


def _is_among_ended(key: str | None) -> bool:
    found = KEY.fullmatch(key or "")
    return found is not None and found[1] == ENDED


def _behind(cases: QuerySet[Case], key: str | None) -> QuerySet[Case]:
    """What is older than a place; a key that is none of ours begins at the beginning."""
    found = KEY.fullmatch(key or "")
    return cases.filter(pk__lt=int(found[2])) if found else cases


def _behind_turn(cases: QuerySet[Case], key: str | None) -> QuerySet[Case]:
    """What has its turn behind a place."""
    found = KEY.fullmatch(key or "")
    if not found or found[1] is None:
        return cases
    turn, case_id = found[1], int(found[2])
    moment = FAR if turn == NEVER else EPOCH + int(turn) * MICROSECOND
    # the first comparison is the one that the index begins at
    return cases.filter(Q(turn_at__gte=moment), Q(turn_at__gt=moment) | Q(pk__gt=case_id))
