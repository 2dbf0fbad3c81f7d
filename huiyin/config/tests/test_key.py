"""`huiyin key`: a key is made, shown once, listed, revoked."""

from argparse import ArgumentParser

import pytest

from huiyin.config.commands import key
from huiyin.conftest import Town
from huiyin.people import queries
from huiyin.people.actions import use_key
from huiyin.people.models import ApiKey


def run(*words: str) -> int:
    parser = ArgumentParser()
    key.configure(parser)
    return key.run(parser.parse_args(words))


def test_a_key_is_made_listed_and_revoked(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("create", "officer", "--name", "热线", "--scope", "read:cases", "--days", "7") == 0
    secret = capsys.readouterr().out.splitlines()[-1]
    made = ApiKey.objects.get()
    assert (made.name, made.scopes) == ("热线", ["read:cases"])
    assert use_key(secret, now=made.created_at) is not None
    assert run("list") == run("list", "officer") == run("list", "resident") == 0
    shown = capsys.readouterr().out
    assert shown.count(made.prefix) == 2
    assert secret not in shown
    assert run("revoke", made.prefix) == 0
    assert queries.api_keys()[0].revoked_at is not None
    run("list")
    assert "已作废" in capsys.readouterr().out


def test_an_unknown_person_prefix_or_life_is_a_sentence(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("create", "nobody", "--name", "x", "--scope", "read:cases") == 1
    assert run("create", "officer", "--name", "x", "--scope", "read:cases", "--days", "900") == 1
    assert run("revoke", "hy_unknown") == 1
    assert run("list", "nobody") == 1
    assert len(capsys.readouterr().out.splitlines()) == 4
