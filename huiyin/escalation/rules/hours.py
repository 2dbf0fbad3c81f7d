"""The hours of a day in which limits run: business hours and the officer's duty hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from huiyin.lib.refusal import Refused
from huiyin.lib.times import ZONE, local

DAY_MIN = 24 * 60


@dataclass(frozen=True)
class Interval:
    """A stretch of one day, in minutes after midnight; 1440 is 24:00. Raises Refused if empty or outside the day."""

    start_min: int
    end_min: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_min < self.end_min <= DAY_MIN:
            raise Refused(f"“{self.words}”不是一天之内的时段。")

    @classmethod
    def read(cls, text: str) -> "Interval":
        """Read `08:30-12:00`; 24:00 may end it. Raises Refused with the text."""
        start, _, end = text.partition("-")
        return cls(clock_min(start), clock_min(end))

    @property
    def words(self) -> str:
        return f"{clock_text(self.start_min)}-{clock_text(self.end_min)}"

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.end_min - self.start_min)

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Begin and end on one day, aware; an end at 24:00 is 00:00 of the next day."""
        midnight = datetime.combine(day, time(), tzinfo=ZONE)
        return midnight + timedelta(minutes=self.start_min), midnight + timedelta(
            minutes=self.end_min
        )


@dataclass(frozen=True)
class Hours:
    """The settings of a site about hours.

    business: hours of offices on working days. duty: hours in which an officer answers.
    is_duty_on_days_off: whether duty hours run on days off too.
    is_day_ended_by_close: a limit in working days ends with the close of business of its last day; otherwise at 24:00
    of that day (民法典 Art. 203 allows either).
    """

    business: tuple[Interval, ...] = (Interval(510, 720), Interval(840, 1050))
    duty: tuple[Interval, ...] = (Interval(480, 1080),)
    is_duty_on_days_off: bool = True
    is_day_ended_by_close: bool = False

    def __post_init__(self) -> None:
        check_order(self.business)
        check_order(self.duty)

    @property
    def business_day(self) -> timedelta:
        """The business time of one working day."""
        return sum((interval.length for interval in self.business), timedelta())


@dataclass(frozen=True)
class QuietHours:
    """Hours in which nobody is disturbed without need; may run over midnight. In minutes after midnight."""

    start_min: int = 22 * 60
    end_min: int = 7 * 60

    def covers(self, moment: datetime) -> bool:
        """Whether an aware moment lies in the quiet hours of its local day."""
        there = local(moment)
        minute = there.hour * 60 + there.minute
        if self.start_min <= self.end_min:
            return self.start_min <= minute < self.end_min
        return minute >= self.start_min or minute < self.end_min


def check_order(intervals: Sequence[Interval]) -> None:
    """Raise Refused unless there is an interval and each begins after the one before has ended."""
    if not intervals:
        raise Refused("工作时间和值班时间至少各有一段。")
    for before, after in pairwise(intervals):
        if before.end_min >= after.start_min:
            raise Refused(f"时段 {before.words} 和 {after.words} 重叠或顺序不对。")


def clock_min(text: str) -> int:
    """Read `08:30` as minutes after midnight, 24:00 included. Raises Refused with the text."""
    hour, colon, minute = text.strip().partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and int(minute) < 60):
        raise Refused(f"“{text}”不是一天中的时刻，应写成 08:30。")
    read = int(hour) * 60 + int(minute)
    if read > DAY_MIN:
        raise Refused(f"“{text}”不是一天中的时刻，应写成 08:30。")
    return read


def clock_text(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
