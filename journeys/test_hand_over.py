"""An officer goes on leave, the substitute acts, and the hand-over leaves nothing behind."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from huiyin.lib.times import ZONE
from journeys import desks
from journeys.conftest import DESK, Look, SignIn

OFFICER, SUBSTITUTE, SECRETARY = "方雅琴", "史建军", "周庆华"
GRID = "371625003201Z011"
RAILING = "西头楼梯扶手松了，老人扶着会晃"
NOTE = "西头扶手已约了物业，答应过住户本周看。"


def own_post(page: Page) -> str:
    """From one's own pages to the page of one's post. Returns its number."""
    page.goto("/officer/me/")
    page.get_by_role("link", name="交接和请假").first.click()
    expect(page).to_have_url(re.compile(r"/officer/posts/\d+/"))
    found = re.search(r"/posts/(\d+)/", page.url)
    assert found
    return found[1]


def minute(*, in_hours: int) -> str:
    return (datetime.now(ZONE) + timedelta(hours=in_hours)).strftime("%Y-%m-%dT%H:%M")


def option(page: Page, label: str, words: str) -> None:
    """Choose what has these words among others: a post with the name of who holds it."""
    field = page.get_by_label(label)
    found = field.locator("option", has_text=words).first.get_attribute("value")
    field.select_option(found)


def register(page: Page, words: str) -> None:
    page.goto("/officer/capture/")
    page.get_by_label("什么事").fill(words)
    other = page.get_by_label(re.compile("另选一类|哪一类事"))
    if not other.is_visible():
        page.get_by_text("都不是，另选一类").first.click()
    other.select_option(label="道路路面")
    page.get_by_role("button", name="登记").click()
    expect(page).to_have_url(re.compile(r"/officer/cases/\d+/"))


def test_an_officer_on_leave_is_stood_in_for_and_then_hands_over(
    sign_in: SignIn, looked_at: Look
) -> None:
    officer = sign_in(OFFICER)
    register(officer, RAILING)
    post = own_post(officer)
    expect(officer.get_by_role("heading", name=re.compile("手上的事"))).to_be_visible()
    looked_at(officer, "what-the-post-holds")

    option(officer, "由哪个岗位替岗", SUBSTITUTE)
    officer.get_by_label("从", exact=True).fill(minute(in_hours=-1))
    officer.get_by_label("到", exact=True).fill(minute(in_hours=72))
    officer.get_by_role("button", name="安排请假").click()
    expect(officer.get_by_text("请假中")).to_be_visible()
    looked_at(officer, "on-leave")

    substitute = sign_in(SUBSTITUTE)
    desks.open_inbox(substitute)
    expect(substitute.get_by_text("替岗：群、消息和待办会出现在您这里")).to_be_visible()
    expect(substitute.get_by_text(RAILING)).to_be_visible()
    public = substitute.context.new_page()
    public.goto(f"/grid/{GRID}/")
    expect(public.get_by_role("heading", name=SUBSTITUTE)).to_be_visible()
    looked_at(public, "the-public-page-during-the-leave")

    secretary = sign_in(SECRETARY, at=DESK)
    secretary.goto(f"/command/posts/{post}/")
    looked_at(secretary, "the-post-at-the-desk")
    option(secretary, "由谁接手", SUBSTITUTE)
    secretary.get_by_label("留言").fill(NOTE)
    secretary.get_by_role("button", name="交接", exact=True).click()
    expect(secretary.get_by_text("已经交接，没有留下未交的事")).to_be_visible()
    looked_at(secretary, "handed-over")

    desks.open_inbox(substitute)
    expect(substitute.get_by_text(NOTE)).to_be_visible()
    substitute.get_by_text(RAILING).first.click()
    history = substitute.locator(".history")
    expect(history.get_by_text(f"由{OFFICER}交给{SUBSTITUTE}")).to_be_visible()
    looked_at(substitute, "the-case-file-says-so")

    gone = officer.goto("/officer/")
    assert gone is not None
    assert gone.status == 404

    words_in_the_chosen_post(substitute)
    looked_at(substitute, "as-the-chosen-post")


def words_in_the_chosen_post(page: Page) -> None:
    """Who holds two posts now chooses one, and speaks as it by the live process."""
    page.goto("/officer/me/")
    page.get_by_role("button", name="以这个岗位办事").click()
    expect(page.get_by_text("现在以这个岗位办事")).to_have_count(1)
    page.goto("/officer/groups/")
    page.get_by_role("link", name=re.compile("第十一网格服务群")).first.click()
    chosen = page.locator('[data-composer] [name="as_post"]')
    expect(chosen).to_have_count(1)
    page.locator("[data-composer] textarea").fill(NOTE)
    with page.expect_request("**/live/messages") as sent:
        page.get_by_role("button", name="发送").click()
    assert f'"as_post":{chosen.input_value()}' in (sent.value.post_data or "")
    expect(page.locator(".said.mine .bubble", has_text=NOTE)).to_be_visible()
