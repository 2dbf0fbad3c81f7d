"""Who is not in the group yet: from the list of doors to the door, and the figure is the same wherever it stands."""

import re

from playwright.sync_api import Page, expect

from journeys.conftest import DESK, Look, SignIn


def figure(page: Page) -> tuple[str, str]:
    """Covered of occupied, as the officer's page of a grid says it."""
    counts = page.locator(".coverage-counts dd").all_inner_texts()
    covered, invited, unknown, refused = (int(each) for each in counts[:4])
    percent = page.locator(".coverage-percent").inner_text()
    return f"{covered} / {covered + invited + unknown + refused}", percent


def open_grid(page: Page) -> None:
    page.goto("/officer/me/")
    page.get_by_role("link", name="入群覆盖").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("入群覆盖")


def test_a_household_is_called_on_and_comes_in(sign_in: SignIn, looked_at: Look) -> None:
    officer = sign_in("林小燕")
    open_grid(officer)
    looked_at(officer, "coverage")
    before, _percent = figure(officer)

    # the list of doors, and one tap
    officer.get_by_role("link", name=re.compile("看没进群的")).click()
    looked_at(officer, "homes")
    first = officer.get_by_role("button", name=re.compile("^去走访")).first
    home = (first.get_attribute("aria-label") or "").removeprefix("去走访").strip()
    first.click()
    expect(officer.get_by_role("heading", level=1)).to_have_text(home)
    looked_at(officer, "visit")

    # at the door: a code for this household alone
    officer.get_by_role("button", name="生成邀请码").click()
    expect(officer.get_by_role("img", name="这一户的邀请二维码")).to_be_visible()
    code = officer.locator(".invitation-code").inner_text()
    looked_at(officer, "invitation")

    resident = sign_in(None)
    resident.goto(f"/join/{code.lower()}/")
    expect(resident.get_by_text(f"这个邀请码是给“{home}”的")).to_be_visible()
    looked_at(resident, "invited")
    resident.get_by_label("您的姓名").fill("江一帆")
    resident.get_by_label(re.compile("我看过上面的说明")).check()
    resident.get_by_role("button", name="加入").dblclick()
    expect(resident).to_have_url(re.compile("/groups/"))

    # the visit is done, and the household is covered
    officer.reload()
    expect(officer.get_by_text("已进群", exact=False).first).to_be_visible()
    officer.get_by_role("link", name="看这一户").click()
    expect(officer.locator("main .card").first).to_contain_text("已进群")
    expect(officer.get_by_text("上门核实", exact=False)).to_be_visible()
    looked_at(officer, "household")

    open_grid(officer)
    after, percent = figure(officer)
    covered, occupied = map(int, before.split(" / "))
    assert after == f"{covered + 1} / {occupied}"

    # the same in the group's own page, and on the desk of the community
    officer.goto("/officer/groups/")
    officer.get_by_role("link", name=re.compile("网格")).first.click()
    officer.get_by_role("link", name="群资料").click()
    expect(officer.get_by_text(f"{after} · {percent}")).to_be_visible()
    secretary = sign_in("周庆华", at=DESK)
    secretary.goto("/command/coverage/")
    looked_at(secretary, "command")
    assert (percent, covered + 1, occupied) in rows(secretary)


def rows(page: Page) -> list[tuple[str, int, int]]:
    """Ratio, covered and occupied of each grid in the table of the desk."""
    found = []
    for row in page.locator("tbody tr").all():
        percent, covered, occupied, *_rest = row.locator("td").all_inner_texts()
        found.append((percent.strip(), int(covered), int(occupied)))
    return found
