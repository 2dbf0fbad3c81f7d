"""The one figure. Source: domain handbook, 8.6, household_coverage: occupied households with a present member ÷ occupied
households; the second figure over all.
"""

from dataclasses import dataclass, fields
from functools import cached_property

VERSION = 1


@dataclass(frozen=True)
class Figure:
    """Households by state, of one place. What is not a state stands beside: reached: somebody, living there or only
    registered, is in a group. away: somebody is registered here and lives elsewhere (人户分离). newcomers: nobody has lived
    there for longer than a month.
    """

    covered: int = 0
    invited: int = 0
    refused: int = 0
    empty: int = 0
    unknown: int = 0
    reached: int = 0
    away: int = 0
    newcomers: int = 0

    def __add__(self, other: "Figure") -> "Figure":
        names = (each.name for each in fields(self))
        return Figure(*(getattr(self, name) + getattr(other, name) for name in names))

    @cached_property
    def occupied(self) -> int:
        return self.covered + self.invited + self.refused + self.unknown

    @cached_property
    def every(self) -> int:
        return self.occupied + self.empty

    @cached_property
    def gap(self) -> int:
        """Households where somebody should still go."""
        return self.invited + self.unknown

    @cached_property
    def percent(self) -> str:
        """The ratio as every screen shows it; a dash where nobody lives."""
        return _percent(self.covered, self.occupied)

    @cached_property
    def percent_of_all(self) -> str:
        """The second figure: over all households, the empty ones and those who only are registered included."""
        return _percent(self.reached, self.every)

    @cached_property
    def share(self) -> int:
        """The ratio in whole percent, for a bar."""
        return self.covered * 100 // self.occupied if self.occupied else 0


NO_HOMES = Figure()


def _percent(part: int, whole: int) -> str:
    """Cut, not rounded: 100 % is said when nobody is missing."""
    if not whole:
        return "—"
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}%"
