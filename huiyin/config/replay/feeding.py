"""Keeping a demo alive: the lines of a day again and again at the present time, a few seconds apart."""

import time
from collections.abc import Callable
from datetime import datetime

import structlog

from huiyin.config.replay.acts import Performer
from huiyin.config.replay.playing import perform
from huiyin.config.replay.stage import set_stage
from huiyin.config.replay.transcript import Do, Say, Transcript, Wait
from huiyin.lib.refusal import Refused
from huiyin.lib.times import ZONE

log = structlog.get_logger()


def _present() -> datetime:
    return datetime.now(ZONE)


def feed(
    transcript: Transcript,
    *,
    every_s: float,
    rounds: int | None = None,
    present: Callable[[], datetime] = _present,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Say and do each line now, one every `every_s` seconds, for so many rounds or without end.

    Each round has keys of its own, so everything happens anew. Jobs and the clock are left to the worker and the clock
    of the demo. A line that the service refuses is passed over, with those that build on it: a visitor of the demo may
    have done it first. Raises FaultyTranscript if a name is unknown.
    """
    done = 0
    while rounds is None or done < rounds:
        performer = Performer(
            set_stage(transcript, day=f"{transcript.day}:{present().isoformat()}")
        )
        for line in transcript.lines:
            if not isinstance(line, Wait):
                _perform_or_pass(performer, line, now=present())
                sleep(every_s)
        done += 1


def _perform_or_pass(performer: Performer, line: Say | Do, *, now: datetime) -> None:
    performer.stage.viewers.clear()  # a visitor may have changed who holds a post
    try:
        perform(performer, line, now=now)
    except (
        Refused,
        KeyError,
    ) as reason:  # KeyError: a name that a line passed over would have made
        log.info("replay.passed_over", line=line.number, reason=type(reason).__name__)
