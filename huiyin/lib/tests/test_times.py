from datetime import datetime, timedelta

import pytest

from huiyin.lib.times import ZONE, clock_words, due_words, span_words

NOW = datetime(2026, 9, 14, 16, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 9, 14, 18, 0, tzinfo=ZONE), "今天 18:00"),
        (datetime(2026, 9, 13, 7, 5, tzinfo=ZONE), "昨天 07:05"),
        (datetime(2026, 9, 15, 9, 0, tzinfo=ZONE), "明天 09:00"),
        (datetime(2026, 9, 15, 0, 0, tzinfo=ZONE), "今天 24:00"),
        (datetime(2026, 9, 20, 18, 0, tzinfo=ZONE), "9月20日 18:00"),
        (datetime(2027, 1, 5, 0, 0, tzinfo=ZONE), "2027年1月4日 24:00"),
        (datetime(2026, 9, 14, 0, 0, tzinfo=ZONE), "今天 00:00"),
    ],
)
def test_a_moment_is_said_by_its_day_and_clock(moment: datetime, words: str) -> None:
    assert clock_words(moment, NOW) == words


def test_what_begins_at_midnight_begins_the_day() -> None:
    midnight = datetime(2026, 9, 15, 0, 0, tzinfo=ZONE)
    assert clock_words(midnight, NOW, is_start=True) == "明天 00:00"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=30), "1 分钟以内"),
        (timedelta(minutes=25), "25 分钟"),
        (timedelta(hours=26), "26 小时"),
        (timedelta(days=3, hours=5), "3 天"),
        (timedelta(hours=-2), "2 小时"),
    ],
)
def test_a_span_is_said_in_its_largest_unit(span: timedelta, words: str) -> None:
    assert span_words(span) == words


def test_what_is_due_is_said_relative_and_absolute() -> None:
    assert due_words(NOW + timedelta(hours=2), NOW) == "2 小时后，今天 18:00"
    assert due_words(NOW - timedelta(hours=3), NOW) == "已超时 3 小时，今天 13:00"
    assert due_words(NOW - timedelta(hours=16), NOW) == "已超时 16 小时，昨天 24:00"


ENGLISH = {
    "今天 %(clock)s": "today %(clock)s",
    "%(year)d年%(month)s%(day)d日 %(clock)s": "%(day)d %(month)s %(year)d, %(clock)s",
    "1月": "Jan",
    "%(hours)d 小时": "%(hours)d hours",
    "%(span)s后，%(clock)s": "in %(span)s, %(clock)s",
}


def english(text: str) -> str:
    return ENGLISH[text]


def test_words_of_time_can_be_said_in_another_language() -> None:
    assert due_words(NOW + timedelta(hours=2), NOW, english) == "in 2 hours, today 18:00"
    moment = datetime(2027, 1, 5, 0, 0, tzinfo=ZONE)
    assert clock_words(moment, NOW, english) == "4 Jan 2027, 24:00"
