"""A process is killed in the middle of talk: no word is lost, none is doubled, nobody has to do anything.

It stands last: the site is hurt on purpose.
"""

import json
import os
import signal
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import expect

from huiyin.ground.postgres import running_url
from journeys import neighbours
from journeys.conftest import Look, SignIn, Site
from journeys.crowd import talking

AGAIN_S = 60


@pytest.mark.parametrize("process", ["live", "worker", "clock", "web"])
def test_talk_goes_on_after_a_process_was_killed(
    site: Site, sign_in: SignIn, looked_at: Look, process: str
) -> None:
    words = {"live": "看得到吗", "worker": "收到没有", "clock": "还在吗", "web": "刚才卡了一下"}
    said = f"{words[process]}，我是19号楼的"
    speaker, listener = sign_in("马红梅"), sign_in("于德发")
    for page in (speaker, listener):
        neighbours.open_group(page)
    before = neighbours.every(listener, said).count()
    site.signal(process, signal.SIGKILL)
    # pages work without the one that died, or as soon as it is there again
    wait_for_pages(site)
    neighbours.say(speaker, said)
    expect(neighbours.every(speaker, said)).to_have_count(before + 1)
    expect(neighbours.every(listener, said)).to_have_count(before + 1, timeout=AGAIN_S * 1000)
    wait_until_well(site)
    # the stream is there again: what is said now comes by itself
    answer = f"{said}，看到了"
    neighbours.say(listener, answer)
    expect(neighbours.bubble(speaker, answer)).to_be_visible()
    listener.reload()
    expect(neighbours.every(listener, said)).to_have_count(before + 2)
    looked_at(listener, process)


def test_who_is_told_that_it_is_said_is_right_whatever_dies(site: Site, sign_in: SignIn) -> None:
    with talking([sign_in("马红梅"), sign_in("于德发")]) as crowd:
        for process in ("live", "web", "a backend", "the database"):
            crowd.wait_for(25)
            kill(site, process)
        crowd.wait_for(25)
    wait_until_well(site)
    with psycopg.connect(running_url(site.home) or "") as db:
        found = db.execute("SELECT text FROM groups_message WHERE text LIKE '又停水了吗 %'")
        said = Counter(text for (text,) in found)
    assert set(said.values()) == {1}
    assert set(crowd.acknowledged) <= set(said)
    assert crowd.failures


def kill(site: Site, process: str) -> None:
    """As when memory runs out: at once and without a word."""
    url = running_url(site.home) or ""
    if process == "the database":
        os.kill(postmaster(url), signal.SIGKILL)
    elif process == "a backend":
        with psycopg.connect(url) as db:
            os.kill(db.info.backend_pid, signal.SIGKILL)
    else:
        site.signal(process, signal.SIGKILL)


def postmaster(url: str) -> int:
    with psycopg.connect(url) as db:
        words = Path(f"/proc/{db.info.backend_pid}/stat").read_text("utf-8")
    return int(words.rpartition(")")[2].split()[1])  # the parent of each backend


def wait_for_pages(site: Site) -> None:
    wait(lambda: fetch(f"{site.address}/sign-in/") is not None, "pages")


def wait_until_well(site: Site) -> None:
    def is_well() -> bool:
        health = fetch(f"{site.address}/healthz")
        return health is not None and json.loads(health)["status"] == "ok"

    wait(is_well, "health")


def fetch(address: str) -> bytes | None:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
            body: bytes = answer.read()
            return body
    except (urllib.error.URLError, OSError):
        return None


def wait(is_so: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + AGAIN_S
    while not is_so():
        assert time.monotonic() < end, f"no {what} again within {AGAIN_S} s"
        time.sleep(0.2)  # between two looks, not instead of a condition
