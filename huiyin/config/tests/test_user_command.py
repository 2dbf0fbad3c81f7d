"""`huiyin user`: a first password, a new one, a lost telephone."""

from argparse import Namespace
from io import StringIO

import pytest

from huiyin.config.commands import user
from huiyin.conftest import NOON, Town
from huiyin.ground.ledger import queries as ledger
from huiyin.people.models import Account
from huiyin.sign_in import actions, queries
from huiyin.sign_in.models import PasswordState
from huiyin.web.kit.tests.doors import PASSWORD, totp_code

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(f"{PASSWORD}\n"))


def asked(**more: object) -> Namespace:
    usual = {"person": "stranger", "username": None, "reset": False, "lost_second_factor": False}
    return Namespace(**{**usual, **more})


@pytest.mark.usefixtures("typed")
def test_somebody_without_an_account_gets_one_whose_password_is_to_be_changed(town: Town) -> None:
    Account.objects.filter(username="stranger").delete()
    assert user.run(asked(username="somebody")) == 0
    account = Account.objects.get(username="somebody")
    assert account.check_password(PASSWORD)
    assert PasswordState.objects.get(account=account).is_initial


@pytest.mark.usefixtures("typed")
def test_somebody_with_one_is_refused_unless_it_is_to_be_reset(town: Town) -> None:
    assert user.run(asked()) == 1


@pytest.mark.usefixtures("typed")
def test_a_new_password_is_written_down(town: Town) -> None:
    assert user.run(asked(reset=True)) == 0
    account = Account.objects.get(username="stranger")
    assert "account.password_given" in [e.kind for e in ledger.history("account", account.pk)]


def test_a_weak_password_is_refused_and_leaves_no_account(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    Account.objects.filter(username="stranger").delete()
    monkeypatch.setattr("sys.stdin", StringIO("weak\n"))
    assert user.run(asked()) == 1
    assert not Account.objects.filter(username="stranger").exists()


def test_a_lost_telephone_is_forgotten_without_a_new_password(town: Town) -> None:
    account_id = town.persons["stranger"].account.pk
    actions.add_totp(account_id=account_id, secret=SECRET, typed=totp_code(SECRET), now=NOON)
    assert user.run(asked(lost_second_factor=True)) == 0
    assert not queries.has_factor(account_id)
    assert user.run(asked(lost_second_factor=True)) == 1
