"""A transcript is played through the real actions, once, and what is left over shows in the report and the exit."""

import json
from argparse import ArgumentParser, Namespace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.cases.models import Case
from huiyin.config.replay import command
from huiyin.config.replay.feeding import feed
from huiyin.config.replay.playing import Played, play
from huiyin.config.replay.report import report
from huiyin.config.replay.transcript import FaultyTranscript, Transcript, read
from huiyin.conftest import Town
from huiyin.ground.ledger.models import Entry
from huiyin.groups import actions as groups
from huiyin.groups.models import Message
from huiyin.groups.rules import GroupKind, MessageClass
from huiyin.lib.times import ZONE, local

HEADER = {"day": "test-day", "community": "379901001201", "title": "测试的一天"}
MORNING = datetime(2026, 9, 14, 9, 0, tzinfo=ZONE)

TAP = {"id": "m1", "who": "resident", "group": "g1", "say": "家里没有水了", "photo": True}
TAP_TOO = {"id": "m2", "who": "neighbour", "group": "g1", "say": "我家也没有", "reply_to": "m1"}
GREETING = {"id": "m3", "who": "neighbour", "group": "g1", "say": "早上好", "voice": 2}
MADE = {
    "id": "d1",
    "who": "officer",
    "do": "make_case",
    "messages": ["m1", "m2"],
    "as": "c1",
    "category": "0101",
}
TAKEN = {"id": "d2", "who": "officer", "do": "accept", "case": "c1"}
ANSWERED = {
    "id": "d3",
    "who": "officer",
    "do": "answer_now",
    "case": "c1",
    "text": "总阀已经打开，先放两分钟再用。",
    "outcome": "explained",
    "channel": "group_reply",
}
GREETED = {
    "id": "d4",
    "who": "officer",
    "do": "classify",
    "messages": ["m3"],
    "message_class": "small_talk",
}
RATED = {"id": "d5", "who": "resident", "do": "rate", "case": "c1", "solved": True, "stars": 3}
DAY = (TAP, TAP_TOO, GREETING, MADE, TAKEN, ANSWERED, GREETED, RATED)


@pytest.fixture
def group(town: Town, settings: Any, tmp_path: Path) -> int:
    """The group of the first grid with two households."""
    settings.HUIYIN_HOME = tmp_path / "home"
    secretary = town.viewer("secretary", at=MORNING)
    made = groups.create_group(
        viewer=secretary,
        kind=GroupKind.RESIDENT,
        name="第一网格群",
        node_id=town.grid.pk,
        now=MORNING,
        key="g1",
    )
    for who in ("resident", "neighbour"):
        groups.add_member(
            viewer=town.viewer("officer", at=MORNING),
            group_id=made.pk,
            person_id=town.persons[who].pk,
            now=MORNING,
        )
    return made.pk


def written(folder: Path, *rows: dict[str, Any], minutes: int = 1) -> Path:
    """A transcript with so many minutes from line to line, unless a line has a time."""
    lines: list[dict[str, Any]] = [HEADER]
    at = MORNING
    for row in rows:
        at = datetime.fromisoformat(row["at"]) if "at" in row else at + timedelta(minutes=minutes)
        lines.append({"at": at.isoformat(), **row})
    path = folder / "day.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return path


def transcript(folder: Path, *rows: dict[str, Any]) -> Transcript:
    return read(written(folder, *rows))


def options(path: Path, *flags: str) -> Namespace:
    parser = ArgumentParser()
    command.configure(parser)
    return parser.parse_args([str(path), *flags])


def test_a_day_in_which_all_is_answered_and_told_exits_with_0(
    group: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(options(written(tmp_path, *DAY))) == 0
    assert "事事有回音：没有未回应的话" in capsys.readouterr().out


def test_words_that_nobody_sorted_exit_with_1_and_are_named(
    group: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(options(written(tmp_path, GREETING))) == 1
    assert "说了还没有人回应（1 条，最早的在前）" in capsys.readouterr().out


def test_a_case_that_nobody_told_exits_with_1(
    group: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(options(written(tmp_path, TAP, TAP_TOO, MADE, TAKEN), "--json")) == 1
    facts = json.loads(capsys.readouterr().out)
    assert [case["name"] for case in facts["untold"]] == ["c1"]
    assert facts["unanswered"] == []


def test_a_faulty_file_exits_with_2_and_plays_nothing(
    group: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nobody = {**GREETING, "id": "m4", "who": "nobody", "group": "g9"}
    path = written(tmp_path, GREETING, nobody)
    assert command.run(options(path)) == 2
    assert capsys.readouterr().err == (
        f"{path}:3: 系统里没有这个人：nobody。\n{path}:3: 系统里没有这个群：g9。\n"
    )
    assert not Message.objects.exists()


def test_a_file_that_is_not_there_exits_with_2(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(options(tmp_path / "none.jsonl")) == 2
    assert "读不了这个文件" in capsys.readouterr().err


def test_the_report_says_who_was_told_by_which_way_and_after_how_long(
    group: int, tmp_path: Path
) -> None:
    echo = report(play(transcript(tmp_path, *DAY)))
    assert echo.classes == {"第一网格群": {"case": 2, "small_talk": 1}}
    (case,) = echo.cases
    assert (case.state, case.outcome, case.rungs) == ("办结", "已答复解释", ("网格员",))
    told = [(telling.to, telling.channel, telling.after) for telling in case.tellings]
    assert told == [
        ("测试resident", "群内答复", timedelta(minutes=2)),
        ("测试neighbour", "群内答复", timedelta(minutes=2)),
    ]


def test_a_second_play_adds_nothing(group: int, tmp_path: Path) -> None:
    day = transcript(tmp_path, *DAY)
    first = play(day)
    before = _counts()
    second = play(day)
    assert (first.new_lines, second.new_lines) == (len(DAY), 0)
    assert _counts() == before
    assert _without_news(second) == _without_news(first)


def test_a_day_is_played_once_on_each_date_and_its_own_dates_move_along(
    group: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    promise = {
        "id": "d9", "who": "officer", "do": "promise", "case": "c1", "reason": "等零件。",
        "promised_at": "2026-09-14T09:40:00+08:00",
    }  # fmt: skip
    path = written(tmp_path, *DAY[:5], promise, *DAY[5:])
    for _ in range(2):
        assert command.run(options(path, "--on", "2026-11-20")) == 0
    (case,) = Case.objects.all()
    assert local(case.opened_at) == datetime(2026, 11, 20, 9, 4, tzinfo=ZONE)
    assert case.promised_at == datetime(2026, 11, 20, 9, 40, tzinfo=ZONE)
    assert command.run(options(path, "--on", "2026-11-23")) == 0
    assert command.run(options(path)) == 0
    assert Case.objects.count() == 3


def test_a_date_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        options(tmp_path, "--on", "20.11.")
    assert "2026-11-20" in capsys.readouterr().err


def test_an_interrupted_play_goes_on_where_it_stopped(group: int, tmp_path: Path) -> None:
    play(transcript(tmp_path, *DAY[:4]))
    assert play(transcript(tmp_path, *DAY)).new_lines == len(DAY) - 4
    assert Case.objects.count() == 1


def test_a_line_that_is_refused_stops_the_play_with_its_sentence(
    group: int, tmp_path: Path
) -> None:
    not_hers = {**TAKEN, "who": "neighbour"}
    with pytest.raises(
        FaultyTranscript, match=r"day\.jsonl:5: neighbour 的这一步没有做成："
    ) as caught:
        play(transcript(tmp_path, TAP, TAP_TOO, MADE, not_hers, ANSWERED))
    assert len(caught.value.faults) == 1


def test_the_clock_moves_a_forgotten_case_up_at_its_moment(group: int, tmp_path: Path) -> None:
    later = {"at": "2026-09-14T10:00:00+08:00", "do": "wait"}
    echo = report(play(transcript(tmp_path, TAP, TAP_TOO, MADE, later)))
    assert echo.cases[0].rungs == ("网格员", "↑分管片区干部")
    moved = Entry.objects.get(kind="case.moved_up")
    assert moved.at == MORNING + timedelta(minutes=3 + 30)


def test_words_moved_aside_are_known_in_the_talk(group: int, tmp_path: Path) -> None:
    private = {"id": "p1", "who": "resident", "group": "g1", "say": "我家里的事想问问"}
    aside = {"id": "a1", "who": "officer", "do": "move_aside", "messages": ["p1"], "as": "talk"}
    more = {"id": "p2", "who": "resident", "group": "talk", "say": "谢谢"}
    answer = {
        "id": "a2",
        "who": "officer",
        "do": "answer_here",
        "messages": ["p1", "p2"],
        "text": "在这里慢慢说。",
    }
    day = transcript(tmp_path, private, aside, more, answer)
    first, second = report(play(day)), report(play(day))
    assert first.is_complete
    assert second.is_complete
    assert first.classes == {"私下：测试resident": {"answered_here": 2}}


def test_feeding_says_everything_anew_each_round_at_the_present_time(
    group: int, tmp_path: Path
) -> None:
    present = iter(MORNING + timedelta(days=3, seconds=n) for n in range(100))
    slept: list[float] = []
    feed(
        transcript(tmp_path, *DAY),
        every_s=2.5,
        rounds=2,
        present=lambda: next(present),
        sleep=slept.append,
    )
    assert Case.objects.count() == 2
    assert (
        Message.objects.filter(text=GREETING["say"], message_class=MessageClass.SMALL_TALK).count()
        == 2
    )
    assert slept == [2.5] * 2 * len(DAY)


def test_feeding_passes_over_what_a_visitor_did_first(group: int, tmp_path: Path) -> None:
    taken_again = {**TAKEN, "id": "d9"}
    day = transcript(tmp_path, TAP, TAP_TOO, MADE, TAKEN, taken_again, ANSWERED)
    feed(
        day, every_s=0, rounds=1, present=lambda: MORNING + timedelta(days=1), sleep=lambda _: None
    )
    assert Case.objects.get().told_at is not None


def _counts() -> tuple[int, int, int]:
    return Message.objects.count(), Case.objects.count(), Entry.objects.count()


def _without_news(played: Played) -> dict[str, Any]:
    return {name: value for name, value in vars(report(played)).items() if name != "new_lines"}
