"""Which days are worked: holidays and 调休 swaps as data, and a fallback for a year nobody has entered."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

SATURDAY = 5
WARNING_FROM = (11, 1)  # month and day: the State Council announces the next year in late autumn

# The lunar days cannot be derived from the date: first day of Spring Festival, Dragon Boat, Mid-Autumn.
# A year beyond the table falls back on the fixed days alone; it is provisional in either case.
_LUNAR_DAYS = {
    2027: (date(2027, 2, 6), date(2027, 6, 9), date(2027, 9, 15)),
    2028: (date(2028, 1, 26), date(2028, 5, 28), date(2028, 10, 3)),
    2029: (date(2029, 2, 13), date(2029, 6, 16), date(2029, 9, 22)),
    2030: (date(2030, 2, 3), date(2030, 6, 5), date(2030, 9, 12)),
}


@cache
def statutory_days(year: int) -> frozenset[date]:
    """The days off by law in a year of this century, before any swap is announced.

    Source: 全国年节及纪念日放假办法 (2024): New Year 1, Spring Festival 4 from its eve, Qingming 1, Labour Day 2, Dragon
    Boat 1, Mid-Autumn 1, National Day 3. Lunar days are known until 2030.
    """
    fixed = [(1, 1), (4, _qingming(year)), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
    days = {date(year, month, day) for month, day in fixed}
    if year in _LUNAR_DAYS:
        spring, dragon_boat, mid_autumn = _LUNAR_DAYS[year]
        days |= {spring + timedelta(days=offset) for offset in range(-1, 3)}
        days |= {dragon_boat, mid_autumn}
    return frozenset(days)


def _qingming(year: int) -> int:
    """The day in April on which the sun reaches 15 degrees: the usual formula, right from 2000 to 2099."""
    of_century = year % 100
    return int(of_century * 0.2422 + 4.81) - of_century // 4


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of one site, as they were known in one version of the calendar.

    days: what was announced; True = worked, False = off; a day that is not listed follows its weekday.
    confirmed_years: years whose announcement has been entered. In any other year a day that is not listed is worked
    from Monday to Friday unless it is a statutory day, and what is counted there is provisional.
    local_days: path of a place -> its own days (minorities' festivals, Art. 4), valid there and below.
    """

    days: Mapping[date, bool]
    confirmed_years: frozenset[int]
    version: int = 0
    local_days: Mapping[str, Mapping[date, bool]] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        listed = self.days.get(day)
        if listed is not None:
            return listed
        if day.weekday() >= SATURDAY:
            return False
        return self.is_confirmed(day.year) or day not in statutory_days(day.year)

    def is_confirmed(self, year: int) -> bool:
        return year in self.confirmed_years

    def at(self, path: str) -> "WorkCalendar":
        """The calendar of one place. path: of a territory node; a deeper place overrules what lies above it."""
        above = self.local_places(path)
        if not above:
            return self
        days = dict(self.days)
        for place in above:
            days.update(self.local_days[place])
        return replace(self, days=days, local_days={})

    def local_places(self, path: str) -> tuple[str, ...]:
        """The places with days of their own that hold one place, from the top down: those of all days it shares."""
        return tuple(sorted(place for place in self.local_days if path.startswith(place)))

    def missing_year(self, today: date) -> int | None:
        """The year an administrator has to enter now: this one, or from 1 November the next."""
        if not self.is_confirmed(today.year):
            return today.year
        is_late = (today.month, today.day) >= WARNING_FROM
        return today.year + 1 if is_late and not self.is_confirmed(today.year + 1) else None
