"""Escalation 逐级上交: ladders, limits and working time as pure rules. Knows no case."""

from huiyin.escalation.rules.calendar import WorkCalendar, statutory_days
from huiyin.escalation.rules.counting import (
    Due,
    counted,
    due,
    due_after_pause,
    own_length,
    recount,
    remaining,
)
from huiyin.escalation.rules.facts import DayFacts, PolicyFacts, YearFacts
from huiyin.escalation.rules.hours import Hours, Interval, QuietHours
from huiyin.escalation.rules.ladder import UNITS, Limit, Rung, Step, Unit, Urgency
from huiyin.escalation.rules.policy import (
    ANY,
    CategoryFacts,
    LimitRule,
    Policy,
    Settings,
    Skip,
    SkipRule,
    missing_limits,
)
from huiyin.escalation.rules.suggest import Suggestion, suggest
from huiyin.escalation.rules.texts import (
    CategoryText,
    YearText,
    read_class,
    read_hours,
    read_limits,
    read_settings,
    read_skips,
    read_year,
)

__all__ = [
    "ANY",
    "UNITS",
    "CategoryFacts",
    "CategoryText",
    "DayFacts",
    "Due",
    "Hours",
    "Interval",
    "Limit",
    "LimitRule",
    "Policy",
    "PolicyFacts",
    "QuietHours",
    "Rung",
    "Settings",
    "Skip",
    "SkipRule",
    "Step",
    "Suggestion",
    "Unit",
    "Urgency",
    "WorkCalendar",
    "YearFacts",
    "YearText",
    "counted",
    "due",
    "due_after_pause",
    "missing_limits",
    "own_length",
    "read_class",
    "read_hours",
    "read_limits",
    "read_settings",
    "read_skips",
    "read_year",
    "recount",
    "remaining",
    "statutory_days",
    "suggest",
]
