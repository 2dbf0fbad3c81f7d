"""`huiyin replay FILE.jsonl`: play a day and print its echo report."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path

from huiyin.config.replay.feeding import feed
from huiyin.config.replay.playing import play
from huiyin.config.replay.report import report
from huiyin.config.replay.showing import as_json, as_text
from huiyin.config.replay.transcript import FaultyTranscript, Transcript, moved, read
from huiyin.lib.times import local

HELP = "播放一天的群聊记录，打印回音报告；有话没人回应、有事没有告知时以 1 退出"
EVERY_S = 4.0


def _seconds(text: str) -> float:
    """A length that a pause can have. Raises ArgumentTypeError with a sentence."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise ArgumentTypeError(f"间隔应当是 0 到 3600 之间的秒数，写的是 {text}。")
    return seconds


def _date(text: str) -> date:
    """A day of the calendar. Raises ArgumentTypeError with a sentence."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"日期应当写成 2026-11-20 这样，写的是 {text}。") from None


def on_day(transcript: Transcript, day: date) -> Transcript:
    """The transcript as if its first line had been said on this day, at the same clock."""
    if not transcript.lines:
        return transcript
    return moved(transcript, by=day - local(transcript.lines[0].at).date())


def configure(parser: ArgumentParser) -> None:
    """Give the parser of `huiyin replay` its arguments."""
    parser.add_argument(
        "file", type=Path, metavar="FILE.jsonl", help="一天的记录，格式见 docs/contexts/replay.md"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 打印报告")
    parser.add_argument(
        "--on",
        type=_date,
        metavar="日期",
        help="把这一天移到这个日期播放，例如 2026-11-20；每个日期各播一次",
    )
    parser.add_argument("--live", action="store_true", help="以当前时间一条一条不停播放，供演示")
    parser.add_argument(
        "--every",
        type=_seconds,
        default=EVERY_S,
        metavar="秒",
        help="--live 时两条之间的间隔，默认 4 秒",
    )


def run(options: Namespace) -> int:
    """Play the file. Returns the exit status: 0 when everything was answered and told, 1 otherwise, 2 for a bad file."""
    try:
        transcript = read(options.file)
        if options.on:
            transcript = on_day(transcript, options.on)
        if options.live:
            feed(transcript, every_s=options.every)
        echo = report(play(transcript))
    except FaultyTranscript as faulty:
        sys.stderr.write("\n".join(faulty.faults) + "\n")
        return 2
    except OSError as missing:
        sys.stderr.write(f"{options.file}: 读不了这个文件（{missing.strerror}）。\n")
        return 2
    sys.stdout.write((as_json(echo) if options.json else as_text(echo)) + "\n")
    return 0 if echo.is_complete else 1
