"""People who talk all the time, by both ways, and send again what nobody acknowledged."""

import http.client
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlencode, urljoin, urlsplit

from playwright.sync_api import Page

from journeys import neighbours

PATIENCE_S = 90
PAUSE_S = 0.1
"""Between two messages of one: nobody is told to slow down."""

Send = Callable[[uuid.UUID, str], int]
"""Sends words under a key; returns the status of the answer. Raises OSError, HTTPException."""


class Crowd:
    """acknowledged: the words that somebody was told are said. failures: how often nobody answered well."""

    def __init__(self) -> None:
        self.acknowledged: list[str] = []
        self.failures = 0
        self._ends = threading.Event()

    def wait_for(self, more: int) -> None:
        wanted = len(self.acknowledged) + more
        end = time.monotonic() + PATIENCE_S
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < end, "nobody is heard any more"
            time.sleep(0.05)

    def _talk(self, send: Send) -> None:
        while not self._ends.is_set():
            key = uuid.uuid4()
            self._until_acknowledged(send, key, f"又停水了吗 {key.hex}")
            time.sleep(PAUSE_S)

    def _until_acknowledged(self, send: Send, key: uuid.UUID, words: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            with suppress(OSError, http.client.HTTPException):
                status = send(key, words)
                if status in {200, 204}:
                    self.acknowledged.append(words)
                    return
                assert status in {429, 503}, status
            self.failures += 1
            time.sleep(PAUSE_S)


@contextmanager
def talking(pages: list[Page]) -> Iterator[Crowd]:
    """A crowd over the people of these pages, each in the group by the form as well as by the live process."""
    crowd = Crowd()
    senders = [send for page in pages for send in _ways_of(page)]
    threads = [threading.Thread(target=crowd._talk, args=(send,)) for send in senders]
    for thread in threads:
        thread.start()
    try:
        yield crowd
    finally:
        crowd._ends.set()
        for thread in threads:
            thread.join()


def _ways_of(page: Page) -> tuple[Send, Send]:
    neighbours.open_group(page)
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
    group_id = int(urlsplit(page.url).path.strip("/").split("/")[1])
    token = page.locator('[name="csrfmiddlewaretoken"]').first.input_value()
    speech = page.locator("huiyin-live")
    ticket = speech.get_attribute("ticket") or ""
    fast = urljoin(page.url, speech.get_attribute("src")).removesuffix("stream") + "messages"

    def by_form(key: uuid.UUID, words: str) -> int:
        body = urlencode({"csrfmiddlewaretoken": token, "client_key": str(key), "text": words})
        kind = "application/x-www-form-urlencoded"
        return _post(
            page_url, body, {"Cookie": cookies, "Content-Type": kind, "HX-Request": "true"}
        )

    def by_live(key: uuid.UUID, words: str) -> int:
        body = json.dumps({"group": group_id, "text": words, "client_key": str(key)})
        return _post(fast, body, {"Authorization": f"Bearer {ticket}"})

    page_url = page.url
    return by_form, by_live


def _post(url: str, body: str, headers: dict[str, str]) -> int:
    place = urlsplit(url)
    asking = http.client.HTTPConnection(place.hostname or "", place.port, timeout=20)
    try:
        asking.request("POST", place.path, body.encode(), headers)
        answer = asking.getresponse()
        answer.read()
        return answer.status
    finally:
        asking.close()
