"""What a site needs before its processes start. Every part may be repeated and interrupted."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from huiyin.config import preparing
from huiyin.config.site import say

HELP = (
    "启动前的准备:数据库结构、页面文件、配置包。demo 和 serve 会自动运行。 / What happens before a "
    "start: database, static files, pack. Run by demo and serve."
)


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("--pack", type=Path, help="要导入的配置包 / the pack to load")


def run(options: Namespace) -> int:
    preparing.migrate()
    preparing.collect_static_files()
    if options.pack is not None and not preparing.load_pack(options.pack, say=say):
        return 1
    return 0
