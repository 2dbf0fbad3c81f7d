"""What every request gets: the viewer, the language, the mode, the policy."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from huiyin.conftest import Town
from huiyin.web.kit.middleware import CompressionMiddleware

pytestmark = pytest.mark.django_db


def test_a_page_for_nobody_asks_the_database_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/sign-in/").status_code == 200


def test_the_viewer_is_whoever_signed_in(town: Town) -> None:
    client = Client()
    client.force_login(town.persons["resident"].account)
    page = client.get("/sign-in/").content.decode()
    assert "退出登录（测试resident）" in page


def test_pages_are_chinese_until_somebody_chooses() -> None:
    client = Client(headers={"Accept-Language": "en"})
    assert '<html lang="zh-Hans"' in client.get("/sign-in/").content.decode()
    client.post("/preferences/", {"language": "en", "next": "/sign-in/"})
    answer = client.get("/sign-in/")
    assert '<html lang="en"' in answer.content.decode()
    assert answer.headers["Content-Language"] == "en"


def test_elder_mode_and_theme_are_kept_by_the_browser() -> None:
    client = Client()
    client.post("/preferences/", {"mode": "elder"})
    client.post("/preferences/", {"theme": "dark"})
    page = client.get("/sign-in/").content.decode()
    assert 'data-mode="elder"' in page
    assert 'data-theme="dark"' in page


def test_elder_mode_goes_with_the_person(town: Town) -> None:
    first, second = Client(), Client()
    first.force_login(town.persons["resident"].account)
    first.post("/preferences/", {"mode": "elder"})
    town.persons["resident"].account.set_password("Right-horse-7")
    town.persons["resident"].account.save()
    second.post("/sign-in/", {"username": "resident", "password": "Right-horse-7"})
    assert second.cookies["huiyin_mode"].value == "elder"


@pytest.mark.parametrize(
    "sent",
    [{"mode": "huge"}, {"theme": "x"}, {"language": "xx"}, {"next": "https://elsewhere.example/"}],
)
def test_an_unknown_preference_changes_nothing(sent: dict[str, str]) -> None:
    answer = Client().post("/preferences/", sent)
    assert answer.headers["Location"] == "/"
    assert not answer.cookies


def test_nothing_inline_and_nothing_foreign_runs(settings: Settings) -> None:
    settings.HUIYIN_LIVE_URL = ""
    policy = Client().get("/sign-in/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "connect-src 'self';" in policy


@pytest.mark.parametrize(
    ("setting", "source"),
    [(":8001", "http://testserver:8001"), ("https://live.example/huiyin", "https://live.example")],
)
def test_the_stream_may_be_reached_where_the_setting_says(
    settings: Settings, setting: str, source: str
) -> None:
    settings.HUIYIN_LIVE_URL = setting
    policy = Client().get("/sign-in/").headers["Content-Security-Policy"]
    assert f"connect-src 'self' {source};" in policy


def test_a_page_travels_compressed() -> None:
    plain = Client().get("/sign-in/")
    packed = Client().get("/sign-in/", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.content) < len(plain.content) / 2
    assert gzip.decompress(packed.content).startswith(b"<!doctype html>")


def test_two_pages_of_the_same_words_differ_in_length() -> None:
    # the padding against BREACH: the name in the head of the gzip has a random length
    client = Client()
    pages = [client.get("/sign-in/", headers={"Accept-Encoding": "gzip"}) for _ in range(20)]
    assert len({len(page.content) for page in pages}) > 2


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse(b"\xff\xd8" * 500, content_type="image/jpeg"),
        FileResponse([b"<p>" * 500], content_type="text/html"),
    ],
    ids=["picture", "stream"],
)
def test_a_picture_and_what_streams_are_left_as_they_are(answer: HttpResponse) -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    CompressionMiddleware(lambda _: answer)(request)
    assert "Content-Encoding" not in answer.headers
