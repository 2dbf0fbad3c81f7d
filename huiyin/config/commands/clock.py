from argparse import ArgumentParser, Namespace

from huiyin.config import processes

HELP = (
    "只运行时钟(提醒、超时升级),直到被停止。可以同时运行多个,同一件事只做一次。 / Run the clock until "
    "stopped; several may run, each matter is served once."
)


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--once",
        action="store_true",
        help="处理完已到时间的事项后退出 / serve what is due, then end",
    )


def run(options: Namespace) -> int:
    processes.run_clock(is_once=options.once)
    return 0
