"""Passwords: given by somebody else, grown old, used before, too common."""

from datetime import timedelta

import pytest

from huiyin.conftest import NOON, Town
from huiyin.ground.ledger.actions import CLOCK
from huiyin.lib.refusal import Refused
from huiyin.sign_in import actions
from huiyin.sign_in.models import FormerPassword
from huiyin.web.kit.tests.doors import NEW_PASSWORD, PASSWORD, Browser, at, with_password

DAY = 24 * 60


def give(town: Town, password: str = PASSWORD) -> int:
    account_id = town.persons["officer"].account.pk
    actions.give_password(account_id=account_id, password=password, now=NOON, by=CLOCK)
    return account_id


def test_a_password_that_somebody_else_chose_opens_the_door_to_a_change_and_no_further(
    town: Town,
) -> None:
    give(town)
    with at():
        browser = Browser()
        assert browser.sign_in("officer") == "/sign-in/password/"
        assert not browser.is_in
        assert browser.get("/staff/")["Location"].startswith("/sign-in/")
        same = browser.sent("/sign-in/password/", password=PASSWORD, again=PASSWORD)
        assert "以前用过" in same
        went = browser.sent("/sign-in/password/", password=NEW_PASSWORD, again=NEW_PASSWORD)
        assert went == "/officer/"
        assert Browser().sign_in("officer", NEW_PASSWORD) == "/officer/"


def test_staff_choose_a_new_one_after_ninety_days(town: Town) -> None:
    account_id = give(town)
    actions.change_password(account_id=account_id, password=NEW_PASSWORD, now=NOON)
    with at(90 * DAY - 1):
        assert Browser().sign_in("officer", NEW_PASSWORD) == "/officer/"
    with at(90 * DAY):
        assert Browser().sign_in("officer", NEW_PASSWORD) == "/sign-in/password/"


def test_residents_keep_theirs(town: Town) -> None:
    account_id = town.persons["resident"].account.pk
    actions.change_password(account_id=account_id, password=NEW_PASSWORD, now=NOON)
    with at(400 * DAY):
        assert Browser().sign_in("resident", NEW_PASSWORD) == "/"


def test_the_last_five_do_not_come_back_and_the_one_before_may(town: Town) -> None:
    account_id = town.persons["officer"].account.pk
    chosen = [f"Right-horse-{number}" for number in range(7)]
    for day, password in enumerate(chosen):
        at_noon = NOON + timedelta(days=day)
        actions.change_password(account_id=account_id, password=password, now=at_noon)
    for password in chosen[1:]:
        with pytest.raises(Refused, match="以前用过"):
            actions.change_password(account_id=account_id, password=password, now=NOON)
    actions.change_password(account_id=account_id, password=chosen[0], now=NOON)
    assert FormerPassword.objects.filter(account_id=account_id).count() == 5


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Password123!", "太常见"),
        ("Welcome-2026", "太常见"),
        ("Xofficer-26", "用户名"),
        ("short-1A", "至少"),
        ("alllowercaseletters", "三种"),
    ],
)
def test_a_password_that_will_not_do_says_why(password: str, why: str, town: Town) -> None:
    account_id = town.persons["officer"].account.pk
    with pytest.raises(Refused, match=why):
        actions.change_password(account_id=account_id, password=password, now=NOON)


def test_who_waits_at_the_door_with_an_old_password_waits_in_vain(town: Town) -> None:
    account_id = give(town)
    with at():
        thief = Browser()
        assert thief.sign_in("officer") == "/sign-in/password/"
        actions.change_password(account_id=account_id, password=NEW_PASSWORD, now=NOON)
        other = "Thief-was-here-9"
        assert thief.sent("/sign-in/password/", password=other, again=other) == "/sign-in/"
        assert not thief.is_in
        assert Browser().sign_in("officer", NEW_PASSWORD) == "/officer/"


def test_two_that_differ_are_asked_for_again_and_what_was_typed_is_never_sent_back(
    town: Town,
) -> None:
    give(town)
    browser = Browser()
    with at():
        browser.sign_in("officer")
        read = browser.post(
            "/sign-in/password/", {"password": NEW_PASSWORD, "again": "Something-else-1"}
        )
    page = read.content.decode()
    assert "两次输入的密码不同" in page
    assert NEW_PASSWORD not in page


def test_the_other_browsers_of_the_account_sign_in_anew(town: Town) -> None:
    with_password(town, "resident")
    here, there = Browser(), Browser()
    with at():
        here.sign_in("resident")
        there.sign_in("resident")
        chosen = {"current": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
        assert here.sent("/account/password/", **chosen) == "/account/"
        assert here.get("/account/").status_code == 200
        assert "密码已经修改" in there.read("/account/")


def test_who_came_without_one_sets_the_first_and_is_told_what_it_is_good_for(town: Town) -> None:
    here = Browser()
    with at():
        here.force_login(town.persons["resident"].account)
        page = here.read("/account/password/")
        assert "设一个密码" in page
        assert "现在的密码" not in page
        assert here.sent("/account/password/", password=PASSWORD, again=PASSWORD) == "/account/"
        assert "密码设好了" in here.read("/account/")
        assert Browser().sign_in("resident") == "/"
        assert "现在的密码" in here.read("/account/password/")
