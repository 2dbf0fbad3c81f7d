"""Too many failures: locked by account and by address, the same for names that nobody has, and open again in time."""

from collections.abc import Callable

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from huiyin.conftest import NOON, Town
from huiyin.ground.ledger import queries as ledger
from huiyin.people.models import Person
from huiyin.people.rules import Role
from huiyin.sign_in import actions
from huiyin.sign_in.models import HistoryLine
from huiyin.web.kit.tests.doors import PASSWORD, Browser, at, with_password

LOCKED = "登录失败的次数太多"
FAULT = "用户名或密码不对"


@pytest.fixture(autouse=True)
def _passwords(town: Town) -> None:
    with_password(town, "officer", "secretary")


def fail(browser: Browser, username: str, times: int = 5) -> list[str]:
    return [browser.sign_in(username, "wrong") for _time in range(times)]


def test_the_fifth_failure_locks_and_says_until_when(town: Town) -> None:
    with at():
        read = fail(Browser(), "officer")
        assert all(FAULT in each for each in read[:4])
        assert LOCKED in read[4]
        assert "今天 12:15" in read[4]
        assert LOCKED in Browser(address="198.51.100.4").sign_in("officer")


def test_a_quarter_of_an_hour_later_the_right_password_opens(town: Town) -> None:
    with at():
        fail(Browser(), "officer")
    with at(14.9):
        assert LOCKED in Browser().sign_in("officer")
    with at(15.1):
        assert Browser().sign_in("officer") == "/officer/"


def test_whoever_goes_on_trying_does_not_keep_the_owner_out_for_longer(town: Town) -> None:
    with at():
        fail(Browser(), "officer")
    with at(14):
        fail(Browser(), "officer")
    with at(15.1):
        assert Browser().sign_in("officer") == "/officer/"


def test_a_name_that_nobody_has_is_locked_in_the_same_words(town: Town) -> None:
    with at():
        known = fail(Browser(address="198.51.100.4"), "officer", 6)
        unknown = fail(Browser(address="198.51.100.5"), "nobody", 6)
    assert [LOCKED in each for each in known] == [LOCKED in each for each in unknown]


def test_a_name_that_nobody_has_costs_the_same_work(
    town: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """What is written for the owner is written by a job, which both have."""
    with at(), CaptureQueriesContext(connection) as known:
        Browser(address="198.51.100.4").sign_in("officer", "wrong")
    with at(), django_assert_num_queries(len(known)):
        Browser(address="198.51.100.5").sign_in("nobody", "wrong")


def test_one_address_that_tries_many_names_is_locked_and_others_are_not(town: Town) -> None:
    with at():
        thief = Browser(address="198.51.100.4")
        for name in ("a", "b", "c", "d", "e"):
            thief.sign_in(name, "wrong")
        assert LOCKED in thief.sign_in("officer")
        assert Browser(address="198.51.100.5").sign_in("officer") == "/officer/"


def test_behind_the_proxy_the_address_is_the_clients_and_not_what_it_claims(town: Town) -> None:
    with at():
        for claimed in range(5):
            liar = Browser(address=f"10.0.0.{claimed}, 198.51.100.4")
            liar.sign_in(f"name{claimed}", "wrong")
        assert LOCKED in Browser(address="10.9.9.9, 198.51.100.4").sign_in("officer")
        assert Browser(address="198.51.100.5").sign_in("officer") == "/officer/"


def test_who_comes_in_is_counted_anew(town: Town) -> None:
    with at():
        browser = Browser()
        fail(browser, "officer", 4)
        assert browser.sign_in("officer") == "/officer/"
        fail(Browser(), "officer", 4)
        assert Browser().sign_in("officer") == "/officer/"


def test_what_is_counted_holds_no_password(town: Town) -> None:
    with at():
        Browser().sign_in("officer", "my-secret-typed")
    (attempt,) = AccessAttempt.objects.all()
    assert "my-secret" not in attempt.post_data + attempt.get_data
    assert AccessAttempt.objects.aggregate(n=Sum("failures_since_start"))["n"] == 1


def test_the_owner_reads_of_it_and_the_ledger_is_told_ids_alone(
    town: Town, run_jobs: Callable[[], int]
) -> None:
    with at():
        fail(Browser(), "officer")
        fail(Browser(address="198.51.100.9"), "nobody")
        run_jobs()
    account = town.persons["officer"].account
    kinds = list(HistoryLine.objects.filter(account=account).order_by("id").values_list("kind"))
    assert kinds == [("failed",)] * 5 + [("locked",)]
    entries = ledger.history("account", account.pk)
    assert [each.kind for each in entries].count("account.locked") == 1
    assert "203.0" not in str([each.data for each in entries])
    with at(16):
        browser = Browser()
        browser.sign_in("officer")
        assert "多次失败，暂停登录" in browser.read("/account/")
        assert "203.0.*.*" in browser.read("/account/history/")


def test_the_security_administrator_unlocks_and_the_owner_is_told(
    town: Town, appoint: Callable[[Role], Person]
) -> None:
    keeper = appoint(Role.SECURITY_ADMIN)
    with at():
        fail(Browser(address="198.51.100.4"), "officer")
        actions.unlock(
            account_id=town.persons["officer"].account.pk,
            reason="本人来电核实",
            viewer=town.viewer(keeper.key or ""),
            now=NOON,
        )
        browser = Browser()
        assert browser.sign_in("officer", PASSWORD) == "/officer/"
        assert "本人来电核实" in browser.read("/account/")


def test_guessing_at_ones_own_password_from_an_open_browser_locks_too(town: Town) -> None:
    with at():
        browser = Browser()
        browser.sign_in("officer")
        new = {"password": "Some-other-26", "again": "Some-other-26"}
        read = [browser.sent("/account/password/", current="x", **new) for _time in range(5)]
        assert "现在的密码不对" in read[3]
        assert LOCKED in read[4]
        assert LOCKED in browser.sent("/account/confirm/", password=PASSWORD)


def test_behind_a_proxy_that_does_not_say_who_asks_nobody_is_locked_for_others(town: Town) -> None:
    """All of them would seem to come from the proxy: five failures would lock everybody out."""
    with at():
        for name in range(7):
            Client().post("/sign-in/", {"username": f"n{name}", "password": "wrong"})
        answer = Client().post("/sign-in/", {"username": "officer", "password": PASSWORD})
        assert answer.headers["Location"] == "/officer/"
        fail(Browser(), "secretary")
        again = Client().post("/sign-in/", {"username": "secretary", "password": PASSWORD})
        assert LOCKED in again.content.decode()
