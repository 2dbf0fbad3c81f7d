"""The case and what hangs on it. Current state stands on the case's own row; the rows around it say how it came."""

from huiyin.cases.models.answers import Answer, Check, Party, Told
from huiyin.cases.models.around import CaseFile, Example, Notice
from huiyin.cases.models.case import Case, NumberSeries
from huiyin.cases.models.steps import Application, CaseStep

__all__ = [
    "Answer",
    "Application",
    "Case",
    "CaseFile",
    "CaseStep",
    "Check",
    "Example",
    "Notice",
    "NumberSeries",
    "Party",
    "Told",
]
