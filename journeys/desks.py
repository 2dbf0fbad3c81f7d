"""What the service does with what residents say: on a phone in the officer's pages, whoever it is."""

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from journeys.neighbours import GROUP


def waiting(page: Page, words: str) -> Locator:
    """The words of a resident as they wait in the inbox."""
    return page.get_by_role("listitem").filter(has_text=words).last


def open_inbox(page: Page) -> None:
    page.goto("/officer/")
    expect(page.get_by_role("heading", level=1)).to_have_text("等您回音")


def take_up(page: Page, case: str) -> None:
    """Open a case that waits in the inbox. case: its id."""
    open_inbox(page)
    page.locator(f"main a[href$='/cases/{case}/']").first.click()
    expect(page).to_have_url(re.compile(f"/officer/cases/{case}/"))


def answer_now(page: Page, words: str, *, how: str, file: Path | None = None) -> None:
    """Answer and tell in one step. Without a photo the matter is explained, with one it is solved."""
    begin(page, "即时答复")
    page.get_by_label("答复", exact=True).fill(words)
    if file is None:
        choose(page, "已答复解释")
    else:
        page.get_by_label(re.compile("照片")).set_input_files(file)
    choose(page, how)
    finish(page, "即时答复")


def open_group(page: Page, name: str = GROUP) -> None:
    page.goto("/officer/groups/")
    page.get_by_role("link", name=re.compile(name)).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def pick(page: Page, words: Sequence[str]) -> None:
    """Choose several things that were said in the open talk."""
    talk = page.get_by_role("list", name="群里说的话")
    for each in words:
        said = talk.get_by_role("listitem").filter(has_text=each).last
        said.get_by_role("checkbox").check()


def answer_in_group(page: Page, words: str) -> None:
    """On the page of chosen words: answer them all in the group."""
    page.get_by_label("答复", exact=True).fill(words)
    page.get_by_role("button", name="发送答复").click()


def make_case(page: Page, *, title: str, place: str = "", category: str = "") -> None:
    """On the page of chosen words: make a matter of them. category: its name, where the suggestion does not fit."""
    if category:
        other = page.get_by_label(re.compile("另选一类|哪一类事"))
        if not other.is_visible():
            page.get_by_text("都不是，另选一类").first.click()
        other.select_option(label=category)
    if place:
        page.get_by_label("在哪里").fill(place)
    page.get_by_text("标题和性质").click()
    page.get_by_label("标题", exact=False).first.fill(title)
    page.get_by_role("button", name="转成一件事").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def open_case(page: Page, title: str) -> None:
    """Found by its title, as one looks for anything."""
    page.goto("/officer/cases/")
    page.get_by_label("找一件事").fill(title)
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=re.compile(title)).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def begin(page: Page, act: str) -> None:
    """Open the form of an act, from the bar of the case or from 更多."""
    link = page.get_by_role("link", name=act, exact=True)
    if not link.is_visible():
        page.locator("summary").filter(has_text="更多").click()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(act)


def finish(page: Page, act: str) -> None:
    """Send the form of an act; the case stands there again."""
    page.get_by_role("button", name=act, exact=True).click()
    expect(page).to_have_url(re.compile(r"/officer/cases/\d+/$"))


def accept(page: Page) -> None:
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page.get_by_text("已受理，诉求人会收到通知。")).to_be_visible()


def choose(page: Page, words: str) -> None:
    """One of the cards to choose from, by the words it begins with."""
    page.get_by_role("radio", name=re.compile(f"^{re.escape(words)}")).first.check(force=True)


def note(page: Page, words: str, *, file: Path | None = None) -> None:
    """Write down what was done, so that the reporter sees it too."""
    begin(page, "记录办理")
    page.get_by_label("办了什么").fill(words)
    if file is not None:
        page.get_by_label(re.compile("照片")).set_input_files(file)
    choose(page, "诉求人也看得到")
    finish(page, "记录办理")


def submit(page: Page, words: str, *, file: Path | None = None) -> None:
    """The result, in the words the reporter will read. Without a photo the matter is explained."""
    begin(page, "反馈结果")
    page.get_by_label("答复", exact=True).fill(words)
    if file is None:
        choose(page, "已答复解释")
    else:
        page.get_by_label(re.compile("照片")).set_input_files(file)
    finish(page, "反馈结果")


def tell(page: Page, how: str) -> None:
    begin(page, "告知")
    choose(page, how)
    finish(page, "告知")


def hand_up(page: Page, reason: str) -> None:
    begin(page, "上交")
    page.get_by_label("原因").fill(reason)
    finish(page, "上交")
