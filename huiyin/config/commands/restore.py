import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.db import connection

from huiyin.config import preparing
from huiyin.config.environment import read_environment
from huiyin.config.site import say
from huiyin.ground.ledger.actions import give_up_changing
from huiyin.ground.postgres import archive

HELP = (
    "用备份替换数据库的内容。请先停下站点;需要备份时所用的 HUIYIN_SECRET_KEY。 / Put a backup in place of "
    "the database. Stop the site first; the secret key of the backup is needed."
)


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.tar", help="备份文件 / the backup")
    parser.add_argument(
        "--replace",
        action="store_true",
        help="数据库里已有内容时也替换 / also when the database is not empty",
    )


def run(options: Namespace) -> int:
    if _holds_tables() and not options.replace:
        say(
            "数据库里已有内容。确定要用备份替换,请加 --replace。 / The database is not empty: add --replace."
        )
        return 1
    environment = read_environment(os.environ)
    connection.close()
    archive.read(options.file, url=environment.database_url, files=environment.home / "files")
    preparing.migrate()
    give_up_changing()
    say(f"已从 {options.file} 恢复 / restored")
    return 0


def _holds_tables() -> bool:
    return bool(connection.introspection.table_names())
