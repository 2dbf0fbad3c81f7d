"""The day of a demo, played once in a home while the pages are up already: whoever looks sees it happen."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from huiyin.config import preparing
from huiyin.config.announcing import welcome
from huiyin.config.environment import read_environment
from huiyin.config.site import say

HELP = (
    "把一天的群聊播放一次(每个数据文件夹只播一次)。demo 会自动运行。 / Play a day of talk once in this data "
    "folder. Run by demo."
)


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "day", type=Path, metavar="FILE.jsonl", help="要播放的一天 / the day to play"
    )


def run(options: Namespace) -> int:
    if not preparing.is_played(options.day):
        say(welcome(read_environment(os.environ), is_rehearsing=True))
        preparing.play_once(options.day, say=say)
    return 0
