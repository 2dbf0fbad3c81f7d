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

__all__ = [
    "ANY",
    "UNITS",
    "CategoryFacts",
    "Due",
    "Hours",
    "Interval",
    "Limit",
    "LimitRule",
    "Policy",
    "QuietHours",
    "Rung",
    "Settings",
    "Skip",
    "SkipRule",
    "Step",
    "Unit",
    "Urgency",
    "WorkCalendar",
    "counted",
    "due",
    "due_after_pause",
    "missing_limits",
    "own_length",
    "recount",
    "remaining",
    "statutory_days",
]
