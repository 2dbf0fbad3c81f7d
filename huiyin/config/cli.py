"""The command `huiyin`."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Protocol, cast

from huiyin.config.environment import stop
from huiyin.config.site import opened_site, set_up_django
from huiyin.config.wrong_setting import WrongSetting
from huiyin.ground.postgres import PostgresError


@dataclass(frozen=True)
class Entry:
    """A subcommand. module: imported when it is used, and if `needs_site` after the site is open."""

    module: str
    summary: str
    needs_site: bool = True


_HERE = "huiyin.config.commands"
COMMANDS = {
    "demo": Entry(f"{_HERE}.demo", "演示:一条命令启动全部 / try Huiyin", needs_site=False),
    "serve": Entry(f"{_HERE}.serve", "运行站点的全部进程 / run a whole site", needs_site=False),
    "web": Entry(f"{_HERE}.web", "只运行页面 / run the pages only"),
    "live": Entry(f"{_HERE}.live", "只运行实时推送 / run the streams only"),
    "worker": Entry(f"{_HERE}.worker", "只运行后台任务 / run the jobs only"),
    "clock": Entry(f"{_HERE}.clock", "只运行时钟:提醒与升级 / run the clock only"),
    "replay": Entry(
        "huiyin.config.replay.command", "播放一天的记录 / play the transcript of a day"
    ),
    "check": Entry(f"{_HERE}.check", "检查站点是否正常 / check that a site is in order"),
    "pack": Entry(f"{_HERE}.pack", "检查或导入配置包 / check or load a pack"),
    "migrate": Entry(f"{_HERE}.migrate", "更新数据库结构 / bring the database up to date"),
    "user": Entry(f"{_HERE}.user", "为人员建立登录账号 / give a person an account"),
    "key": Entry(f"{_HERE}.key", "接口密钥 / keys of programs for the API"),
    "audit": Entry(f"{_HERE}.audit", "核对操作记录 / check the record of what was done"),
    "keys": Entry(f"{_HERE}.keys", "换加密密钥 / change the keys of what is encrypted"),
    "backup": Entry(f"{_HERE}.backup", "备份到一个文件 / write a backup"),
    "restore": Entry(f"{_HERE}.restore", "从备份恢复 / read a backup back"),
    "prepare": Entry(f"{_HERE}.prepare", "启动前的准备 / what happens before a start"),
    "rehearse": Entry(f"{_HERE}.rehearse", "播放演示的一天 / play the day of a demo once"),
}


class Command(Protocol):
    """What a module of a subcommand offers. `run` returns the exit code."""

    HELP: str

    def configure(self, parser: argparse.ArgumentParser, /) -> None: ...
    def run(self, options: argparse.Namespace, /) -> int: ...


def main(words: Sequence[str] | None = None) -> int:
    """Run one subcommand. Returns its exit code; a wrong setting is a sentence and code 2."""
    os.umask(0o077)  # what a site writes is for its own account: pictures, logs, backups
    words = list(sys.argv[1:] if words is None else words)
    if not words or words[0] not in COMMANDS:
        overview().parse_args(words or ["--help"])
    name, arguments = words[0], words[1:]
    is_help = bool({"-h", "--help"}.intersection(arguments))
    try:
        with opened_site() if COMMANDS[name].needs_site and not is_help else nullcontext():
            return _run(name, arguments, is_help=is_help)
    except (WrongSetting, PostgresError) as reason:
        stop(reason)


def overview() -> argparse.ArgumentParser:
    """The parser that knows the names of the subcommands and nothing of what they take."""
    parser = argparse.ArgumentParser(
        prog="huiyin",
        description="回音:事事有着落,件件有回音。 / Huiyin: every matter gets an answer.",
        epilog="每个命令都有说明:huiyin demo --help / each has a help of its own",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, entry in COMMANDS.items():
        commands.add_parser(name, help=entry.summary)
    return parser


def _run(name: str, arguments: list[str], *, is_help: bool) -> int:
    entry = COMMANDS[name]
    if is_help and entry.needs_site:
        # a help is read before anything is configured; nothing connects to these
        os.environ.setdefault("HUIYIN_SECRET_KEY", "only for reading the help of a command")
        os.environ.setdefault("DATABASE_URL", "postgresql:///help")
        set_up_django()
    command = cast("Command", importlib.import_module(entry.module))
    parser = argparse.ArgumentParser(prog=f"huiyin {name}", description=command.HELP)
    command.configure(parser)
    return command.run(parser.parse_args(arguments))


if __name__ == "__main__":
    raise SystemExit(main())
