"""The demo pack's policy and calendar without a database, and short ways to write moments."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from huiyin.escalation.rules import (
    Hours,
    Policy,
    PolicyFacts,
    WorkCalendar,
    YearFacts,
    read_class,
    read_hours,
    read_limits,
    read_settings,
    read_skips,
    read_year,
)
from huiyin.lib.times import ZONE

PACK = Path(__file__).parents[3] / "packs" / "demo"
HOURS = Hours()


def at(text: str) -> datetime:
    """A local moment, such as 2026-09-18 10:23."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@cache
def demo_years() -> tuple[YearFacts, ...]:
    return tuple(read_year(year) for year in _read("calendar.yaml")["years"])


@cache
def demo_calendar() -> WorkCalendar:
    return WorkCalendar(
        days={day.date: day.is_working for year in demo_years() for day in year.days},
        confirmed_years=frozenset(year.year for year in demo_years()),
        version=1,
    )


@cache
def demo_facts() -> PolicyFacts:
    ladder = _read("ladder.yaml")
    classes = _read("categories.yaml")["categories"]
    return PolicyFacts(
        categories=tuple(facts for text in classes for facts in read_class(text)),
        limits=tuple(rule for row in ladder["limits"] for rule in read_limits(row)),
        skips=tuple(rule for row in ladder["skips"] for rule in read_skips(row)),
        hours=ladder["hours"],
        settings=ladder["settings"],
    )


@cache
def demo_policy() -> Policy:
    facts = demo_facts()
    return Policy(
        version=1,
        categories={category.code: category for category in facts.categories},
        limits=facts.limits,
        skips=facts.skips,
        calendar=demo_calendar(),
        hours=read_hours(facts.hours),
        settings=read_settings(facts.settings),
    )


def _read(file: str) -> dict[str, Any]:
    text: dict[str, Any] = yaml.safe_load((PACK / file).read_text("utf-8"))
    return text
