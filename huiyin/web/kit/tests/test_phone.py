"""Residents come in by telephone."""

import re
from collections.abc import Callable

import pytest
from pytest_django import Settings

from huiyin.conftest import NOON, Town
from huiyin.ground.crypto import lookup_hash
from huiyin.people.models import Account
from huiyin.sign_in import actions
from huiyin.sign_in.tests.conftest import PHONE
from huiyin.web.kit.tests.doors import Browser, at, totp_code

Outbox = list[tuple[str, str]]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_for(browser: Browser, phone: str, outbox: Outbox, run_jobs: Callable[[], int]) -> str:
    assert browser.sent("/sign-in/phone/", phone=phone) == "/sign-in/phone/code/"
    run_jobs()
    found = re.search(r"\d{6}", outbox[-1][1])
    assert found
    return found[0]


def test_a_resident_types_a_number_and_six_digits_and_is_in(
    phoned: Town, outbox: Outbox, run_jobs: Callable[[], int]
) -> None:
    browser = Browser()
    with at():
        code = code_for(browser, PHONE, outbox, run_jobs)
        assert browser.sent("/sign-in/phone/code/", typed=f"{code[:3]} {code[3:]}") == "/"
        assert browser.is_in
        assert "手机号和验证码" in browser.read("/account/history/")


def test_one_goes_on_to_the_page_one_wanted(
    phoned: Town, outbox: Outbox, run_jobs: Callable[[], int]
) -> None:
    browser = Browser()
    browser.sent("/sign-in/phone/", phone=PHONE, next="/matters/7/")
    run_jobs()
    code = re.search(r"\d{6}", outbox[-1][1])
    assert code
    assert browser.sent("/sign-in/phone/code/", typed=code[0]) == "/matters/7/"


def test_who_was_registered_by_an_officer_gets_an_account_at_the_first_sign_in(
    phoned: Town, outbox: Outbox, run_jobs: Callable[[], int]
) -> None:
    person = phoned.persons["resident"]
    Account.objects.filter(person=person).delete()
    browser = Browser()
    code = code_for(browser, PHONE, outbox, run_jobs)
    assert browser.sent("/sign-in/phone/code/", typed=code) == "/"
    assert Account.objects.get(person=person).has_usable_password() is False


def test_a_number_that_nobody_has_is_answered_in_the_same_words_with_the_way_to_join(
    phoned: Town, outbox: Outbox, run_jobs: Callable[[], int]
) -> None:
    known, unknown = Browser(), Browser()
    with at():
        code_for(known, PHONE, outbox, run_jobs)
        assert unknown.sent("/sign-in/phone/", phone="14000000099") == "/sign-in/phone/code/"
        run_jobs()
        pages = [each.read("/sign-in/phone/code/") for each in (known, unknown)]
        assert pages[0] == pages[1]
        assert "入群码" in pages[0]
        answers = [each.sent("/sign-in/phone/code/", typed="00000x") for each in (known, unknown)]
    assert answers[0] == answers[1]
    assert len(outbox) == 1


def test_a_family_that_shares_a_number_says_who_they_are(
    phoned: Town, outbox: Outbox, run_jobs: Callable[[], int]
) -> None:
    neighbour, stranger = phoned.persons["neighbour"], phoned.persons["stranger"]
    neighbour.phone, neighbour.phone_hash = PHONE, lookup_hash(PHONE)
    neighbour.save()
    browser = Browser()
    code = code_for(browser, PHONE, outbox, run_jobs)
    assert browser.sent("/sign-in/phone/code/", typed=code) == "/sign-in/phone/who/"
    assert not browser.is_in
    browser.post("/sign-in/phone/who/", {"person": str(stranger.pk)})
    assert not browser.is_in
    assert browser.sent("/sign-in/phone/who/", person=str(neighbour.pk)) == "/"
    assert browser.session["_auth_user_id"] == str(neighbour.account.pk)


def test_staff_are_sent_to_their_own_door(
    town: Town, outbox: Outbox, run_jobs: Callable[[], int]
) -> None:
    officer = town.persons["officer"]
    officer.phone, officer.phone_hash = PHONE, lookup_hash(PHONE)
    officer.save()
    browser = Browser()
    code = code_for(browser, PHONE, outbox, run_jobs)
    assert "请用用户名和密码登录" in browser.sent("/sign-in/phone/code/", typed=code)
    assert not browser.is_in


def test_a_closed_account_stays_closed(
    phoned: Town, outbox: Outbox, run_jobs: Callable[[], int]
) -> None:
    Account.objects.filter(person=phoned.persons["resident"]).update(is_active=False)
    browser = Browser()
    code = code_for(browser, PHONE, outbox, run_jobs)
    assert "已停用" in browser.sent("/sign-in/phone/code/", typed=code)
    assert not browser.is_in


def test_where_nothing_carries_messages_nobody_is_asked_for_a_number(
    town: Town, settings: Settings
) -> None:
    settings.HUIYIN_SMS = ""
    assert "发送验证码" not in Browser().read("/sign-in/")
    assert Browser().post("/sign-in/phone/", {"phone": PHONE}).status_code == 404


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_page_shows_the_code_in_a_demo_alone(
    *, is_demo: bool, phoned: Town, outbox: Outbox, settings: Settings
) -> None:
    settings.HUIYIN_DEMO = is_demo
    browser = Browser()
    browser.sent("/sign-in/phone/", phone=PHONE)
    shown = re.search(r"\d{6}", browser.read("/sign-in/phone/code/"))
    assert bool(shown) == is_demo
    if shown:
        assert browser.sent("/sign-in/phone/code/", typed=shown[0]) == "/"


def test_asked_too_often_one_reads_how_long_to_wait(phoned: Town, outbox: Outbox) -> None:
    browser = Browser()
    browser.sent("/sign-in/phone/", phone=PHONE)
    answer = browser.post("/sign-in/phone/", {"phone": PHONE})
    assert answer.status_code == 429
    assert "请等一会儿" in answer.content.decode()


def test_a_resident_who_has_a_second_factor_gives_it_here_too(
    phoned: Town, outbox: Outbox, run_jobs: Callable[[], int]
) -> None:
    account_id = phoned.persons["resident"].account.pk
    actions.add_totp(account_id=account_id, secret=SECRET, typed=totp_code(SECRET), now=NOON)
    browser = Browser()
    with at(1):
        code = code_for(browser, PHONE, outbox, run_jobs)
        assert browser.sent("/sign-in/phone/code/", typed=code) == "/sign-in/second/"
        assert not browser.is_in
        assert browser.sent("/sign-in/second/", typed=totp_code(SECRET, minutes=1)) == "/"
