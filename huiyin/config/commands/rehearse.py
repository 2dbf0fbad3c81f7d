"""The days of a demo, played once in a home while the pages are up already: whoever looks sees them happen."""

import os
from argparse import ArgumentParser, Namespace
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from huiyin.config import preparing
from huiyin.config.announcing import welcome
from huiyin.config.environment import read_environment
from huiyin.config.replay.transcript import Transcript
from huiyin.config.site import say
from huiyin.escalation.queries import calendar
from huiyin.lib.times import local

HELP = (
    "把一天的群聊播放一次(每个数据文件夹只播一次)。demo 会自动运行。 / Play a day of talk once in this data "
    "folder. Run by demo."
)
# what has just happened ended so long before the site is ready
JUST_NOW = timedelta(minutes=1)


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "day", type=Path, metavar="FILE.jsonl", help="要播放的一天 / the day to play"
    )
    parser.add_argument(
        "--recent",
        action="store_true",
        help="移到今天之前的最后一个工作日 / on the last working day before today",
    )
    parser.add_argument(
        "--then",
        type=Path,
        metavar="FILE.jsonl",
        help="接着播放的刚才 / what has just happened, played after it",
    )


def run(options: Namespace) -> int:
    days = [options.day] + ([options.then] if options.then else [])
    if not all(preparing.is_played(day) for day in days):
        say(welcome(read_environment(os.environ), is_rehearsing=True))
        preparing.play_once(options.day, say=say, by=to_last_day if options.recent else None)
        if options.then:
            preparing.play_once(options.then, say=say, by=to_now)
    return 0


def to_last_day(transcript: Transcript) -> timedelta:
    """How far the day is from the last working day that is over."""
    today = local(timezone.now()).date()
    return last_working_day(today) - local(transcript.lines[0].at).date()


def last_working_day(today: date) -> date:
    """The working day before this one, by the newest calendar."""
    is_working = calendar().is_working
    day = today - timedelta(days=1)
    while not is_working(day):
        day -= timedelta(days=1)
    return day


def to_now(transcript: Transcript) -> timedelta:
    """How far the last line is from the present minute."""
    now: datetime = timezone.now().replace(second=0, microsecond=0)
    return now - JUST_NOW - transcript.lines[-1].at
