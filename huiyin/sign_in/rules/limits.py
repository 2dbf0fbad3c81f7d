"""How often, how long. Source: domain handbook, section 10; a site may set each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta


@dataclass(frozen=True)
class Limits:
    """Numbers of one site.

    failures: wrong passwords, of an account or from an address, before it is locked for lock_minutes. staff_*,
    resident_*: how long a session may rest, and how long it lasts at most. codes_per_hour: to one telephone;
    codes_per_address: asked for from one address. password_days: after which staff choose a new one, 0 for never.
    former_passwords: how many are not to come back. confirmed_minutes: how long a second factor counts as given just
    now. staff_second_factor: 1 asks it of all staff, 0 of the three administrators alone. history_days: of the list
    of sign-ins; the law asks six months.
    """

    failures: int = 5
    lock_minutes: int = 15
    staff_idle_minutes: int = 30
    staff_most_hours: int = 12
    resident_idle_days: int = 90
    resident_most_days: int = 365
    code_minutes: int = 5
    code_tries: int = 5
    code_pause_seconds: int = 60
    codes_per_hour: int = 5
    codes_per_address: int = 30
    password_days: int = 90
    former_passwords: int = 5
    confirmed_minutes: int = 15
    staff_second_factor: int = 0
    history_days: int = 200

    @classmethod
    def of(cls, changed: Mapping[str, int]) -> "Limits":
        """The usual limits with what a site changed."""
        return cls(**changed)

    @property
    def lock(self) -> timedelta:
        return timedelta(minutes=self.lock_minutes)

    @property
    def code_life(self) -> timedelta:
        return timedelta(minutes=self.code_minutes)

    @property
    def password_life(self) -> timedelta | None:
        return timedelta(days=self.password_days) if self.password_days else None

    @property
    def confirmed(self) -> timedelta:
        return timedelta(minutes=self.confirmed_minutes)

    @property
    def history(self) -> timedelta:
        return timedelta(days=self.history_days)

    def idle(self, *, is_staff: bool) -> timedelta:
        if is_staff:
            return timedelta(minutes=self.staff_idle_minutes)
        return timedelta(days=self.resident_idle_days)

    def most(self, *, is_staff: bool) -> timedelta:
        if is_staff:
            return timedelta(hours=self.staff_most_hours)
        return timedelta(days=self.resident_most_days)


# what may be 0: the others would lock everybody out
MAY_BE_ZERO = frozenset({"password_days", "former_passwords", "staff_second_factor"})
NAMES = tuple(each.name for each in fields(Limits))
