"""`huiyin audit` and `huiyin keys`, as an operator reads them."""

from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from huiyin.config.commands import audit, keys
from huiyin.conftest import NOON, Town
from huiyin.ground.ledger import actions as ledger
from huiyin.ground.ledger.queries import history
from huiyin.people.actions import change_phone
from huiyin.people.queries import persons_by_phone

PHONE = "14000001234"


def run(command: object, *words: str) -> int:
    parser = ArgumentParser()
    command.configure(parser)  # type: ignore[attr-defined]  # a module of commands
    code: int = command.run(parser.parse_args(words))  # type: ignore[attr-defined]
    return code


@pytest.fixture
def number(town: Town) -> int:
    """A person with a number, and the id of the entry that says so."""
    person_id = town.persons["resident"].pk
    change_phone(person_id=person_id, phone=PHONE, now=NOON)
    return history("person", person_id)[-1].pk


def test_verify_says_how_much_fits_and_names_what_does_not(
    number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(audit, "seal") == 0
    assert "还没有封存" in capsys.readouterr().out
    # a test before may have been in a year to come, and ids never go back
    ledger.seal(now=datetime.now(UTC) + timedelta(days=3650))
    assert run(audit, "seal") == 0
    kept = capsys.readouterr().out.split()[-1]
    assert run(audit, "verify", "--expect", kept) == 0
    assert run(audit, "verify", "--expect", "0" * 64) == 1
    with connection.cursor() as cursor:
        cursor.execute("GRANT UPDATE, DELETE ON ledger_entry TO CURRENT_USER")
        cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [number])
    capsys.readouterr()
    assert run(audit, "verify") == 1
    said = capsys.readouterr().out
    assert str(number) in said
    assert "不见了" in said


def test_check_counts_and_rotate_renews(
    number: int, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(keys, "check") == 0
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-another-key-another-key"
    assert run(keys, "check") == 1
    assert "1 条仍用旧密钥" in capsys.readouterr().out
    assert run(keys, "rotate", "--batch", "1") == 0
    settings.SECRET_KEY_FALLBACKS = []
    assert len(persons_by_phone(PHONE)) == 1
