from argparse import ArgumentParser, Namespace

from huiyin.config import preparing
from huiyin.config.site import say

HELP = "更新数据库结构;没有要更新的就什么也不做。 / Bring the database up to date."


def configure(parser: ArgumentParser) -> None:
    """It takes no arguments."""


def run(options: Namespace) -> int:
    count = preparing.migrate()
    say(f"已应用 {count} 项更新 / {count} migrations applied")
    return 0
