from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils import timezone

from huiyin.config.site import say
from huiyin.ground.packs.actions import PackReport, load_pack

HELP = (
    "检查或导入一个配置包(区划、岗位、类别、时限、日历、文字)。有一处错误就什么也不导入。 / Check or load "
    "a pack; one fault and nothing is imported."
)


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("act", choices=["check", "load"], help="check 只检查,load 导入")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="配置包文件夹 / its folder")
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="与 load 同用:做完再全部撤回 / do it and take it back",
    )


def run(options: Namespace) -> int:
    is_trial = options.act == "check" or options.dry_run
    report = load_pack(options.folder, dry_run=is_trial, now=timezone.now())
    say(_as_text(report, is_trial=is_trial))
    return 0 if report.is_good else 1


def _as_text(report: PackReport, *, is_trial: bool) -> str:
    if not report.is_good:
        count = len(report.errors)
        return "\n".join([*map(str, report.errors), f"{count} 处错误,未导入 / {count} faults"])
    if report.is_unchanged:
        return "内容没有变化,已经导入过 / unchanged since it was loaded"
    lines = [f"{name}: {section}" for name, section in report.sections.items()]
    doubts = [f"? {doubt}" for section in report.sections.values() for doubt in section.doubtful]
    return "\n".join(
        [
            *doubts,
            *lines,
            "检查通过,未写入 / good, nothing written" if is_trial else "已导入 / loaded",
        ]
    )
