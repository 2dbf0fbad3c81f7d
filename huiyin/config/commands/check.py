import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.core.management import CommandError, call_command
from django.utils import timezone

from huiyin.config.environment import read_environment
from huiyin.config.health import Health, check
from huiyin.config.site import say
from huiyin.ground.ledger.queries import broken_seals, may_be_changed
from huiyin.ground.packs.actions import load_pack

HELP = (
    "检查站点:配置、数据库、数据库结构、台账封存、各进程,以及给出的配置包。有问题时以 1 退出。 / Check the "
    "site; exit code 1 if something is wrong."
)


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--pack",
        type=Path,
        action="append",
        default=[],
        help="一并检查的配置包 / a pack to check too",
    )
    parser.add_argument(
        "--stopped",
        action="store_true",
        help="站点没有运行,不检查各进程 / the site does not run: leave the processes out",
    )


def run(options: Namespace) -> int:
    environment = read_environment(os.environ)
    say(f"配置 / environment: ok ({environment.home})")
    health = check(now=timezone.now())
    faults = [*_of_settings(), *_of_health(health, is_running=not options.stopped)]
    if not faults:
        faults += [*_of_ledger(), *_of_packs(options.pack)]
    for warning in health.warnings:
        say(f"! {warning}")
    for fault in faults:
        say(f"✗ {fault}")
    say("一切正常 / all is well" if not faults else f"{len(faults)} 个问题 / {len(faults)} faults")
    return 1 if faults else 0


def _of_settings() -> list[str]:
    try:
        call_command("check", fail_level="WARNING", verbosity=0)
    except CommandError as error:
        return [str(error)]
    return []


def _of_health(health: Health, *, is_running: bool) -> list[str]:
    if is_running or health.database != "ok" or health.unapplied_migrations:
        return health.faults
    return []


def _of_ledger() -> list[str]:
    faults = [
        f"台账封存与内容不符 / the ledger was changed after its seal: {seal}"
        for seal in broken_seals()
    ]
    if may_be_changed():
        faults.append(
            "数据库账号可以修改台账,请改用普通账号并收回权限 / the site's role may change the ledger: use "
            "an ordinary role, REVOKE UPDATE, DELETE ON ledger_entry (docs/operate/postgresql.md)"
        )
    return faults


def _of_packs(folders: list[Path]) -> list[str]:
    now = timezone.now()
    return [str(e) for folder in folders for e in load_pack(folder, dry_run=True, now=now).errors]
