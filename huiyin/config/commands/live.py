import os
from argparse import ArgumentParser, Namespace

from huiyin.config.environment import read_environment
from huiyin.config.live import serve

HELP = "只运行实时推送,直到被停止。 / Run the streams until stopped."


def configure(parser: ArgumentParser) -> None:
    """It takes no arguments."""


def run(options: Namespace) -> int:
    serve(read_environment(os.environ))
    return 0
