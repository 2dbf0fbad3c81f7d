"""What a demo plays before it is open: a day that is over, and what has just happened, once in a home."""

from argparse import ArgumentParser
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from huiyin.config import preparing
from huiyin.config.commands import demo, rehearse
from huiyin.config.replay.transcript import Transcript, read
from huiyin.conftest import Town
from huiyin.lib.times import local

DAYS = demo.PACK / "days"


@pytest.mark.parametrize(
    ("today", "before"),
    [
        (date(2026, 11, 24), date(2026, 11, 23)),
        (date(2026, 11, 22), date(2026, 11, 20)),  # over a weekend
        (date(2026, 10, 8), date(2026, 9, 30)),  # over the National Day
        (date(2026, 9, 21), date(2026, 9, 20)),  # a Sunday that is worked
    ],
)
def test_the_day_lies_on_the_last_working_day(town: Town, today: date, before: date) -> None:
    assert rehearse.last_working_day(today) == before


def test_what_has_just_happened_ends_now_and_after_the_day_whatever_the_clock(town: Town) -> None:
    day, just_now = read(DAYS / "ordinary-day.jsonl"), read(DAYS / "just-now.jsonl")
    length = just_now.lines[-1].at - just_now.lines[0].at
    assert local(day.lines[-1].at).time().hour + length / timedelta(hours=1) < 23
    ends = just_now.lines[-1].at + rehearse.to_now(just_now)
    assert timedelta() < timezone.now() - ends < timedelta(minutes=3)
    day_ends = day.lines[-1].at + rehearse.to_last_day(day)
    assert local(day_ends).date() < local(timezone.now()).date()


def test_an_interrupted_day_goes_on_where_it_lay_and_a_played_one_stays(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HUIYIN_HOME = tmp_path
    starts: list[datetime] = []

    def stop_once(transcript: Transcript) -> None:
        starts.append(transcript.lines[0].at)
        if len(starts) == 1:
            raise KeyboardInterrupt

    def begin(*, days: int) -> None:
        preparing.play_once(just_now, say=lambda _: None, by=lambda _: timedelta(days=days))

    monkeypatch.setattr(preparing, "play", stop_once)
    just_now = DAYS / "just-now.jsonl"
    with pytest.raises(KeyboardInterrupt):
        begin(days=3)
    begin(days=4)
    begin(days=5)
    first = read(just_now).lines[0].at + timedelta(days=3)
    assert starts == [first, first]


def test_a_day_that_is_asked_for_is_played_as_it_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rehearsed: list[list[str]] = []

    def note(*, rehearsal: list[str], **_more: object) -> int:
        rehearsed.append(rehearsal)
        return 0

    monkeypatch.setattr(demo, "run_site", note)
    monkeypatch.setattr(demo, "ensure_demo_key", lambda _: None)
    monkeypatch.setattr(demo, "make_home", lambda _: tmp_path)
    monkeypatch.setenv("HUIYIN_DEMO", "1")
    parser = ArgumentParser()
    demo.configure(parser)
    for words in ([], ["--day", "swap-sunday.jsonl"]):
        demo.run(parser.parse_args(words))
    assert [each[2:] for each in rehearsed] == [
        ["--recent", "--then", str(DAYS / "just-now.jsonl")],
        [],
    ]
