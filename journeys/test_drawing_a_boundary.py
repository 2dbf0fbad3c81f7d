"""A county's keeper draws the boundary of a grid, takes ground by mistake, mends it, and goes back."""

import re

from playwright.sync_api import Page, expect

from journeys.conftest import DESK, PHONE, Look, SignIn

KEEPER = "麦晓彤"
NEIGHBOUR = "第七网格"


def centre(page: Page) -> tuple[float, float]:
    box = page.locator("huiyin-map svg").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def press_on_map(page: Page, across: float, down: float) -> None:
    """Press on the map, so many pixels from its middle."""
    x, y = centre(page)
    page.mouse.click(x + across, y + down)


def open_grid(page: Page, community: str, grid: str) -> None:
    page.goto("/office/boundaries/")
    page.get_by_role("main").get_by_role("link", name=community).click()
    page.get_by_role("region", name="下面的地方").get_by_role("link", name=grid).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(grid)


def test_a_grid_is_drawn_changed_and_brought_back(sign_in: SignIn, looked_at: Look) -> None:
    page = sign_in(KEEPER, at=DESK)
    page.goto("/office/ground/")
    undrawn = page.get_by_role("region", name="还没有画地界的网格")
    undrawn.get_by_role("link", name=re.compile("去画")).last.click()
    page.locator("huiyin-map svg").focus()
    for _time in range(16):  # away from what is drawn already
        page.keyboard.press("ArrowUp")
    for across, down in ((-120, -80), (120, -80), (120, 80), (-120, 80)):
        press_on_map(page, across, down)
    expect(page.get_by_role("status").filter(has_text="平方米")).to_contain_text("约")
    looked_at(page, "drawn")

    page.get_by_role("button", name="保存为新的一版").click()
    expect(page.get_by_text("请写一句为什么改").first).to_be_visible()
    assert page.locator("#id_points").input_value().count("\n") == 3
    page.get_by_label("为什么改").fill("第一次画")
    page.get_by_role("button", name="保存为新的一版").click()
    expect(page.get_by_text("已保存为第 1 版")).to_be_visible()
    looked_at(page, "first")

    page.get_by_role("link", name="改地界").click()
    corner = page.get_by_role("button", name="第 1 点", exact=True)
    before = page.locator("#id_points").input_value()
    corner.focus()
    for _time in range(5):
        page.keyboard.press("Shift+ArrowLeft")
    assert page.locator("#id_points").input_value() != before
    page.get_by_role("button", name="撤销").click()
    page.get_by_role("button", name="加点", exact=True).click()
    press_on_map(page, 0, 200)
    page.get_by_label("为什么改").fill("南边多划了一块")
    page.get_by_role("button", name="保存为新的一版").click()
    expect(page.get_by_text("已保存为第 2 版")).to_be_visible()

    page.get_by_role("link", name="第 1 版").click()
    looked_at(page, "version")
    page.get_by_label("为什么恢复").fill("南边的地是别人的")
    page.get_by_role("button", name="恢复这一版").click()
    expect(page.get_by_text("已恢复，现在是第 3 版")).to_be_visible()
    expect(page.get_by_role("region", name="每一版").get_by_role("listitem")).to_have_count(3)


def test_ground_of_a_neighbour_is_named_with_its_size(sign_in: SignIn, looked_at: Look) -> None:
    page = sign_in(KEEPER, at=PHONE)
    open_grid(page, "晴湖社区", NEIGHBOUR)
    page.get_by_role("link", name="改地界").click()
    page.get_by_text("用文字写点").click()
    points = page.locator("#id_points")
    moved = points.input_value().splitlines()
    moved[0] = "118.1235, 37.1553"
    points.fill("\n".join(moved))
    page.get_by_label("为什么改").fill("试一试")
    page.get_by_role("button", name="保存为新的一版").click()
    expect(page.get_by_text(re.compile("和“第八网格”重叠 [0-9,]+ 平方米"))).to_be_visible()
    looked_at(page, "overlap")


def test_the_check_leads_to_where_it_is_mended(sign_in: SignIn, looked_at: Look) -> None:
    page = sign_in(KEEPER, at=DESK)
    page.goto("/office/ground/")
    gap = page.get_by_role("region", name="没有网格管的地")
    expect(gap).to_contain_text("晴湖社区")
    looked_at(page, "check")
    gap.get_by_role("link", name=re.compile("看地图")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("晴湖社区")
    looked_at(page, "community")
