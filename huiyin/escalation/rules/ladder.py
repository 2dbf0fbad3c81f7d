"""The ladder: its rungs, the steps of a case on a rung, how urgent it is, and what a limit is."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import Literal, get_args

from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import Role

Unit = Literal["minutes", "working_days", "working_minutes", "duty_minutes"]
UNITS: tuple[Unit, ...] = get_args(Unit)


class Rung(IntEnum):
    """One step of the ladder 层级. Source: 004_d2c1dbc7b880fa39.txt (1 to 4), 000_d5e981fdd323dc00.txt (5)."""

    OFFICER = 1
    AREA_CADRE = 2
    SECRETARY = 3
    STREET_GRID_CENTRE = 4
    COUNTY_COMMAND = 5

    @property
    def role(self) -> Role:
        """The role whose post holds a case on this rung."""
        return Role(self.name.lower())

    @property
    def label(self) -> str:
        return _RUNG_LABELS[self]

    @property
    def above(self) -> "Rung | None":
        """The next rung by number, None at the top. Skip rules are not asked: see `Policy.next_rung`."""
        return Rung(self + 1) if self < Rung.COUNTY_COMMAND else None


class Step(StrEnum):
    """What the holder has to do now; each step has a limit of its own."""

    ACCEPT = "accept"
    HANDLE = "handle"
    CHECK = "check"
    TELL = "tell"

    @property
    def label(self) -> str:
        return _STEP_LABELS[self]


class Urgency(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    @property
    def label(self) -> str:
        return _URGENCY_LABELS[self]


_RUNG_LABELS = {
    Rung.OFFICER: _("网格员"),
    Rung.AREA_CADRE: _("分管片区干部"),
    Rung.SECRETARY: _("社区书记"),
    Rung.STREET_GRID_CENTRE: _("街道网格中心"),
    Rung.COUNTY_COMMAND: _("县级指挥部"),
}
_STEP_LABELS = {
    Step.ACCEPT: _("受理"),
    Step.HANDLE: _("办理"),
    Step.CHECK: _("核查"),
    Step.TELL: _("告知"),
}
_URGENCY_LABELS = {
    Urgency.NORMAL: _("一般"),
    Urgency.URGENT: _("加急"),
    Urgency.EMERGENCY: _("紧急"),
}


@dataclass(frozen=True)
class Limit:
    """How long a step may take, in a time of its own.

    amount: 1 or more. unit: `minutes` run day and night; `working_days` begin the day after arrival;
    `working_minutes` run in business hours of working days; `duty_minutes` run in the officer's duty hours.
    Raises ValueError if the amount is below 1 or the unit is unknown.
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError(f"a limit must be 1 or more, got {self.amount}")
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit of a limit: {self.unit}")

    @property
    def words(self) -> str:
        """The limit as people say it: 2 个工作日, 24 小时, 30 分钟(值班时间)."""
        if self.unit == "working_days":
            return f"{self.amount} 个工作日"
        hours, minutes = divmod(self.amount, 60)
        length = f"{self.amount} 分钟" if minutes or not hours else f"{hours} 小时"
        return length + _UNIT_WORDS[self.unit]

    @property
    def minutes(self) -> timedelta:
        """The length of a limit that is counted in minutes. Raises ValueError for working days."""
        if self.unit == "working_days":
            raise ValueError("working days have no fixed length in minutes")
        return timedelta(minutes=self.amount)


_UNIT_WORDS: dict[Unit, str] = {
    "minutes": "",
    "working_minutes": "（工作时间）",
    "duty_minutes": "（值班时间）",
}
