from argparse import ArgumentParser, Namespace

from huiyin.config.running import run_site

HELP = (
    "在这台机器上运行整个站点:数据库(未设置 DATABASE_URL 时)、页面、实时推送、任务和时钟。分多台机器时,"
    "改用 huiyin web、live、worker、clock 各自运行。 / Run the whole site on this machine."
)


def configure(parser: ArgumentParser) -> None:
    """It takes no arguments."""


def run(options: Namespace) -> int:
    return run_site()
