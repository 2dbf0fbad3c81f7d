"""When an answer counts as told (handbook §4.5, invariant I1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.cases.rules.words import Channel, TellChannel
from huiyin.lib.refusal import Refused
from huiyin.lib.times import local
from huiyin.lib.words import gettext_noop as _

ATTEMPTS = 3
WAYS = 2
LAST_RESORTS = frozenset({TellChannel.LETTER, TellChannel.PUBLIC_POSTING})
NOON, EVENING = 12, 18


@dataclass(frozen=True)
class Attempt:
    """One telling that did not reach the person."""

    channel: TellChannel
    at: datetime


def demand_channel(
    channel: TellChannel, *, came_by: Channel, is_restricted: bool, is_known: bool
) -> None:
    """Refuse a way that would not reach the person, or would show a restricted matter to a group.

    came_by: how the matter was raised. is_known: whether the service knows who raised it.
    """
    if channel is TellChannel.GROUP_REPLY and (came_by is not Channel.GROUP or is_restricted):
        raise Refused(_("这件事不是在群里提出的，请私下或当面答复。"))
    if channel is TellChannel.PRIVATE_MESSAGE and not is_known:
        raise Refused(_("不知道诉求人是谁，无法私下答复。请在提出的地方答复或张贴。"))


def demand_proof(channel: TellChannel, proof: str) -> None:
    """What the system does not deliver itself needs a word of how it was done."""
    if channel in LAST_RESORTS and not proof.strip():
        raise Refused(_("请写明何时何地寄出或张贴。"))


def is_told(
    channel: TellChannel, *, reached: bool, attempts: Sequence[Attempt], now: datetime
) -> bool:
    """Say whether this telling settles what is owed to a person.

    Reached: yes. Not reached: only a letter or posting after three attempts by two ways at different times of day.
    attempts: those before this one. Raises Refused for a last resort that comes too early.
    """
    if reached:
        return True
    if channel not in LAST_RESORTS:
        return False
    times = {part_of_day(attempt.at) for attempt in attempts}
    ways = {attempt.channel for attempt in attempts}
    if len(attempts) < ATTEMPTS or len(ways) < WAYS or len(times) < WAYS:
        raise Refused(_("联系不上时，请先用两种方式、在一天的不同时段试过三次，再寄信或张贴。"))
    return True


def part_of_day(moment: datetime) -> str:
    hour = local(moment).hour
    if hour < NOON:
        return "morning"
    return "afternoon" if hour < EVENING else "evening"
