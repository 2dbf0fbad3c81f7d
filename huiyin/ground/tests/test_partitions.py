from datetime import UTC, datetime

import pytest
from django.db import connection

from huiyin.ground import partitions
from huiyin.ground.ledger.models import Entry
from huiyin.lib.ids import first_id_at

FAR = datetime(2031, 11, 20, tzinfo=UTC)


def lies_in(identity: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tableoid::regclass::text FROM ledger_entry WHERE id = %s", [identity]
        )
        (table,) = cursor.fetchone()
    return str(table)


def entry_made(moment: datetime) -> int:
    entry = Entry.objects.create(
        id=first_id_at(moment), kind="test.made", subject="test", subject_id=1, at=moment, area=""
    )
    return entry.id


@pytest.mark.django_db
def test_this_month_and_the_next_three_are_made_once() -> None:
    made = partitions.keep_ahead("ledger_entry", now=FAR)
    assert made == [f"ledger_entry_{month}" for month in (203111, 203112, 203201, 203202)]
    assert partitions.keep_ahead("ledger_entry", now=FAR) == []


@pytest.mark.django_db
def test_an_entry_lies_in_the_month_of_its_id_up_to_the_last_millisecond() -> None:
    partitions.keep_ahead("ledger_entry", now=FAR)
    last = entry_made(datetime(2031, 11, 30, 23, 59, 59, 999000, tzinfo=UTC))
    first = entry_made(datetime(2031, 12, 1, tzinfo=UTC))
    assert (lies_in(last), lies_in(first)) == ("ledger_entry_203111", "ledger_entry_203112")


@pytest.mark.django_db
def test_a_month_nobody_made_is_caught_by_the_rest_and_left_there() -> None:
    stray = entry_made(FAR)
    assert lies_in(stray) == "ledger_entry_rest"
    assert "ledger_entry_203111" not in partitions.keep_ahead("ledger_entry", now=FAR)
