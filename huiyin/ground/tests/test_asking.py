"""A question about rows: values, querysets and the signs in between arrive where they were meant."""

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session

from huiyin.ground.asking import ask

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 9, 14, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def sessions() -> None:
    for key in ("one", "two", "three"):
        Session.objects.create(session_key=key, session_data="%s", expire_date=NOON)


def test_a_queryset_stands_in_the_place_of_its_name_and_brings_its_own_values() -> None:
    chosen = Session.objects.filter(session_key__contains="o").values("session_key")
    rows = ask(
        "SELECT {first}, session_key, {second} FROM ({chosen}) AS chosen"
        " UNION ALL SELECT {second}, 'none', {first} ORDER BY 2",
        first="a%b",
        second="{second}",
        chosen=chosen,
    )
    assert rows == [
        ("{second}", "none", "a%b"),
        ("a%b", "one", "{second}"),
        ("a%b", "two", "{second}"),
    ]


def test_a_queryset_that_nothing_can_meet_has_no_rows_and_the_others_theirs() -> None:
    nobody = Session.objects.filter(session_key__in=[]).values("session_key")
    question = "SELECT count(*), {word} FROM ({chosen}) AS chosen"
    assert ask(question, word="none", chosen=nobody) == [(0, "none")]


def test_a_list_is_one_value() -> None:
    found = ask(
        "SELECT session_data FROM django_session WHERE session_key = ANY({keys})",
        keys=["one", "two", "four"],
    )
    assert found == [("%s",), ("%s",)]


def test_what_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError):
        ask("SELECT {nothing}")
