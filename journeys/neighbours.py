"""What residents do with their phones."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

GROUP = "晴湖社区第七网格服务群"


def open_group(page: Page, name: str = GROUP) -> None:
    """From wherever one is: the first place of the bar, then the group."""
    page.goto("/")
    page.get_by_role("link", name=re.compile(name)).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def say(page: Page, words: str, *, file: Path | None = None) -> Locator:
    """Say something in the open talk, and see it stand there. Returns it."""
    before = every(page, words).count()
    if file is not None:
        page.get_by_label("照片、语音或视频").set_input_files(file)
    page.get_by_label("说点什么").fill(words)
    page.get_by_role("button", name="发送").click()
    expect(every(page, words)).to_have_count(before + 1)
    return said_by(page, words)


def edit(page: Page, words: str, better: str) -> None:
    """Put words of one's own in another way, and be back in the talk."""
    bubble(page, words).get_by_role("link", name="修改或撤回").click()
    page.get_by_role("textbox").fill(better)
    page.get_by_role("button", name="保存修改").click()
    expect(bubble(page, better)).to_be_visible()


def said_by(page: Page, words: str) -> Locator:
    """What has just been said: the thing itself, which stays the same when others quote it."""
    said = bubble(page, words)
    expect(said).to_be_visible()
    return page.locator(f"#{said.get_attribute('id')}")


def bubble(page: Page, words: str) -> Locator:
    """The last thing in the talk that has these words."""
    return every(page, words).last


def every(page: Page, words: str) -> Locator:
    """Everything in the talk that has these words."""
    talk = page.get_by_role("list", name="群里说的话")
    return talk.get_by_role("listitem").filter(has_text=words)


def report(page: Page, words: str, *, place: str = "", file: Path | None = None) -> str:
    """说一件事, by the big button of the first page; ends on the page of the matter. Returns its id."""
    page.goto("/")
    page.get_by_role("link", name="说一件事").click()
    page.get_by_label("什么事").fill(words)
    if file is not None:
        page.get_by_label("照片或视频").set_input_files(file)
    if place:
        page.get_by_label("在哪里").fill(place)
    page.get_by_role("button", name="发给网格员").click()
    expect(page).to_have_url(re.compile(r"/matters/\d+/"))
    return page.url.rstrip("/").rsplit("/", 1)[1]


def open_matter(page: Page, title: str) -> None:
    """One of 我的事, by its heading."""
    page.goto("/matters/")
    page.get_by_role("link", name=re.compile(title)).first.click()
    expect(page).to_have_url(re.compile(r"/matters/\d+/"))


def answer_of(page: Page) -> Locator:
    """给您的回音 on the page of a matter."""
    return page.get_by_role("region", name="给您的回音")


def rate(page: Page, *, solved: bool, words: str = "") -> None:
    """Solved or not, before the stars."""
    page.get_by_text("解决了" if solved else "没解决", exact=True).click()
    if solved:
        page.get_by_text("满意", exact=True).click()
    page.get_by_label("想说的话").fill(words)
    page.get_by_role("button", name="就这样告诉他们").click()
