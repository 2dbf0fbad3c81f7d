"""值班: who is on duty on which days, in turn. A duty that ends before it begins ends on the next day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from huiyin.lib.refusal import Refused
from huiyin.lib.times import ZONE
from huiyin.lib.words import gettext_noop as _

LONGEST = 92


class Days(StrEnum):
    """On which days there is duty. A holiday rests, a working weekend works: what the work calendar says."""

    ALL = "all"
    WORKING = "working"
    REST = "rest"

    @property
    def label(self) -> str:
        return DAYS[self]


DAYS = {
    Days.ALL: _("每天"),
    Days.WORKING: _("工作日（含调休上班）"),
    Days.REST: _("休息日和节假日"),
}


@dataclass(frozen=True)
class Roster:
    """first, last: local days, both counted; a night belongs to the day it begins on. person_ids: who takes turns."""

    first: date
    last: date
    begins: time
    ends: time
    days: Days
    person_ids: tuple[int, ...]


class Turn(NamedTuple):
    """A person's hours; both moments aware."""

    person_id: int
    from_at: datetime
    to_at: datetime


def turns(roster: Roster, *, is_working: Callable[[date], bool]) -> list[Turn]:
    """The shifts of a roster, in order, people taking turns as they are named.

    is_working: the answer for one local day, holidays and 调休 applied. Raises Refused for a roster that makes none.
    """
    length = (roster.last - roster.first).days + 1
    if not 1 <= length <= LONGEST:
        raise Refused(_("排班的最后一天不能早于第一天，一次最多排 %(most)d 天。"), most=LONGEST)
    if not roster.person_ids:
        raise Refused(_("请选择值班的人。"))
    every = (roster.first + timedelta(days=n) for n in range(length))
    chosen = [day for day in every if _has_duty(roster.days, is_working(day))]
    if not chosen:
        raise Refused(_("这段时间里没有这样的日子，请换个日期或者换成每天。"))
    return [
        _turn(roster, roster.person_ids[n % len(roster.person_ids)], day)
        for n, day in enumerate(chosen)
    ]


def _has_duty(days: Days, works: bool) -> bool:
    return days is Days.ALL or (days is Days.WORKING) == works


def _turn(roster: Roster, person_id: int, day: date) -> Turn:
    crosses = roster.ends <= roster.begins
    last = day + timedelta(days=1) if crosses else day
    return Turn(
        person_id,
        datetime.combine(day, roster.begins, ZONE),
        datetime.combine(last, roster.ends, ZONE),
    )
