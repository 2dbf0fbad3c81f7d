"""Whether a group is alive. Counts of the group, never of who said what in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True)
class Thresholds:
    """Data of a place, versioned. Source of the defaults: domain handbook 8.6 (`dead_groups`), H (answer in 1 h)."""

    recall: timedelta = timedelta(minutes=2)
    edit: timedelta = timedelta(minutes=10)
    unanswered: timedelta = timedelta(hours=1)
    silent: timedelta = timedelta(days=30)
    officer_silent: timedelta = timedelta(days=14)
    version: str = ""

    @classmethod
    def of_numbers(
        cls,
        *,
        version: str,
        recall_minutes: int,
        edit_minutes: int,
        unanswered_minutes: int,
        silent_days: int,
        officer_silent_days: int,
    ) -> "Thresholds":
        """The limits as a place writes them down."""
        return cls(
            recall=timedelta(minutes=recall_minutes),
            edit=timedelta(minutes=edit_minutes),
            unanswered=timedelta(minutes=unanswered_minutes),
            silent=timedelta(days=silent_days),
            officer_silent=timedelta(days=officer_silent_days),
            version=version,
        )

    def numbers(self) -> dict[str, int]:
        """The same in whole minutes and days, as they are stored."""
        minute = timedelta(minutes=1)
        return {
            "recall_minutes": self.recall // minute,
            "edit_minutes": self.edit // minute,
            "unanswered_minutes": self.unanswered // minute,
            "silent_days": self.silent.days,
            "officer_silent_days": self.officer_silent.days,
        }


class Alarm(StrEnum):
    """What is wrong with a group, for its accountable office to see to."""

    SILENT = "silent"  # no household has spoken
    OFFICER_SILENT = "officer_silent"
    UNANSWERED = "unanswered"  # words wait beyond the limit


@dataclass(frozen=True)
class GroupCounts:
    """The figures of one group at a moment.

    spoke_at, officer_spoke_at: last word of a household, of an office; None when there is none.
    unanswered_beyond: messages older than the limit that nobody answered.
    """

    messages: int
    member_households: int
    speaking_households: int
    unanswered: int
    unanswered_beyond: int
    oldest_unanswered_at: datetime | None
    spoke_at: datetime | None
    officer_spoke_at: datetime | None
    opened_at: datetime


def alarms(counts: GroupCounts, *, limits: Thresholds, now: datetime) -> list[Alarm]:
    """Name what is wrong. A young group is measured from its opening."""
    found = []
    if now - (counts.spoke_at or counts.opened_at) > limits.silent:
        found.append(Alarm.SILENT)
    if now - (counts.officer_spoke_at or counts.opened_at) > limits.officer_silent:
        found.append(Alarm.OFFICER_SILENT)
    if counts.unanswered_beyond:
        found.append(Alarm.UNANSWERED)
    return found


def is_dead(found: list[Alarm]) -> bool:
    """死群: no household, or no office, has said a word for the time set."""
    return Alarm.SILENT in found or Alarm.OFFICER_SILENT in found
