import os
from argparse import ArgumentParser, Namespace

from huiyin.config import processes
from huiyin.config.environment import read_environment

HELP = "只运行页面,直到被停止。 / Run the pages until stopped."


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--workers",
        type=int,
        default=0,
        metavar="N",
        help="进程数,默认与处理器核数相同,最多 4 / processes, one a core and four at most",
    )


def run(options: Namespace) -> int:
    processes.serve_web(read_environment(os.environ), workers=options.workers)
    return 0
