"""The connection of a site: moments come back as they went."""

from datetime import UTC, datetime

import pytest
from django.db import DataError, connection

from huiyin.lib.times import ZONE

pytestmark = pytest.mark.django_db


def said(words: str) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [words])
        moment: datetime = cursor.fetchone()[0]
    return moment


def test_a_moment_is_read_in_universal_time_to_the_microsecond() -> None:
    assert said("2026-11-22 12:00:00.000001+08") == datetime(2026, 11, 22, 4, 0, 0, 1, tzinfo=UTC)
    assert said("2026-11-22 12:00:00+08").tzinfo is UTC


def test_a_moment_is_read_rightly_in_a_session_of_another_zone() -> None:
    moment = datetime(2026, 11, 22, 12, tzinfo=ZONE)
    with connection.cursor() as cursor:
        for zone in ("Asia/Shanghai", "Asia/Kolkata", "UTC"):
            cursor.execute(f"SET LOCAL TIME ZONE '{zone}'")
            assert said(moment.isoformat()) == moment


def test_what_is_no_moment_is_refused_in_the_words_of_the_driver() -> None:
    with pytest.raises(DataError, match="too large"):
        said("infinity")
