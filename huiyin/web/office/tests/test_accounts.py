"""账号: for the security administrator alone, without a word of any case."""

from collections.abc import Callable

import pytest
from django.test import Client

from huiyin.cases import actions as cases
from huiyin.cases.rules.words import Channel
from huiyin.conftest import NOON, Town
from huiyin.people.models import Person
from huiyin.people.rules import Role
from huiyin.sign_in.models import HistoryLine
from huiyin.sign_in.tests.conftest import PHONE, appoint, phoned
from huiyin.web.kit.tests.doors import Browser, at, with_password

__all__ = ["appoint", "phoned"]

SECRET_WORDS = "井盖响得睡不着"


@pytest.fixture
def keeper(phoned: Town, appoint: Callable[[Role], Person]) -> Client:
    appoint(Role.SECURITY_ADMIN)
    cases.open_case(
        viewer=phoned.viewer("officer"),
        now=NOON,
        text=SECRET_WORDS,
        category="0103",
        node_id=phoned.grid.pk,
        channel=Channel.PHONE,
    )
    made = Client()
    made.force_login(phoned.persons["security_admin"].account)
    return made


@pytest.mark.parametrize(("who", "status"), [("resident", 404), ("officer", 403), ("county", 403)])
def test_nobody_else_finds_the_room(town: Town, who: str, status: int) -> None:
    client = Client()
    client.force_login(town.persons[who].account)
    account = town.persons["officer"].account.pk
    for address in ("/office/accounts/", f"/office/accounts/{account}/"):
        assert client.get(address).status_code == status
        assert client.post(address, {"do": "end", "reason": "x"}).status_code in {status, 405}


def test_the_list_shows_posts_and_no_case_and_no_telephone(phoned: Town, keeper: Client) -> None:
    page = keeper.get("/office/accounts/").content.decode()
    assert "测试officer" in page
    assert "测试resident<" not in page
    found = keeper.get("/office/accounts/?q=测试resident").content.decode()
    assert "测试resident<" in found
    account = phoned.persons["resident"].account.pk
    one = keeper.get(f"/office/accounts/{account}/").content.decode()
    for text in (page, found, one):
        assert SECRET_WORDS not in text
        assert PHONE not in text


def test_nothing_found_says_what_next(keeper: Client) -> None:
    assert "换个姓名" in keeper.get("/office/accounts/?q=无此人").content.decode()


def test_a_locked_account_and_a_locked_address_are_opened_with_a_reason(
    phoned: Town, keeper: Client
) -> None:
    with_password(phoned, "officer", "secretary")
    account = phoned.persons["officer"].account.pk
    with at():
        keeper.force_login(phoned.persons["security_admin"].account)
        for _time in range(5):
            Browser(address="198.51.100.4").sign_in("officer", "wrong")
        page = keeper.get("/office/accounts/").content.decode()
        assert "暂停中" in page
        assert "198.51.100.4" in page
        bare = keeper.post(f"/office/accounts/{account}/", {"do": "unlock", "reason": " "})
        assert bare.status_code == 422
        keeper.post(f"/office/accounts/{account}/", {"do": "unlock", "reason": "本人来电"})
        assert Browser(address="198.51.100.5").sign_in("officer") == "/officer/"
        for _time in range(5):
            Browser(address="198.51.100.9").sign_in(f"n{_time}", "wrong")
        sent = {"address": "198.51.100.9", "reason": "大厅共用"}
        assert keeper.post("/office/accounts/addresses/", sent).status_code == 302
        assert Browser(address="198.51.100.9").sign_in("secretary") == "/command/"
        assert keeper.post("/office/accounts/addresses/", sent).status_code == 404


def test_sessions_are_ended_and_the_owner_reads_by_whom_and_why(
    phoned: Town, keeper: Client
) -> None:
    with_password(phoned, "officer")
    account = phoned.persons["officer"].account.pk
    with at():
        keeper.force_login(phoned.persons["security_admin"].account)
        browser = Browser()
        browser.sign_in("officer")
        keeper.post(f"/office/accounts/{account}/", {"do": "end", "reason": "手机在外面"})
        assert "安全管理员结束了这次登录" in browser.read("/account/")
        browser.sign_in("officer")
        assert "手机在外面" in browser.read("/account/")
    line = HistoryLine.objects.get(account_id=account, kind="sessions_ended")
    assert (line.reason, line.by_title) == ("手机在外面", "安全管理员")


def test_one_does_not_help_oneself(phoned: Town, keeper: Client) -> None:
    own = phoned.persons["security_admin"].account.pk
    answer = keeper.post(f"/office/accounts/{own}/", {"do": "end", "reason": "试试"})
    assert answer.status_code == 403
