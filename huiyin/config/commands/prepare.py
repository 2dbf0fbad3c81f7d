"""What a site needs before its processes start. Every part may be repeated and interrupted."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from huiyin.config import preparing
from huiyin.config.site import say

HELP = (
    "启动前的准备:数据库结构、页面文件、配置包、演示的一天。demo 和 serve 会自动运行。 / What happens "
    "before a start: database, static files, pack, the day of a demo. Run by demo and serve."
)


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("--pack", type=Path, help="要导入的配置包 / the pack to load")
    parser.add_argument("--day", type=Path, help="要播放一次的一天 / the day to play once")


def run(options: Namespace) -> int:
    preparing.migrate()
    preparing.collect_static_files()
    if options.pack is not None and not preparing.load_pack(options.pack, say=say):
        return 1
    if options.day is not None:
        preparing.play_once(options.day, say=say)
    return 0
