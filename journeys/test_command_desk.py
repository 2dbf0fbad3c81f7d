"""The street's desk: filters that stand in the address, the keyboard, the row that is never lost."""

import re

from playwright.sync_api import expect

from journeys import desks, neighbours
from journeys.conftest import DESK, Look, SignIn

SAID = [
    "东门闸机抬杆慢，早高峰堵到马路上",
    "东门岗亭玻璃碎了一块，怕扎着孩子",
    "东门的减速带翘起来，半夜过车咣当响",
]
ANSWER = "物业今天都修好了，您从东门走走看。"


def test_the_work_list_is_narrowed_by_address_and_walked_by_keyboard(
    sign_in: SignIn, looked_at: Look
) -> None:
    resident = sign_in("崔勇")
    matters = [neighbours.report(resident, words, place="东门") for words in SAID]
    street = sign_in("尹晓丽", at=DESK)
    street.goto("/command/")
    looked_at(street, "list")
    street.keyboard.press("/")
    street.keyboard.type("东门")
    street.keyboard.press("Enter")
    expect(street).to_have_url(re.compile("words="))
    rows = street.locator("#rows").get_by_role("link")
    expect(rows.filter(has_text="东门")).not_to_have_count(0)

    street.locator("#list").focus()
    street.keyboard.press("j")
    street.keyboard.press("j")
    chosen = street.locator("#rows [aria-current=true]")
    title = chosen.locator(".work-title").inner_text()
    pane = street.get_by_role("region", name="这件事")
    expect(pane.get_by_role("heading", name=title)).to_be_visible()
    looked_at(street, "pane")
    street.keyboard.press("Enter")
    expect(street.get_by_role("heading", level=1)).to_have_text(title)
    looked_at(street, "case")
    street.get_by_role("link", name="回到清单").click()
    expect(street.locator("#rows [aria-current=true] .work-title")).to_have_text(title)
    street.reload()
    expect(street.locator("#rows [aria-current=true] .work-title")).to_have_text(title)

    # a step of the officer moves the list under the reader's eyes
    officer = sign_in("林小燕")
    for case in matters:
        desks.take_up(officer, case)
        desks.answer_now(officer, ANSWER, how="私下答复")
    expect(rows.filter(has_text="东门").filter(has_text="待评价").first).to_be_visible()
    resident.goto(f"/matters/{matters[0]}/")
    expect(neighbours.answer_of(resident)).to_contain_text(ANSWER)
    looked_at(resident, "told")


def test_the_secretary_watches_over_the_groups_without_ranking_anybody(
    sign_in: SignIn, looked_at: Look
) -> None:
    secretary = sign_in("周庆华", at=DESK)
    secretary.goto("/command/groups/")
    table = secretary.get_by_role("table")
    expect(table.get_by_role("row").filter(has_text=neighbours.GROUP)).to_be_visible()
    expect(table.get_by_role("row").filter(has_text="第十一网格")).to_be_visible()
    looked_at(secretary, "groups")
    secretary.goto("/command/posts/")
    expect(secretary.get_by_role("heading", level=1)).to_contain_text("岗位")
    looked_at(secretary, "posts")
