"""Who is not of age."""

from datetime import date

import pytest

from huiyin.people.rules import is_minor
from huiyin.people.rules.ages import age


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2012, 11, 22), date(2026, 11, 21), 13),
        (date(2012, 11, 22), date(2026, 11, 22), 14),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_whole_years(born: date, on: date, years: int) -> None:
    assert age(born, on=on) == years


def test_whoever_is_not_known_to_be_under_18_counts_as_grown_up() -> None:
    today = date(2026, 11, 22)
    assert is_minor(date(2008, 11, 23), on=today)
    assert not is_minor(date(2008, 11, 22), on=today)
    assert not is_minor(None, on=today)
