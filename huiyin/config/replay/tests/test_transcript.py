"""What is wrong with a transcript is said line by line, before anything is played."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pytest

from huiyin.config.replay import command
from huiyin.config.replay.shapes import ACTS
from huiyin.config.replay.transcript import Do, FaultyTranscript, Say, Wait, read

ROOT = Path(__file__).parents[4]
DAYS = sorted((ROOT / "packs/demo/days").glob("*.jsonl"))
HEADER = {"day": "test-day", "community": "371625003201", "title": "测试的一天"}
GREETING = {
    "id": "m1",
    "at": "2026-09-14T06:00:00+08:00",
    "who": "wang",
    "group": "g_z07",
    "say": "大家早",
}


def file_of(folder: Path, *rows: dict[str, Any] | str) -> Path:
    path = folder / "day.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines), "utf-8")
    return path


def act(verb: str, **arguments: Any) -> dict[str, Any]:
    return {"id": "d1", "at": "2026-09-14T06:05:00+08:00", "who": "officer", "do": verb} | arguments


def faults_of(path: Path) -> list[str]:
    with pytest.raises(FaultyTranscript) as caught:
        read(path)
    return caught.value.faults


def test_words_acts_and_waiting_are_read_with_their_lines(tmp_path: Path) -> None:
    wait = {"at": "2026-09-14T06:10:00+08:00", "do": "wait"}
    sorted_ = act("classify", messages=["m1"], message_class="small_talk")

    said, done, waited = read(file_of(tmp_path, HEADER, GREETING, sorted_, wait)).lines

    assert isinstance(said, Say)
    assert (said.number, said.text, said.voice_s) == (2, "大家早", 0)
    assert isinstance(done, Do)
    assert done.arguments == {"messages": ["m1"], "message_class": "small_talk"}
    assert isinstance(waited, Wait)


def test_all_faults_are_named_at_once_with_file_and_line(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        HEADER,
        {**GREETING, "grop": "g"},
        "{not json",
        {"at": "2026-09-14T06:10:00+08:00", "do": "dance"},
        act("classify", messages=["m9"], message_class="gossip"),
    )

    assert faults_of(path) == [
        f"{path}:2: 这一行写了不认识的 grop。",
        f"{path}:3: 这一行不是完整的 JSON（第 2 个字符处）。",
        f"{path}:4: 每行要么写 say（说了什么），要么写 do（做了什么，须是已有的动作）。",
        f"{path}:5: “message_class”写的是 'gossip'，只能是 unanswered、small_talk、answered_here、case、off_topic。",
    ]


def test_a_missing_argument_is_named(tmp_path: Path) -> None:
    path = file_of(tmp_path, HEADER, GREETING, act("make_case", messages=["m1"]))
    assert faults_of(path) == [f"{path}:3: 这一行缺少 as、category。"]


def test_a_time_without_its_zone_is_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path, HEADER, {**GREETING, "at": "2026-09-14T06:00:00"})
    assert "带时区的时间" in faults_of(path)[0]


def test_time_does_not_run_backwards(tmp_path: Path) -> None:
    earlier = {**GREETING, "id": "m2", "at": "2026-09-14T05:59:00+08:00"}
    path = file_of(tmp_path, HEADER, GREETING, earlier)
    assert faults_of(path) == [f"{path}:3: 时间比上一行还早，请按时间先后排列。"]


def test_names_are_made_before_they_are_used_and_only_once(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        HEADER,
        GREETING,
        GREETING,
        act("accept", case="c1"),
        act("classify", messages=["m7"], message_class="small_talk"),
    )
    assert faults_of(path) == [
        f"{path}:3: 编号 m1 用了两次。",
        f"{path}:4: 事项 c1 前面没有立过。",
        f"{path}:5: 编号 d1 用了两次。",
        f"{path}:5: 消息 m7 前面没有说过。",
    ]


def test_an_empty_file_is_told_what_its_first_line_is(tmp_path: Path) -> None:
    assert "第一行应当写明" in faults_of(file_of(tmp_path))[0]


def test_a_file_in_another_encoding_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    path.write_bytes("测试".encode("gb18030"))
    assert faults_of(path) == [f"{path}:1: 文件不是 UTF-8 编码。"]


@pytest.mark.parametrize("every", ["-1", "soon", "nan"])
def test_a_pause_of_no_length_is_refused(every: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser()
    command.configure(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["day.jsonl", "--every", every])
    assert "0 到 3600 之间的秒数" in capsys.readouterr().err


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day.stem)
def test_a_day_of_the_demo_is_without_a_fault(day: Path) -> None:
    assert read(day).lines


def test_the_ordinary_day_is_a_full_one() -> None:
    lines = read(ROOT / "packs/demo/days/ordinary-day.jsonl").lines
    assert sum(isinstance(line, Say) for line in lines) >= 160


def test_the_handbook_names_every_act_with_its_arguments() -> None:
    page = (ROOT / "docs/contexts/replay.md").read_text("utf-8")
    rows = [line.split("|")[1:4] for line in page.splitlines() if line.startswith("| `")]
    told = {
        verb.strip(" `"): (_names(needs), _names(may))
        for verb, needs, may in rows
        if verb.strip(" `") in ACTS
    }
    assert told == {verb: (shape.required, shape.optional) for verb, shape in ACTS.items()}


def _names(cell: str) -> frozenset[str]:
    return frozenset(cell.replace("`", "").split())
