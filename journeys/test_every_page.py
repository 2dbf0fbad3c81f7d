"""Every page that can be reached by links, by role: it answers, fits its screen and is fit for a screen reader."""

from collections import deque
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize

from journeys.axe import check_page
from journeys.conftest import DESK, PHONE, SignIn

MOST_PAGES = 34
WALKS = [
    ("王桂兰", PHONE, "/"),
    ("林小燕", PHONE, "/officer/"),
    ("周庆华", DESK, "/command/"),
    ("崔海燕", DESK, "/command/"),
    ("麦晓彤", DESK, "/command/"),
    ("麦晓彤", DESK, "/office/"),
    ("凌志浩", DESK, "/office/"),
    ("祝文佳", DESK, "/office/"),
    ("骆思远", DESK, "/office/"),
    (None, PHONE, "/"),
]
# things to take away, not pages to look at; and what would end the walk
NO_PAGES = (
    "/office/imports/template/",
    "/files/",
    "/static/",
    "/api/",
    "/live/",
    "/healthz",
    "/kit/",
    "/demo/",
    "/sign-out/",
)
IDS = [
    "resident", "officer", "secretary", "street", "county", "office", "system_admin", "security_admin", "auditor",
    "stranger",
]  # fmt: skip


@pytest.mark.parametrize(("who", "screen", "start"), WALKS, ids=IDS)
def test_every_page_answers_and_fits(
    sign_in: SignIn, who: str | None, screen: ViewportSize, start: str
) -> None:
    page = sign_in(who, at=screen)
    met: set[str] = set()
    faults: list[str] = []
    ahead = deque([start])
    while ahead and len(met) < MOST_PAGES:
        address = ahead.popleft()
        if shape(address) in met:
            continue
        met.add(shape(address))
        faults += look_at(page, address)
        ahead += links(page)
    assert faults == []


def look_at(page: Page, address: str) -> list[str]:
    answer = page.goto(address, wait_until="load")
    if answer is None or answer.status != 200:
        return [f"{address}: {answer.status if answer else 'no answer'}"]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    faults = [f"{address}: {wide} px wider than the screen"] if wide > 0 else []
    if page.get_by_role("heading", level=1).count() != 1:
        faults.append(f"{address}: not one h1")
    try:
        check_page(page)
    except AssertionError as found:
        faults.append(str(found))
    return faults


def links(page: Page) -> list[str]:
    here = urlsplit(page.url)
    found: list[str] = page.evaluate("[...document.links].map((link) => link.href)")
    return [
        parts.path + (f"?{parts.query}" if parts.query else "")
        for parts in map(urlsplit, found)
        if parts.netloc == here.netloc and not parts.path.startswith(NO_PAGES)
    ]


def shape(address: str) -> str:
    """One page of each kind is enough: /matters/17/ stands for all matters, and a query for its names."""
    parts = urlsplit(address)
    path = "/".join("#" if part.isdigit() else part for part in parts.path.split("/"))
    return path + "?" + "&".join(sorted({pair.split("=")[0] for pair in parts.query.split("&")}))
