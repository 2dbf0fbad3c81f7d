"""The steps of a case on the ladder, each with its limit and whether it was kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext

from huiyin.cases.rules.words import PAUSED_STATES
from huiyin.escalation.rules import Rung
from huiyin.escalation.rules import Step as StepName
from huiyin.lib.times import span_words

if TYPE_CHECKING:
    from huiyin.cases.models import Case, CaseStep


@dataclass(frozen=True)
class Stretch:
    """One step of the ladder with its limit. kept: whether it ended, or still stands, within it."""

    rung: str
    step: str
    holder: str
    started_at: datetime
    due_at: datetime | None
    first_due_at: datetime | None
    ended_at: datetime | None
    kept: Literal["kept", "late", "running", "paused", ""]
    late_by: str = ""

    @property
    def is_extended(self) -> bool:
        return self.first_due_at is not None and self.first_due_at != self.due_at


def stretch(step: "CaseStep", case: "Case", now: datetime) -> Stretch:
    return Stretch(
        rung=gettext(Rung(step.rung).label),
        step=gettext(StepName(step.step).label),
        holder=step.holder.title,
        started_at=step.started_at,
        due_at=step.due_at,
        first_due_at=step.first_due_at,
        ended_at=step.ended_at,
        kept=_kept(step, case, now),
        late_by=_late_by(step, now),
    )


def _kept(
    step: "CaseStep", case: "Case", now: datetime
) -> Literal["kept", "late", "running", "paused", ""]:
    if step.due_at is None:
        return ""
    if step.ended_at is not None:
        return "kept" if step.ended_at <= step.due_at else "late"
    if case.state in PAUSED_STATES:
        return "paused"
    return "running" if now <= step.due_at else "late"


def _late_by(step: "CaseStep", now: datetime) -> str:
    until = step.ended_at or now
    if step.due_at is None or until <= step.due_at:
        return ""
    return span_words(until - step.due_at, gettext)
