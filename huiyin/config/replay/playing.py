"""Playing a day: each line at its own time, the clock and the jobs between the lines, a repeat adding nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.cases.actions import clock
from huiyin.cases.queries.alarms import next_alarm_at
from huiyin.config.replay.acts import MAKES_CASE, MAKES_GROUP, Performer
from huiyin.config.replay.stage import Stage, set_stage
from huiyin.config.replay.transcript import Do, FaultyTranscript, Line, Say, Transcript, Wait
from huiyin.ground import jobs
from huiyin.ground.commands import actions as commands
from huiyin.groups import queries as groups
from huiyin.lib.refusal import Refused


@dataclass(frozen=True)
class Played:
    """What became of a transcript: where its names stand in the database, and how many lines were new."""

    transcript: Transcript
    stage: Stage
    new_lines: int


def play(transcript: Transcript) -> Played:
    """Play a whole day, as far as it was not played before.

    Raises FaultyTranscript when a name is unknown (nothing is played then), or when the service refuses a line: the
    lines before it stand, and a repeat goes on from there.
    """
    stage = set_stage(transcript)
    performer = Performer(stage)
    new_lines = 0
    last = transcript.lines[0].at if transcript.lines else None
    for line in transcript.lines:
        run_clock(since=last or line.at, until=line.at)
        new_lines += _play_line(performer, line, transcript)
        jobs.run_pending()
        last = line.at
    return Played(transcript, stage, new_lines)


def _play_line(performer: Performer, line: Line, transcript: Transcript) -> int:
    if isinstance(line, Wait):
        return 0
    try:
        return int(perform(performer, line, now=line.at))
    except Refused as refused:
        fault = f"{transcript.path}:{line.number}: {line.who} 的这一步没有做成：{refused.sentence}"
        raise FaultyTranscript([fault]) from refused


@transaction.atomic(durable=True)
def perform(performer: Performer, line: Say | Do, *, now: datetime) -> bool:
    """Do one line once: False when it was done before. What it made is known by its name afterwards."""
    stage = performer.stage
    key, person_id = stage.key(line.id, "line"), stage.persons[line.who]
    result = commands.repeat_of(key, verb="replay", person_id=person_id)
    is_new = result is None
    if result is None:
        result = (
            performer.say(line, now=now) if isinstance(line, Say) else performer.do(line, now=now)
        )
        commands.done(key, result)
    _remember(stage, line, result, now)
    return is_new


def _remember(stage: Stage, line: Say | Do, result: int, now: datetime) -> None:
    if isinstance(line, Say):
        stage.messages[line.id] = result
    elif line.verb in MAKES_CASE:
        stage.cases[line.arguments["as"]] = result
    elif line.verb in MAKES_GROUP:
        stage.groups[line.arguments["as"]] = result
        _follow_aside(stage, line, result, now)


def _follow_aside(stage: Stage, line: Do, talk_id: int, now: datetime) -> None:
    """Words that were moved aside are known in the talk from now on."""
    names = line.arguments.get("messages", ())
    if not names:
        return
    viewer = stage.viewer(line.who, now)
    talk = groups.messages(viewer, talk_id, limit=200)
    copies = {words.text: words.id for words in talk.lines if "moved_from" in words.data}
    for name in names:
        stage.messages[name] = copies[stage.texts[name]]


def run_clock(*, since: datetime, until: datetime) -> None:
    """Let the clock act at every moment it has something to do, as it would have done on that day.

    since: moments before it are served at it.
    """
    while (alarm := next_alarm_at()) and alarm <= until:
        if not clock.run_due(now=max(alarm, since)):
            return
        jobs.run_pending()
