import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from huiyin.config.running import run_site
from huiyin.config.site import ensure_demo_key, make_home
from huiyin.config.wrong_setting import WrongSetting

HELP = (
    "启动一个可以试用的回音:内置数据库、一个虚构的县、一天的群聊。按 Ctrl-C 停止,数据保留。 / "
    "Start a Huiyin to try: an embedded database, a made-up county, a day of talk."
)
ROOT = Path(__file__).parents[3]
PACK = ROOT / "packs" / "demo"


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--live",
        action="store_true",
        help="不断有新的群聊消息进来 / keep new talk coming, so that pages move",
    )
    parser.add_argument(
        "--day",
        type=Path,
        metavar="FILE.jsonl",
        help="首次启动时改为播放这一天,日期照文件所写 / play this day at the first start instead, on the date it says",
    )


def run(options: Namespace) -> int:
    os.environ["HUIYIN_DEMO"] = "1"
    if not PACK.exists():
        raise WrongSetting(
            "packs/demo",
            "演示用的配置包不在程序旁边。请在源代码文件夹中运行 make demo。",
            "the demo pack is not beside the program: run `make demo` in the source folder.",
        )
    ensure_demo_key(make_home(os.environ))
    days = PACK / "days"
    usual = [str(days / "ordinary-day.jsonl"), "--recent", "--then", str(days / "just-now.jsonl")]
    return run_site(
        preparation=["--pack", str(PACK)],
        rehearsal=["rehearse", *([str(options.day)] if options.day else usual)],
        feed=["replay", "--live", str(options.day or usual[0])] if options.live else None,
    )
