import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from huiyin.config.environment import read_environment
from huiyin.config.site import say
from huiyin.ground.postgres import PostgresError, archive

HELP = (
    "把数据库和文件备份到一个文件,站点可以继续运行。请另外保管 HUIYIN_SECRET_KEY:没有它,电话等加密内容无法"
    "读出。 / Write database and files into one file while the site runs. Keep HUIYIN_SECRET_KEY elsewhere."
)


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE.tar", help="要写的文件 / the file to write"
    )


def run(options: Namespace) -> int:
    environment = read_environment(os.environ)
    target = options.file.absolute()
    if not target.parent.is_dir():
        raise PostgresError(f"没有文件夹 {target.parent}。 / There is no folder {target.parent}.")
    archive.write(target, url=environment.database_url, files=environment.home / "files")
    say(
        f"已备份到 {target} / backup written. 请同时保管 HUIYIN_SECRET_KEY / keep the secret key too"
    )
    return 0
