"""Words go out by the live process; when it is not there, or its answer is lost, they go out by the form, once."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from journeys import neighbours
from journeys.conftest import SignIn, Site

FAST = re.compile(r"/live/messages$")
FORM = re.compile(r"/groups/\d+/$")


def is_heard(page: Page) -> None:
    """The stream is open: from now on there is a fast way."""
    open_stream = (
        "async (live) => { while (!live.sending) await new Promise((go) => setTimeout(go, 50)); }"
    )
    page.locator("huiyin-live").evaluate(open_stream)


def posted(page: Page) -> list[str]:
    """Where the page posts to from now on."""
    sent: list[str] = []
    ways = {FAST: "live", FORM: "form"}

    def note(address: str) -> None:
        sent.extend(way for pattern, way in ways.items() if pattern.search(address))

    page.on("request", lambda request: note(request.url) if request.method == "POST" else None)
    return sent


def test_words_go_by_the_live_process(site: Site, sign_in: SignIn) -> None:
    speaker, listener = sign_in("马红梅"), sign_in("于德发")
    for page in (speaker, listener):
        neighbours.open_group(page)
        is_heard(page)
    before = neighbours.every(listener, "快递放门口了").count()
    sent = posted(speaker)
    neighbours.say(speaker, "快递放门口了")
    assert sent == ["live"]
    expect(neighbours.every(listener, "快递放门口了")).to_have_count(before + 1)


@pytest.mark.parametrize("fate", ["the request is lost", "the answer is lost", "refused"])
def test_what_the_live_process_does_not_acknowledge_is_said_once_by_the_form(
    site: Site, sign_in: SignIn, fate: str
) -> None:
    said = {
        "the request is lost": "电梯修好了",
        "the answer is lost": "水来了",
        "refused": "灯亮了",
    }[fate]

    def meet(route: Route) -> None:
        if fate == "refused":
            route.fulfill(status=409, body="{}", headers={"access-control-allow-origin": "*"})
            return
        if fate == "the answer is lost":
            route.fetch()
        route.abort()

    speaker = sign_in("马红梅")
    neighbours.open_group(speaker)
    is_heard(speaker)
    before = neighbours.every(speaker, said).count()
    speaker.route(FAST, meet)
    sent = posted(speaker)
    neighbours.say(speaker, said)
    assert sent == ["live", "form"]
    speaker.reload()
    expect(neighbours.every(speaker, said)).to_have_count(before + 1)
