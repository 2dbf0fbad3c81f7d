"""The echo report for people, as columns that stand straight with Chinese in them, and for machines."""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from huiyin.config.replay.report import CaseLine, EchoReport
from huiyin.groups.rules import MessageClass
from huiyin.lib.times import local

CLASSES = {
    MessageClass.SMALL_TALK: "闲聊",
    MessageClass.ANSWERED_HERE: "当场答复",
    MessageClass.CASE: "立为事项",
    MessageClass.OFF_TOPIC: "跑题",
    "recalled": "撤回",
    MessageClass.UNANSWERED: "未回应",
}


def as_text(report: EchoReport) -> str:
    """The report as it is printed."""
    parts = [
        f"回音报告：{report.title}（{report.day}）",
        f"共说了 {report.messages} 条话，本次新播 {report.new_lines} 步。",
        "居民说的话，按群和去向：",
        _table(_class_rows(report)),
    ]
    if report.cases:
        parts += ["立成的事项：", _table(_case_rows(report.cases))]
    parts.append(_verdict(report))
    return "\n\n".join(parts)


def as_json(report: EchoReport) -> str:
    """The same for machines: times with their zone, lengths in seconds."""
    facts = asdict(report) | {"is_complete": report.is_complete}
    return json.dumps(facts, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> str | float:
    if isinstance(value, datetime):
        return local(value).isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(f"no JSON for {type(value).__name__}")


def _class_rows(report: EchoReport) -> list[list[str]]:
    rows = [["群", *CLASSES.values()]]
    for group, counted in report.classes.items():
        rows.append([group, *(str(counted.get(str(kind), 0)) for kind in CLASSES)])
    totals = (
        sum(counted.get(str(kind), 0) for counted in report.classes.values()) for kind in CLASSES
    )
    return [*rows, ["合计", *map(str, totals)]]


def _case_rows(cases: Iterable[CaseLine]) -> list[list[str]]:
    head = ["编号", "事项", "走过的层级", "提出", "告知", "结果", "状态", "告知了谁"]
    return [head, *(_case_row(case) for case in cases)]


def _case_row(case: CaseLine) -> list[str]:
    return [
        case.number,
        case.title,
        " → ".join(case.rungs),
        _clock(case.opened_at),
        _clock(case.told_at),
        case.outcome,
        case.state,
        _told_whom(case),
    ]


def _told_whom(case: CaseLine) -> str:
    said = (
        f"{telling.to}·{telling.channel}·{_length(telling.after)}后{'' if telling.reached else '（未联系上）'}"
        for telling in case.tellings
    )
    return "；".join([*said, *(f"还没有告知{name}" for name in case.owed_to)])


def _verdict(report: EchoReport) -> str:
    if report.is_complete:
        return "事事有回音：没有未回应的话，也没有未告知的事。"
    lines = []
    if report.unanswered:
        lines.append(f"说了还没有人回应（{len(report.unanswered)} 条，最早的在前）：")
        lines += [
            f"  {_clock(words.at)} {words.group} {words.who}：{words.text}"
            for words in report.unanswered
        ]
    if report.untold:
        lines.append(f"还没有告知结果的事项（{len(report.untold)} 件，最早的在前）：")
        lines += [
            f"  {_clock(case.opened_at)} {case.number} {case.title}（{case.state}）"
            for case in report.untold
        ]
    return "\n".join(lines)


def _clock(moment: datetime | None) -> str:
    return f"{local(moment):%m-%d %H:%M}" if moment else "—"


def _length(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((days, "天"), (hours, "小时"), (minutes, "分钟"))
    return "".join(f"{amount}{unit}" for amount, unit in parts if amount) or "1分钟内"


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
