from argparse import ArgumentParser, Namespace

from huiyin.config import processes

HELP = (
    "只运行后台任务,直到被停止。可以同时运行多个。 / Run the jobs until stopped; several may run."
)


def configure(parser: ArgumentParser) -> None:
    """It takes no arguments."""


def run(options: Namespace) -> int:
    processes.run_worker()
    return 0
