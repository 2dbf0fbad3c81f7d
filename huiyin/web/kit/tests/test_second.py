"""Two steps: an app, a passkey, codes on paper; owed by the administrators; asked again before something grave."""

import json
import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import Settings

from huiyin.conftest import NOON, Town
from huiyin.lib.refusal import NotAllowed, Refused
from huiyin.people.models import Person
from huiyin.people.rules import Role
from huiyin.sign_in import actions, queries
from huiyin.sign_in.tests.device import Device
from huiyin.web.kit.tests.doors import Browser, at, confirmed, totp_code, with_password

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WRONG = "验证码不对"


@pytest.fixture(autouse=True)
def _passwords(town: Town) -> None:
    with_password(town, "officer", "secretary")


@pytest.fixture
def with_app(town: Town) -> list[str]:
    """The officer has an app and ten codes."""
    account_id = town.persons["officer"].account.pk
    actions.add_totp(account_id=account_id, secret=SECRET, typed=totp_code(SECRET), now=NOON)
    return actions.new_recovery_codes(account_id=account_id)


def test_a_password_alone_leads_to_the_second_step_and_to_no_page(with_app: list[str]) -> None:
    with at(1):
        browser = Browser()
        assert browser.sign_in("officer") == "/sign-in/second/"
        assert not browser.is_in
        assert browser.get("/account/")["Location"].startswith("/sign-in/")
        assert browser.sent("/sign-in/second/", typed=totp_code(SECRET, minutes=1)) == "/officer/"
        assert browser.is_in


def test_a_code_opens_once(with_app: list[str]) -> None:
    with at(1):
        code = totp_code(SECRET, minutes=1)
        first, second = Browser(), Browser()
        first.sign_in("officer")
        second.sign_in("officer")
        assert first.sent("/sign-in/second/", typed=code) == "/officer/"
        assert WRONG in second.sent("/sign-in/second/", typed=code)


def test_a_paper_code_opens_once_and_the_owner_is_told(with_app: list[str]) -> None:
    with at(1):
        first, second = Browser(), Browser()
        first.sign_in("officer")
        assert first.sent("/sign-in/second/", typed=with_app[3]) == "/officer/"
        assert "用掉了一个恢复码" in first.read("/account/")
        second.sign_in("officer")
        assert WRONG in second.sent("/sign-in/second/", typed=with_app[3])


def test_wrong_second_factors_lock_as_wrong_passwords_do(with_app: list[str]) -> None:
    with at(1):
        browser = Browser()
        browser.sign_in("officer")
        read = [browser.sent("/sign-in/second/", typed="000000") for _time in range(5)]
        assert "登录失败的次数太多" in read[-1]
        assert "登录失败的次数太多" in browser.sent(
            "/sign-in/second/", typed=totp_code(SECRET, minutes=1)
        )


def test_who_waits_at_the_door_for_ten_minutes_begins_anew(with_app: list[str]) -> None:
    browser = Browser()
    with at(1):
        browser.sign_in("officer")
    with at(11.5):
        code = totp_code(SECRET, minutes=11.5)
        assert browser.sent("/sign-in/second/", typed=code) == "/sign-in/"
        assert not browser.is_in


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR])
def test_an_administrator_makes_a_second_factor_before_the_first_page(
    role: Role, town: Town, appoint: Callable[[Role], Person]
) -> None:
    appoint(role)
    with_password(town, role.value)
    with at():
        browser = Browser()
        assert browser.sign_in(role.value) == "/sign-in/enrol/"
        page = browser.get("/sign-in/enrol/").content.decode()
        secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
        assert secret
        code = totp_code(secret[1].replace(" ", ""))
        assert browser.sent("/sign-in/enrol/", typed=code) == "/account/recovery-codes/"
        codes = re.findall(r"(\d{4}) (\d{4})", browser.read("/account/recovery-codes/"))
        assert len(codes) == 10
        assert not browser.is_in
        assert browser.sent("/account/recovery-codes/") == "/office/"
        assert browser.is_in


def test_paper_codes_are_shown_once_and_can_be_kept_as_a_file(with_app: list[str]) -> None:
    browser = Browser()
    with at(1):
        browser.sign_in("officer")
        browser.sent("/sign-in/second/", typed=totp_code(SECRET, minutes=1))
        assert browser.sent("/account/recovery-codes/new/") == "/account/recovery-codes/"
        file = browser.get("/account/recovery-codes.txt")
        assert "attachment" in file["Content-Disposition"]
        assert len(re.findall(r"^\d{8}\r?$", file.content.decode(), re.M)) == 10
        assert with_app[0] not in file.content.decode()
        browser.sent("/account/recovery-codes/")
        again = browser.get("/account/recovery-codes/")
        assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def ask(browser: Client, what: str) -> dict[str, object]:
    options: dict[str, object] = browser.post("/passkey/options/", {"for": what}).json()
    return options


def show(browser: Client, what: str, credential: dict[str, object]) -> tuple[int, dict[str, str]]:
    answer = browser.post("/passkey/", {"for": what, "credential": json.dumps(credential)})
    said: dict[str, str] = answer.json()
    return answer.status_code, said


def made_by(browser: Browser, device: Device) -> None:
    assert browser.sign_in("officer") == "/officer/"
    status, said = show(browser, "make", device.make(ask(browser, "make")))
    assert (status, said) == (200, {"go": "/account/recovery-codes/"})


def test_a_passkey_opens_without_a_name_and_counts_as_both(town: Town) -> None:
    device = Device()
    with at():
        made_by(Browser(), device)
        stranger = Browser()
        status, said = show(stranger, "enter", device.give(ask(stranger, "enter")))
        assert (status, said) == (200, {"go": "/officer/"})
        assert stranger.is_in
        assert stranger.get("/exports/").status_code == HTTPStatus.OK


def test_a_passkey_is_a_second_step_too(town: Town) -> None:
    device = Device()
    with at():
        made_by(Browser(), device)
        browser = Browser()
        assert browser.sign_in("officer") == "/sign-in/second/"
        assert show(browser, "second", device.give(ask(browser, "second")))[1] == {
            "go": "/officer/"
        }


def test_a_device_that_asks_its_owner_nothing_opens_nothing_by_itself(town: Town) -> None:
    device = Device()
    with at():
        made_by(Browser(), device)
        device.flags &= ~0x04
        thief = Browser()
        assert show(thief, "enter", device.give(ask(thief, "enter")))[0] == 422
        assert not thief.is_in


def test_the_answer_to_another_question_and_of_another_device_is_not_taken(town: Town) -> None:
    device = Device()
    with at():
        made_by(Browser(), device)
        thief = Browser()
        old = device.give(ask(thief, "enter"))
        ask(thief, "enter")
        assert show(thief, "enter", old)[0] == 422
        other = Device()
        other.user, other.id = device.user, device.id
        assert show(thief, "enter", other.give(ask(thief, "enter")))[0] == 422
        copy = Device(host="huiyin.example.com.evil.example")
        copy.user, copy.id, copy.key = device.user, device.id, device.key
        assert show(thief, "enter", copy.give(ask(thief, "enter")))[0] == 422
        assert not thief.is_in


@pytest.mark.parametrize("sent", ["", "x", "[]", "{}", '{"response": 1}', "9" * 70_000])
def test_nonsense_instead_of_a_passkey_is_refused(sent: str, town: Town) -> None:
    browser = Browser()
    ask(browser, "enter")
    answer = browser.post("/passkey/", {"for": "enter", "credential": sent})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_what_takes_data_out_asks_for_a_second_factor_and_asks_again_later(
    with_app: list[str],
) -> None:
    browser = Browser()
    with at(1):
        browser.sign_in("officer")
        browser.sent("/sign-in/second/", typed=totp_code(SECRET, minutes=1))
        assert browser.get("/exports/").status_code == HTTPStatus.OK
    with at(17):
        asked = browser.get("/exports/")["Location"]
        assert asked == "/account/confirm/?next=%2Fexports%2F&for=second"
        code = totp_code(SECRET, minutes=17)
        assert browser.sent("/account/confirm/", typed=code, next="/exports/") == "/exports/"
        assert browser.get("/exports/").status_code == HTTPStatus.OK


def test_who_has_no_second_factor_is_led_to_make_one_and_a_password_is_not_enough(
    town: Town,
) -> None:
    with at():
        browser = Browser()
        browser.sign_in("officer")
        assert "/account/confirm/" in browser.get("/exports/")["Location"]
        went = browser.get("/account/confirm/?next=/exports/&for=second")
        assert went["Location"] == "/account/second/"


def test_an_account_is_changed_only_by_who_has_shown_lately_who_they_are(town: Town) -> None:
    browser = Browser()
    with at():
        browser.sign_in("officer")
    with at(16):
        browser.get("/account/")
        led = browser.get("/account/second/")["Location"]
        assert led.startswith("/account/confirm/")
        assert "密码不对" in browser.sent("/account/confirm/", password="wrong")
        went = browser.sent("/account/confirm/", password="Right-horse-7", next="/account/second/")
        assert went == "/account/second/"
        assert browser.get("/account/second/").status_code == HTTPStatus.OK


def test_who_has_to_have_a_factor_keeps_one(town: Town, appoint: Callable[[Role], Person]) -> None:
    keeper = appoint(Role.SECURITY_ADMIN)
    with_password(town, "security_admin")
    account_id = keeper.account.pk
    actions.add_totp(account_id=account_id, secret=SECRET, typed=totp_code(SECRET), now=NOON)
    with at(1):
        browser = Browser()
        browser.sign_in("security_admin")
        browser.sent("/sign-in/second/", typed=totp_code(SECRET, minutes=1))
        assert browser.post("/account/second/app/remove/").status_code == HTTPStatus.FORBIDDEN
    assert queries.has_factor(account_id)


def test_a_lost_telephone_is_forgotten_by_another_administrator_with_a_reason(
    town: Town, with_app: list[str], appoint: Callable[[Role], Person]
) -> None:
    keeper = town.viewer(appoint(Role.SECURITY_ADMIN).key or "")
    account_id = town.persons["officer"].account.pk
    for viewer, reason in ((town.viewer("secretary"), "手机丢了"), (keeper, " ")):
        with pytest.raises(Refused):
            actions.reset_factors(account_id=account_id, reason=reason, viewer=viewer, now=NOON)
    own = town.persons["security_admin"].account.pk
    with pytest.raises(NotAllowed):
        actions.reset_factors(account_id=own, reason="手机丢了", viewer=keeper, now=NOON)
    actions.reset_factors(account_id=account_id, reason="手机丢了", viewer=keeper, now=NOON)
    with at(1):
        browser = Browser()
        assert browser.sign_in("officer") == "/officer/"
        assert "手机丢了" in browser.read("/account/")


def test_the_demo_comes_in_without_and_says_so(town: Town, settings: Settings) -> None:
    settings.HUIYIN_DEMO = True
    browser = Browser()
    assert "不验证第二因素" in browser.read("/demo/")
    browser.sent("/demo/", person=str(town.persons["secretary"].pk))
    assert browser.get("/exports/").status_code == HTTPStatus.OK


def test_secrets_lie_encrypted(with_app: list[str], town: Town) -> None:
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in kept
    assert with_app[0] not in kept


def test_tests_of_other_pages_may_take_the_second_factor_as_given(town: Town) -> None:
    client = Client()
    client.force_login(town.persons["secretary"].account)
    assert "/account/confirm/" in client.get("/exports/")["Location"]
    assert confirmed(client).get("/exports/").status_code == HTTPStatus.OK


def test_who_may_not_take_data_out_does_not_learn_that_others_may(town: Town) -> None:
    client = Client()
    client.force_login(town.persons["resident"].account)
    assert client.get("/exports/").status_code == HTTPStatus.NOT_FOUND


def test_a_site_may_ask_it_of_all_staff(town: Town, settings: Settings) -> None:
    settings.HUIYIN_SIGN_IN = {"staff_second_factor": 1}
    with_password(town, "resident")
    assert Browser().sign_in("officer") == "/sign-in/enrol/"
    assert Browser().sign_in("resident") == "/"


def test_codes_of_somebody_else_are_not_shown_to_who_has_just_made_ones_own(
    with_app: list[str], town: Town
) -> None:
    with at(1):
        browser = Browser()
        browser.sign_in("secretary")
        show(browser, "make", Device().make(ask(browser, "make")))
        assert browser.get("/account/recovery-codes/").status_code == HTTPStatus.OK
        assert browser.sign_in("officer") == "/sign-in/second/"
        assert browser.get("/account/recovery-codes/").status_code == 422
        assert browser.get("/account/recovery-codes.txt").status_code == 422
