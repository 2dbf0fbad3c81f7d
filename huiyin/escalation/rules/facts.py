"""A policy and a calendar year ready to be stored, whole and free of contradictions."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.escalation.rules.policy import (
    ANY,
    CategoryFacts,
    LimitRule,
    SkipRule,
    missing_limits,
)
from huiyin.lib.refusal import Refused


@dataclass(frozen=True)
class PolicyFacts:
    """Categories and ladder together. hours, settings: as written, and known to be readable.

    Raises Refused if a limit is missing, something is said twice, or a rule speaks of an unknown category.
    """

    categories: tuple[CategoryFacts, ...]
    limits: tuple[LimitRule, ...]
    skips: tuple[SkipRule, ...]
    hours: Mapping[str, Any]
    settings: Mapping[str, Any]

    def __post_init__(self) -> None:
        _refuse_twice("类别编号", (facts.code for facts in self.categories))
        _refuse_twice("类别英文名", (facts.key for facts in self.categories))
        _refuse_twice("办理时限", (rule.words for rule in self.limits))
        _refuse_twice("越级规则", (rule.words for rule in self.skips))
        self._refuse_missing_limits()
        self._refuse_unknown_categories()

    def _refuse_missing_limits(self) -> None:
        missing = [f"{rung.label}{step.label}" for step, rung in missing_limits(self.limits)]
        if missing:
            raise Refused(f"缺少办理时限：{'、'.join(missing)}。")

    def _refuse_unknown_categories(self) -> None:
        known = {ANY, *(facts.code for facts in self.categories)}
        named = {rule.category for rule in self.limits} | {rule.category for rule in self.skips}
        unknown = named - known
        if unknown:
            raise Refused(f"时限或越级规则提到的类别 {'、'.join(sorted(unknown))} 不在事项类别中。")


@dataclass(frozen=True)
class DayFacts:
    """A day that does not follow its weekday."""

    date: date
    is_working: bool
    name: str


@dataclass(frozen=True)
class YearFacts:
    """The announcement of one year, whole. days: in order. source: the announcement.

    area: path of the place it is valid for and below, empty = the whole site.
    Raises Refused if a day lies in another year or is named twice.
    """

    year: int
    days: tuple[DayFacts, ...]
    source: str
    is_confirmed: bool = True
    area: str = ""

    def __post_init__(self) -> None:
        if any(day.date.year != self.year for day in self.days):
            raise Refused(f"{self.year} 年的安排里有其他年份的日期。")
        _refuse_twice("日期", (day.date.isoformat() for day in self.days))


def _refuse_twice(what: str, said: Iterable[Hashable]) -> None:
    twice = [str(value) for value, times in Counter(said).items() if times > 1]
    if twice:
        raise Refused(f"{what}重复：{'、'.join(twice)}。")
