"""Reading policies and calendars. What has a version is read once and kept: its rows never change."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import cast

from django.db.models import Max, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from huiyin.escalation.models import (
    AnswerTemplate,
    CalendarDay,
    CalendarYear,
    Category,
    PolicyVersion,
)
from huiyin.escalation.models import SkipRule as SkipRow
from huiyin.escalation.models import StepLimit as LimitRow
from huiyin.escalation.rules import (
    CategoryFacts,
    Limit,
    LimitRule,
    Policy,
    Rung,
    Skip,
    SkipRule,
    Step,
    Unit,
    Urgency,
    WorkCalendar,
    read_hours,
    read_settings,
)
from huiyin.lib.refusal import NotThere
from huiyin.people.rules import Role


def policy(
    *, at: datetime | None = None, version: int | None = None, calendar_version: int | None = None
) -> Policy:
    """Return the policy of a version; without one, that in force at a moment, by default the newest.

    at: aware; chooses both versions. calendar_version: what a case has frozen; without it the newest calendar.
    With both versions nothing is asked of the database after the first time.
    Raises NotThere if there is no such policy, above all before the first import.
    """
    if version is None:
        version, newest = _in_force(at)
        calendar_version = newest if calendar_version is None else calendar_version
    if calendar_version is None:
        calendar_version = newest_calendar(at=at)
    return _policy(version, calendar_version)


def calendar(*, version: int | None = None) -> WorkCalendar:
    """Return the calendar of a version, by default the newest."""
    return _calendar(newest_calendar() if version is None else version)


def newest_calendar(*, at: datetime | None = None) -> int:
    """Return the newest version of the calendar, entered by a moment (aware) if one is given; 0 if there is none."""
    entries = CalendarYear.objects.all() if at is None else CalendarYear.objects.filter(at__lte=at)
    newest: int | None = entries.aggregate(newest=Max("version"))["newest"]
    return newest or 0


def answer_templates(category: str = "") -> list[AnswerTemplate]:
    """The templates for a leaf, its own before those of its class; all of them without a category. One query."""
    templates = AnswerTemplate.objects.all()
    if category:
        templates = templates.filter(category__in=(category, category[:2]))
    return sorted(templates, key=lambda each: (-len(each.category), each.serial))


def forget() -> None:
    """Forget the versions read so far, so that a test which counts queries begins from nothing."""
    _policy.cache_clear()
    _calendar.cache_clear()


def calendar_warnings(today: date) -> list[str]:
    """Return sentences for administrators: the calendar of this year, or from 1 November of the next, is missing."""
    year = calendar().missing_year(today)
    if year is None:
        return []
    return [
        _(
            "%(year)d 年的节假日和调休安排还没有录入。在此之前，落在这一年的期限只按周一至周五推算，属于暂定。请在国务院办公厅公布后尽快录入。"
        )
        % {"year": year}
    ]


def _in_force(at: datetime | None) -> tuple[int, int]:
    """The newest version of the policy and of the calendar by a moment, in one query."""
    by_then = Q() if at is None else Q(at__lte=at)
    years = CalendarYear.objects.filter(by_then).order_by("-version").values("version")[:1]
    policies = PolicyVersion.objects.filter(by_then).order_by("-version")
    found = policies.values_list("version", Coalesce(Subquery(years), 0)).first()
    if found is None:
        raise NotThere(_("还没有导入事项类别和办理时限，请联系系统管理员。"))
    version, calendar_version = found
    return version, calendar_version


@lru_cache(maxsize=64)
def _policy(version: int, calendar_version: int) -> Policy:
    row = PolicyVersion.objects.filter(pk=version).first()
    if row is None:
        raise NotThere(_("找不到第 %(version)d 版办理规则。") % {"version": version})
    return Policy(
        version=version,
        categories=MappingProxyType(_categories(version)),
        limits=tuple(_limit(limit) for limit in row.limits.all()),
        skips=tuple(_skip(skip) for skip in row.skips.all()),
        calendar=_calendar(calendar_version),
        hours=read_hours(row.hours),
        settings=read_settings(row.settings),
    )


def _categories(version: int) -> dict[str, CategoryFacts]:
    rows = Category.objects.filter(policy=version).order_by("code")
    return {row.code: _category(row) for row in rows}


def _category(row: Category) -> CategoryFacts:
    return CategoryFacts(
        code=row.code,
        name=row.name,
        key=row.key,
        first_rung=Rung(row.first_rung),
        last_rung=Rung(row.last_rung),
        is_restricted=row.is_restricted,
        needs_place_proof=row.needs_place_proof,
        urgency=Urgency(row.urgency),
        keywords=tuple(row.keywords),
        department=row.department,
    )


def _limit(row: LimitRow) -> LimitRule:
    return LimitRule(
        step=Step(row.step),
        rung=Rung(row.rung),
        limit=_amount(row),
        category=row.category,
        urgency=Urgency(row.urgency) if row.urgency else None,
    )


def _amount(row: LimitRow) -> Limit | None:
    # a constraint keeps unknown units out
    return None if row.amount is None else Limit(row.amount, cast("Unit", row.unit))


def _skip(row: SkipRow) -> SkipRule:
    return SkipRule(
        from_rung=Rung(row.from_rung),
        skip=Skip(Rung(row.to_rung), tuple(Role(role) for role in row.copy_roles)),
        category=row.category,
        urgency=Urgency(row.urgency) if row.urgency else None,
    )


@lru_cache(maxsize=64)
def _calendar(version: int) -> WorkCalendar:
    days: dict[str, dict[date, bool]] = defaultdict(dict)
    entries = _entries(version)
    for day in CalendarDay.objects.filter(entry__in=entries).select_related("entry"):
        days[day.entry.area][day.date] = day.is_working
    site_days = days.pop("", {})
    return WorkCalendar(
        days=MappingProxyType(site_days),
        confirmed_years=_confirmed_years(entries),
        version=version,
        local_days=_frozen(days),
    )


def _entries(version: int) -> list[int]:
    """The entry that counts for each year and area as of a version: the last one up to it."""
    entries = CalendarYear.objects.filter(version__lte=version).values("year", "area")
    return [entry["last"] for entry in entries.annotate(last=Max("version")).order_by()]


def _confirmed_years(entries: list[int]) -> frozenset[int]:
    confirmed = CalendarYear.objects.filter(version__in=entries, area="", is_confirmed=True)
    return frozenset(confirmed.values_list("year", flat=True))


def _frozen(days: Mapping[str, Mapping[date, bool]]) -> Mapping[str, Mapping[date, bool]]:
    return MappingProxyType({area: MappingProxyType(of_area) for area, of_area in days.items()})
