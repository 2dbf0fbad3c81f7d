"""Who is let in, and how the process begins and ends."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from huiyin.ground.live.tests.conftest import Site
from huiyin.ground.live.tests.reading import Browser


@pytest.fixture
def running(site: Site) -> Iterator[Site]:
    """A process that a test may end."""
    yield site
    if site.process and site.process.poll() is not None:
        site.start()


@pytest.mark.parametrize("token", ["", "abc", "e30.AAAA"])
def test_a_bad_ticket_is_refused_with_a_problem_document(token: str, site: Site) -> None:
    with Browser(site.port, f"/live/stream?ticket={token}") as refused:
        assert refused.status == 401
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.body()["type"] == "/problems/bad-ticket"


def test_an_expired_ticket_is_refused(site: Site) -> None:
    token = site.token("case:1", ttl_s=1)
    time.sleep(1.1)
    with Browser(site.port, token) as refused:
        assert refused.status == 401


def test_a_stream_ends_with_its_ticket(site: Site) -> None:
    with Browser(site.port, site.token("case:1", ttl_s=2)) as browser:
        assert list(browser.events()) == []
        assert browser.retry_ms


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "https://huiyin.example.cn"])
def test_pages_of_the_site_may_open_the_stream_from_their_own_port(origin: str, site: Site) -> None:
    headers = f"Origin: {origin}\r\n"
    with Browser(site.port, site.token("case:1"), headers=headers) as browser:
        assert browser.status == 200
        assert browser.headers["access-control-allow-origin"] == origin
        assert browser.headers["content-type"].startswith("text/event-stream")
        assert browser.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://127.0.0.1:9999", "null", "http://[", "http://127.0.0.1"],
)
def test_pages_of_other_sites_may_not(origin: str, site: Site) -> None:
    headers = f"Origin: {origin}\r\n"
    with Browser(site.port, site.token("case:1"), headers=headers) as refused:
        assert refused.status == 403
        assert "access-control-allow-origin" not in refused.headers


def test_the_stream_is_only_read(site: Site) -> None:
    with Browser(site.port, site.token("case:1"), method="DELETE") as refused:
        assert refused.status == 405


def test_other_addresses_are_not_there(site: Site) -> None:
    with Browser(site.port, "/live/other") as refused:
        assert (refused.status, refused.body()["status"]) == (404, 404)


def test_one_person_opens_a_handful_of_streams(site: Site) -> None:
    time.sleep(0.2)
    opened = [site.browser("case:1", person_id=77) for _ in range(5)]
    with Browser(site.port, site.token("case:1", person_id=77)) as refused:
        assert refused.status == 429
        assert refused.headers["retry-after"] == "30"
    for browser in opened:
        browser.close()
    time.sleep(0.2)
    site.browser("case:1", person_id=77).close()


def test_the_health_page_tells_how_it_is(site: Site) -> None:
    with site.browser("case:1"), Browser(site.port, "/live/health") as health:
        words = health.body()
    assert health.status == 200
    assert (words["status"], words["database"]) == ("ok", True)
    assert words["streams"] >= 1
    assert words["lag_ms"] < 2_000


def test_a_stop_tells_the_browsers_when_to_come_again(running: Site) -> None:
    browsers = [running.browser("case:1", person_id=number) for number in range(1, 6)]
    began = time.monotonic()
    assert running.stop() == 0
    assert time.monotonic() - began < 5
    for browser in browsers:
        assert list(browser.events()) == []
        assert 1_000 <= browser.retry_ms <= 4_000
        browser.close()


def test_a_killed_process_loses_and_doubles_nothing(running: Site) -> None:
    room = running.room()
    topics = [f"group:{room}", "case:91"]
    writer = threading.Thread(target=running.say, args=(room,), kwargs={"count": 300})
    browser = running.browser(*topics, last_id=f"t={int(time.time())},group:{room}=0")
    writer.start()
    heard = browser.take_seqs(5)
    running.stop(signal.SIGKILL)
    heard += _rest(browser)
    browser.close()
    running.start()
    with running.browser(*topics, last_id=browser.last_id) as again:
        heard += again.take_seqs(300 - len(heard))
    writer.join()
    assert heard == list(range(1, 301))


def test_hints_outlive_a_restart(running: Site) -> None:
    with running.browser("case:92", last_id=f"t={int(time.time())}") as browser:
        running.record("case:92")
        assert browser.take(1)[0].name == "hint"
        place = browser.last_id or f"t={int(time.time())}"
    running.stop()
    entry_id = running.record("case:92")
    running.start()
    with running.browser("case:92", last_id=place) as browser:
        heard = [event.data["id"] for event in browser.take(2)]
    assert entry_id in heard


def test_a_revocation_outlives_a_restart(running: Site) -> None:
    room = running.room()
    old = running.token(f"group:{room}", person_id=93)
    running.record(f"revoke:93:group:{room}")
    running.stop(signal.SIGKILL)
    running.start()
    time.sleep(0.5)
    with Browser(running.port, old) as browser:
        running.say(room)
        assert browser.is_quiet(1.0)


def _rest(browser: Browser) -> list[int]:
    """What was already on the way when the process died."""
    heard: list[int] = []
    with suppress(OSError, ValueError):
        heard.extend(event.data["seq"] for event in browser.events())
    return heard
