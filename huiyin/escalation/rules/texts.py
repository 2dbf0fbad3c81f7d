"""The written form of policies and calendars, as it stands in a pack, read row by row into facts.

Rows have passed their JSON schema; what a schema cannot see is refused here with a sentence for whoever wrote them.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NotRequired, TypedDict, cast

from huiyin.escalation.rules.facts import DayFacts, YearFacts
from huiyin.escalation.rules.hours import Hours, Interval, QuietHours, clock_min
from huiyin.escalation.rules.ladder import Limit, Rung, Step, Unit, Urgency
from huiyin.escalation.rules.policy import (
    ANY,
    CategoryFacts,
    LimitRule,
    Settings,
    Skip,
    SkipRule,
)
from huiyin.lib.refusal import Refused
from huiyin.people.rules import Role

NO_LIMIT = "none"

Text = Mapping[str, Any]  # one row of a pack, of the shape its schema gives


class CategoryText(TypedDict):
    """A class or a leaf; a leaf takes over from its class what it does not say itself."""

    code: str
    name: str
    key: str
    first_rung: NotRequired[str]
    last_rung: NotRequired[str]
    is_restricted: NotRequired[bool]
    needs_place_proof: NotRequired[bool]
    urgency: NotRequired[str]
    keywords: NotRequired[list[str]]
    department: NotRequired[str]
    leaves: NotRequired[list["CategoryText"]]


class DaysText(TypedDict):
    """`days`: 02-15..02-23, or a single day 01-04."""

    name: str
    days: str


class YearText(TypedDict):
    year: int
    source: str
    is_confirmed: NotRequired[bool]
    area: NotRequired[str]
    holidays: list[DaysText]
    workdays: NotRequired[list[DaysText]]


def read_class(text: CategoryText) -> tuple[CategoryFacts, ...]:
    """Read a class and its leaves. Raises Refused for a leaf whose code does not begin with that of its class."""
    return (_read_category(text), *(_read_leaf(text, leaf) for leaf in text.get("leaves", ())))


def read_limits(row: Text) -> Iterator[LimitRule]:
    """Read a row of limits, one rule for each rung that stands in it: `{step: tell, officer: 30 duty_minutes}`."""
    for rung in Rung:
        if rung.role in row:
            limit = read_limit(row[rung.role])
            yield LimitRule(Step(row["step"]), rung, limit, row.get("category", ANY), _urgency(row))


def read_limit(text: str) -> Limit | None:
    """Read `2 working_days`; `none` = no limit. Raises Refused with the text."""
    if text == NO_LIMIT:
        return None
    amount, _, unit = text.partition(" ")
    try:
        return Limit(int(amount), cast("Unit", unit))  # an unknown unit is refused by Limit
    except ValueError:
        raise Refused(f"“{text}”不是办理时限的写法。") from None


def read_skips(row: Text) -> Iterator[SkipRule]:
    """Read a row of jumps, one rule for each category and rung. Raises Refused for a jump that does not lead up."""
    skip = Skip(rung_of(row["to"]), tuple(Role(role) for role in row.get("copy", ())))
    for category in row.get("categories", [ANY]):
        for role in row["from"]:
            yield SkipRule(rung_of(role), skip, category, _urgency(row))


def rung_of(role: str) -> Rung:
    """Return the rung on which a role holds cases. Raises Refused if there is none."""
    for rung in Rung:
        if rung.role == role:
            return rung
    raise Refused(f"“{role}”不是逐级上交的一级。")


def read_hours(text: Text) -> Hours:
    """Read business and duty hours. Raises Refused if a stretch cannot be read or two overlap."""
    return Hours(
        business=tuple(Interval.read(part) for part in text["business"]),
        duty=tuple(Interval.read(part) for part in text["duty"]),
        is_duty_on_days_off=text.get("is_duty_on_days_off", True),
        is_day_ended_by_close=text.get("is_day_ended_by_close", False),
    )


def read_settings(text: Text) -> Settings:
    """Read the settings of the flows; what is not named keeps its default. Raises Refused for a wrong time of day.

    quiet_hours: 22:00-07:00; open_tells: urgency -> roles; the rest are numbers.
    """
    read: dict[str, Any] = dict(text)
    if "quiet_hours" in text:
        start, _, end = text["quiet_hours"].partition("-")
        read["quiet_hours"] = QuietHours(clock_min(start), clock_min(end))
    read["open_tells"] = {
        Urgency(urgency): tuple(Role(role) for role in roles)
        for urgency, roles in text.get("open_tells", {}).items()
    }
    return Settings(**read)


def read_year(text: YearText) -> YearFacts:
    """Read a year. Raises Refused for a day that does not exist, is named twice or lies in another year."""
    rows = [(row, False) for row in text["holidays"]]
    rows += [(row, True) for row in text.get("workdays", ())]
    days = [day for row, is_working in rows for day in _read_days(text["year"], row, is_working)]
    return YearFacts(
        year=text["year"],
        days=tuple(sorted(days, key=lambda day: day.date)),
        source=text["source"],
        is_confirmed=text.get("is_confirmed", True),
        area=text.get("area", ""),
    )


def _urgency(row: Text) -> Urgency | None:
    return Urgency(row["urgency"]) if "urgency" in row else None


def _read_leaf(of_class: CategoryText, leaf: CategoryText) -> CategoryFacts:
    if not leaf["code"].startswith(of_class["code"]):
        raise Refused(f"类别 {leaf['code']} 不属于 {of_class['code']}，编号的前两位应当相同。")
    return _read_category(cast("CategoryText", {**of_class, "keywords": [], **leaf}))


def _read_category(text: CategoryText) -> CategoryFacts:
    return CategoryFacts(
        code=text["code"],
        name=text["name"],
        key=text["key"],
        first_rung=rung_of(text.get("first_rung", Role.OFFICER)),
        last_rung=rung_of(text.get("last_rung", Role.COUNTY_COMMAND)),
        is_restricted=text.get("is_restricted", False),
        needs_place_proof=text.get("needs_place_proof", False),
        urgency=Urgency(text.get("urgency", Urgency.NORMAL)),
        keywords=tuple(text.get("keywords", ())),
        department=text.get("department", ""),
    )


def _read_days(year: int, row: DaysText, is_working: bool) -> list[DayFacts]:
    first, _, last = row["days"].partition("..")
    try:
        begin = date.fromisoformat(f"{year}-{first}")
        end = date.fromisoformat(f"{year}-{last or first}")
    except ValueError:
        raise Refused(f"“{row['days']}”不是 {year} 年的日期。") from None
    days = range((end - begin).days + 1)
    if not days:
        raise Refused(f"“{row['days']}”的结束日期早于开始日期。")
    return [DayFacts(begin + timedelta(days=day), is_working, row["name"]) for day in days]
