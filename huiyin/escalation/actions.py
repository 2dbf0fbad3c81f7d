"""The only writer of policies, calendars and answer templates. Of the first two nothing is edited: what changes
becomes a new version."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from django.db import connection, transaction
from django.utils.translation import gettext as _

from huiyin.escalation.models import (
    AnswerTemplate,
    CalendarDay,
    CalendarYear,
    Category,
    PolicyVersion,
    StepLimit,
)
from huiyin.escalation.models import SkipRule as SkipRow
from huiyin.escalation.rules import LimitRule, PolicyFacts, SkipRule, YearFacts
from huiyin.ground.ledger.actions import CLOCK, By, record
from huiyin.ground.packs.actions import Written, write_rows
from huiyin.lib.refusal import Refused

Change = Literal["new", "changed", "same"]

# Readers go on; another import waits for the end of this one.
LOCK_POLICY = "LOCK TABLE escalation_policyversion IN EXCLUSIVE MODE"
LOCK_CALENDAR = "LOCK TABLE escalation_calendaryear IN EXCLUSIVE MODE"


@transaction.atomic
def import_policy(*, policy: PolicyFacts, source: str, now: datetime, by: By = CLOCK) -> Change:
    """Make a new policy version of categories and ladder, unless they are what the present version says.

    Cases keep the version they have frozen; cases opened from now on take the new one.
    source: where it came from, for the record. now: aware. Records `policy.imported`.
    """
    _one_after_another(LOCK_POLICY)
    last = PolicyVersion.objects.order_by("-version").first()
    digest = _digest(asdict(policy))
    if last and last.digest == digest:
        return "same"
    version = PolicyVersion.objects.create(
        digest=digest,
        hours=dict(policy.hours),
        settings=dict(policy.settings),
        source=source,
        at=now,
    )
    Category.objects.bulk_create(
        Category(policy=version, **asdict(facts)) for facts in policy.categories
    )
    StepLimit.objects.bulk_create(_limit_row(version, rule) for rule in policy.limits)
    SkipRow.objects.bulk_create(_skip_row(version, rule) for rule in policy.skips)
    _record_policy(version, now=now, by=by)
    return "changed" if last else "new"


@transaction.atomic
def enter_calendar_year(*, year: YearFacts, now: datetime, by: By = CLOCK) -> Change:
    """Enter the announcement of a year, whole, as a new version of the calendar; the same again changes nothing.

    Records `calendar.entered` with year, area, version and is_confirmed: whoever has given due times in that year
    counts them anew. now: aware. Raises Refused if a confirmed year would become unconfirmed.
    """
    _one_after_another(LOCK_CALENDAR)
    last = CalendarYear.objects.filter(year=year.year, area=year.area).order_by("-version").first()
    if last and _is_same(last, year):
        return "same"
    if last and last.is_confirmed and not year.is_confirmed:
        raise Refused(_("%(year)d 年的节假日安排已经确认，不能改回未确认。") % {"year": year.year})
    entry = CalendarYear.objects.create(
        year=year.year,
        area=year.area,
        is_confirmed=year.is_confirmed,
        source=year.source,
        at=now,
    )
    CalendarDay.objects.bulk_create(CalendarDay(entry=entry, **asdict(day)) for day in year.days)
    _record_calendar(entry, now=now, by=by)
    return "changed" if last else "new"


@transaction.atomic
def write_answer_templates(
    *, texts: Mapping[tuple[str, str], str]
) -> Written[tuple[str, str], AnswerTemplate]:
    """Make the answer templates what `texts` says, in its order, by category and title; others stay."""
    there = {(row.category, row.title): row for row in AnswerTemplate.objects.all()}
    wanted = {
        (category, title): {"category": category, "title": title, "text": text, "serial": serial}
        for serial, ((category, title), text) in enumerate(texts.items(), start=1)
    }
    return write_rows(AnswerTemplate.objects, wanted, existing=there)


def _one_after_another(lock: str) -> None:
    """Let one import wait for the other: versions must become visible in the order of their numbers."""
    with connection.cursor() as cursor:
        cursor.execute(lock)


def _limit_row(version: PolicyVersion, rule: LimitRule) -> StepLimit:
    return StepLimit(
        policy=version,
        step=rule.step,
        rung=rule.rung,
        category=rule.category,
        urgency=rule.urgency or "",
        amount=rule.limit.amount if rule.limit else None,
        unit=rule.limit.unit if rule.limit else "",
    )


def _skip_row(version: PolicyVersion, rule: SkipRule) -> SkipRow:
    return SkipRow(
        policy=version,
        from_rung=rule.from_rung,
        to_rung=rule.skip.to_rung,
        category=rule.category,
        urgency=rule.urgency or "",
        copy_roles=list(rule.skip.copy_roles),
    )


def _record_policy(version: PolicyVersion, *, now: datetime, by: By) -> None:
    record(
        "policy.imported",
        subject="policy",
        subject_id=version.version,
        by=by,
        at=now,
        area="",
        data={"version": version.version, "source": version.source},
    )


def _is_same(entry: CalendarYear, year: YearFacts) -> bool:
    days = [(day.date, day.is_working, day.name) for day in year.days]
    stored = list(entry.days.order_by("date").values_list("date", "is_working", "name"))
    return stored == days and entry.is_confirmed == year.is_confirmed


def _record_calendar(entry: CalendarYear, *, now: datetime, by: By) -> None:
    record(
        "calendar.entered",
        subject="calendar_year",
        subject_id=entry.version,
        by=by,
        at=now,
        area=entry.area,
        data={
            "year": entry.year,
            "area": entry.area,
            "version": entry.version,
            "is_confirmed": entry.is_confirmed,
        },
    )


def _digest(content: Any) -> str:  # whatever `asdict` gives: JSON once enums are words
    written = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return sha256(written.encode()).hexdigest()
