"""What is still owed at the door, and how long a session stands."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from huiyin.lib.words import gettext_noop as _
from huiyin.sign_in.rules.limits import Limits
from huiyin.sign_in.rules.words import Ending, Way

# a moment's use is written down at most this often: 1 of 30 parts of the time a session may rest, and not
# more than once a minute, so that a page costs no write
PARTS_OF_REST = 30
LEAST_PAUSE_S = 60


# a passkey is both steps by itself; who joins has nothing yet, and who plays in a demo nothing at all
ASK_FOR_A_SECOND = frozenset({Way.PASSWORD, Way.PHONE_CODE})


class Step(StrEnum):
    """What somebody has to do before they are let in."""

    SECOND = "second"
    PASSWORD = "password"  # noqa: S105 - the name of a step
    ENROL = "enrol"


def next_step(
    *,
    way: Way,
    has_factor: bool,
    is_second_given: bool,
    is_second_owed: bool,
    is_password_due: bool,
) -> Step | None:
    """The next thing owed at the door, None when nothing is.

    Who has a second factor gives it, whatever their post; who has to have one and has none makes one. A new password is
    chosen only by whoever has shown both.
    """
    if way not in ASK_FOR_A_SECOND:
        return None
    if has_factor and not is_second_given:
        return Step.SECOND
    if way is not Way.PASSWORD:
        return None
    if is_password_due:
        return Step.PASSWORD
    return Step.ENROL if is_second_owed and not has_factor else None


@dataclass(frozen=True)
class Entry:
    """A session that stands, as it is kept in the session itself. Moments are seconds since 1970.

    seen: last use that was written down. until: when it is over whatever happens. rest: how long it may be left alone.
    second: when a second factor was given last, 0 for never. sure: when whoever uses it last showed who they are.
    """

    way: str
    seen: int
    until: int
    rest: int
    second: int = 0
    sure: int = 0

    @classmethod
    def begun(
        cls, *, way: Way, is_staff: bool, has_second: bool, limits: Limits, now: datetime
    ) -> "Entry":
        start = int(now.timestamp())
        return cls(
            way=way.value,
            seen=start,
            until=start + int(limits.most(is_staff=is_staff).total_seconds()),
            rest=int(limits.idle(is_staff=is_staff).total_seconds()),
            second=start if has_second else 0,
            sure=start,
        )

    @classmethod
    def read(cls, kept: Mapping[str, Any] | None) -> "Entry | None":
        """What stood in a session; None for what is not ours."""
        try:
            return cls(**kept) if kept else None
        except TypeError:
            return None

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    def ending(self, now: datetime) -> Ending | None:
        """Why it is over, None while it stands."""
        at = now.timestamp()
        if at >= self.until:
            return Ending.TOO_LONG
        return Ending.IDLE if at >= self.seen + self.rest else None

    def is_to_be_written(self, now: datetime) -> bool:
        pause = max(LEAST_PAUSE_S, self.rest // PARTS_OF_REST)
        return now.timestamp() >= self.seen + pause

    def is_confirmed(self, *, within: timedelta, now: datetime) -> bool:
        """Whether a second factor was given, and not longer ago than that."""
        return bool(self.second) and now.timestamp() < self.second + within.total_seconds()

    def is_sure(self, *, within: timedelta, now: datetime) -> bool:
        """Whether somebody showed who they are, in whatever way they have, not longer ago than that."""
        return now.timestamp() < self.sure + within.total_seconds()


def refusal_of(password: str, *, names: Collection[str], is_common: bool, is_former: bool) -> str:
    """Why a password that has the length and the classes will not do; empty when it will.

    names: of the person and the account: whoever guesses begins with them.
    """
    lowered = password.lower()
    if is_common:
        return _("这个密码太常见，别人很容易猜到，请换一个。")
    if any(len(name) > 2 and name.lower() in lowered for name in names):
        return _("密码里不要出现用户名或姓名，请换一个。")
    return _("这个密码以前用过，请换一个没有用过的。") if is_former else ""
