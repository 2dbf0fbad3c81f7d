"""Sessions begin under a new key, rest no longer than they may, end everywhere, and say why."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from huiyin.conftest import NOON, Town
from huiyin.ground.ledger.actions import By
from huiyin.people import actions as people_actions
from huiyin.people.models import Post
from huiyin.people.rules import Role
from huiyin.sign_in import actions
from huiyin.sign_in.models import HistoryLine, SignedIn
from huiyin.sign_in.rules import NOWHERE
from huiyin.web.kit.tests.doors import NEW_PASSWORD, PASSWORD, Browser, at, with_password


@pytest.fixture(autouse=True)
def _passwords(town: Town) -> None:
    with_password(town, "officer", "resident")


def test_staff_who_rest_for_half_an_hour_sign_in_anew_and_read_why(town: Town) -> None:
    browser = Browser()
    with at():
        browser.sign_in("officer")
    with at(29):
        assert browser.get("/staff/").status_code == HTTPStatus.OK
    with at(58):
        assert browser.get("/staff/").status_code == HTTPStatus.OK
    with at(88):
        assert browser.get("/staff/")["Location"].startswith("/sign-in/")
        assert "一段时间没有操作" in browser.read("/sign-in/")


def test_after_twelve_hours_of_work_too(town: Town) -> None:
    browser = Browser()
    with at():
        browser.sign_in("officer")
    for quarter in range(1, 48):
        with at(15 * quarter):
            assert browser.get("/staff/").status_code == HTTPStatus.OK
    with at(12 * 60):
        assert browser.get("/staff/")["Location"].startswith("/sign-in/")


def test_a_residents_phone_stays_in(town: Town) -> None:
    browser = Browser()
    with at():
        browser.sign_in("resident")
    with at(60 * 24 * 80):
        assert browser.get("/account/").status_code == HTTPStatus.OK
    with at(60 * 24 * 160):
        assert browser.get("/account/").status_code == HTTPStatus.OK


def test_a_site_may_say_otherwise(town: Town, settings: Settings) -> None:
    settings.HUIYIN_SIGN_IN = {"staff_idle_minutes": 5}
    browser = Browser()
    with at():
        browser.sign_in("officer")
    with at(5):
        assert browser.get("/staff/")["Location"].startswith("/sign-in/")


def test_a_new_sign_in_of_staff_ends_the_older_one_and_tells_it(town: Town) -> None:
    older, newer = Browser(), Browser()
    with at():
        older.sign_in("officer")
        newer.sign_in("officer")
        assert newer.get("/staff/").status_code == HTTPStatus.OK
        assert older.get("/staff/")["Location"].startswith("/sign-in/")
        assert "另一台设备上登录" in older.read("/sign-in/")


def test_residents_may_have_two_phones(town: Town) -> None:
    first, second = Browser(), Browser()
    first.sign_in("resident")
    second.sign_in("resident")
    assert first.get("/account/").status_code == HTTPStatus.OK


def test_visitors_of_a_demo_do_not_end_each_other(town: Town, settings: Settings) -> None:
    settings.HUIYIN_DEMO = True
    first, second = Browser(), Browser()
    for visitor in (first, second):
        visitor.post("/demo/", {"person": str(town.persons["officer"].pk)})
    assert first.get("/staff/").status_code == HTTPStatus.OK


def test_the_key_of_a_session_is_new_after_each_step(town: Town) -> None:
    browser = Browser()
    browser.get("/sign-in/")
    browser.sign_in("officer", "wrong")
    keys = [browser.session.session_key]
    browser.sign_in("officer")
    keys.append(browser.session.session_key)
    browser.sign_in("officer")
    keys.append(browser.session.session_key)
    assert len(set(keys)) == 3


def test_a_ticket_for_the_stream_is_not_given_to_who_was_ended(town: Town) -> None:
    browser = Browser()
    browser.sign_in("officer")
    assert browser.get("/live/ticket?topics=").status_code == HTTPStatus.OK
    account = town.persons["officer"].account
    actions.sign_out_everywhere(account_id=account.pk, keep="", where=NOWHERE, now=NOON)
    assert browser.get("/live/ticket?topics=").status_code == HTTPStatus.UNAUTHORIZED


def test_signing_out_everywhere_leaves_the_browser_that_asks(town: Town) -> None:
    here, there = Browser(), Browser()
    here.sign_in("resident")
    there.sign_in("resident")
    assert "现在登录着的地方" in here.read("/account/")
    here.post("/account/everywhere/")
    assert here.get("/account/").status_code == HTTPStatus.OK
    assert "全部退出" in there.read("/account/")


def test_not_me_ends_the_others_and_asks_for_a_new_password_first_thing(town: Town) -> None:
    mine, thief = Browser(), Browser()
    with at():
        thief.sign_in("resident")
        mine.sign_in("resident")
        assert mine.sent("/account/not-me/") == "/account/password/"
        assert "不是本人" in thief.read("/account/")
        assert thief.sign_in("resident") == "/sign-in/password/"
        chosen = {"password": NEW_PASSWORD, "again": NEW_PASSWORD}
        assert mine.sent("/account/password/", current=PASSWORD, **chosen) == "/account/"
        assert mine.get("/account/").status_code == HTTPStatus.OK
        assert thief.sent("/sign-in/password/", **chosen) != "/"
    lines = HistoryLine.objects.filter(account=town.persons["resident"].account)
    assert {"not_me", "password_changed"} <= set(lines.values_list("kind", flat=True))


def test_whoever_becomes_an_administrator_signs_in_anew(
    town: Town, run_jobs: Callable[[], int]
) -> None:
    post = Post.objects.create(
        key="auditor", role=Role.AUDITOR, node=town.nodes["379901"], title="审计员"
    )
    browser = Browser()
    with at():
        browser.sign_in("resident")
    with at(1):
        people_actions.take_post(
            post_id=post.pk,
            person_id=town.persons["resident"].pk,
            by=By(None, None),
            now=NOON,
        )
        SignedIn.objects.update(began_at=NOON.replace(hour=11))
        run_jobs()
        assert "岗位有变动" in browser.read("/account/")
        assert browser.sign_in("resident") == "/sign-in/enrol/"


def test_a_page_costs_no_query_more_for_its_session(
    town: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = Browser()
    with at():
        browser.sign_in("resident")
        with django_assert_num_queries(3):  # session, account with person, posts
            browser.get("/staff/")
    with at(1), django_assert_num_queries(3):
        browser.get("/staff/")


def test_a_session_that_was_made_before_sessions_had_limits_is_over(town: Town) -> None:
    browser = Browser()
    browser.force_login(town.persons["resident"].account)
    kept = browser.session
    del kept["entry"]
    kept.save()
    assert browser.get("/account/")["Location"].startswith("/sign-in/")
