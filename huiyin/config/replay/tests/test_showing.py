"""The echo report reads straight, and says last what is left."""

import json
from datetime import datetime, timedelta

from huiyin.config.replay.report import CaseLine, EchoReport, Telling, Unanswered
from huiyin.config.replay.showing import as_json, as_text
from huiyin.lib.times import ZONE

MORNING = datetime(2026, 9, 14, 7, 45, tzinfo=ZONE)
TOLD = Telling(
    "王桂兰",
    "群内答复",
    True,
    MORNING + timedelta(hours=8, minutes=13),
    timedelta(hours=8, minutes=13),
)
RACK = CaseLine(
    name="c_rack",
    number="25003201-2026-00002",
    title="供暖管道支架锈蚀",
    state="办结",
    rungs=("网格员", "分管片区干部"),
    opened_at=MORNING,
    told_at=TOLD.at,
    outcome="已解决",
    tellings=(TOLD,),
    owed_to=(),
)


def a_report(
    *, unanswered: tuple[Unanswered, ...] = (), untold: tuple[CaseLine, ...] = ()
) -> EchoReport:
    return EchoReport(
        day="test-day",
        title="测试的一天",
        new_lines=9,
        messages=4,
        classes={"第七网格": {"case": 3, "small_talk": 1}},
        cases=(RACK, *untold),
        unanswered=unanswered,
        untold=untold,
    )


def test_a_complete_day_ends_with_nothing_left() -> None:
    text = as_text(a_report())
    assert text.endswith("事事有回音：没有未回应的话，也没有未告知的事。")
    assert "王桂兰·群内答复·8小时13分钟后" in text
    assert "网格员 → 分管片区干部" in text


def test_what_nobody_answered_is_said_last() -> None:
    waiting = Unanswered("m1", "第七网格", "3号楼", MORNING, "几点来水")
    text = as_text(a_report(unanswered=(waiting,)))
    assert text.endswith(
        "说了还没有人回应（1 条，最早的在前）：\n  09-14 07:45 第七网格 3号楼：几点来水"
    )


def test_a_case_that_nobody_told_is_named_with_whom_it_is_owed_to() -> None:
    open_case = CaseLine(
        "c", "1", "路灯不亮", "处理中", ("网格员",), MORNING, None, "", (), ("崔勇",)
    )
    text = as_text(a_report(untold=(open_case,)))
    assert "还没有告知崔勇" in text
    assert "还没有告知结果的事项（1 件，最早的在前）" in text


def test_columns_stand_straight_with_chinese_in_them() -> None:
    head, *rows = as_text(a_report()).split("\n\n")[3].splitlines()
    column = len(head[: head.index("闲聊")].encode("gb18030"))
    assert all(row.encode("gb18030")[column : column + 1].isdigit() for row in rows)


def test_machines_get_times_with_their_zone_and_lengths_in_seconds() -> None:
    facts = json.loads(as_json(a_report()))
    assert facts["is_complete"] is True
    assert facts["cases"][0]["opened_at"] == "2026-09-14T07:45:00+08:00"
    assert facts["cases"][0]["tellings"][0]["after"] == 29580.0
