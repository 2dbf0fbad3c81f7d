"""Where something is: an officer writes it in their own way and picks, a phone's position is offered as a grid."""

import re

from playwright.sync_api import expect

from journeys.conftest import Look, SignIn


def test_an_officer_writes_a_place_and_picks_the_building(sign_in: SignIn, looked_at: Look) -> None:
    page = sign_in("林小燕")
    page.goto("/officer/capture/")
    page.get_by_label("什么事").fill("井盖翘起来了，踩上去会响")
    page.get_by_label("在哪里").fill("枫林十七栋东边")
    choices = page.get_by_role("group", name=re.compile("是下面哪一处"))
    spot = choices.get_by_role("radio", name=re.compile("枫林小区17号楼 · 第七网格"))
    expect(spot).to_be_visible()
    expect(choices).to_contain_text("“东边”只说了大概")
    expect(spot).not_to_be_checked()
    looked_at(page, "offered")
    spot.check(force=True)
    other = page.get_by_label(re.compile("另选一类|哪一类事"))
    if not other.is_visible():
        page.get_by_text("都不是，另选一类").first.click()
    other.select_option(label="道路路面")
    page.get_by_role("button", name="登记").click()
    expect(page).to_have_url(re.compile(r"/officer/cases/\d+/$"))
    expect(page.get_by_text("枫林小区17号楼（原话：枫林十七栋东边）").first).to_be_visible()


def test_a_resident_takes_their_position_and_sees_whose_grid_it_is(
    sign_in: SignIn, looked_at: Look
) -> None:
    page = sign_in("王桂兰")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 37.158, "longitude": 118.129})
    page.goto("/report/")
    page.get_by_role("button", name="带上我现在的位置").click()
    spot = page.get_by_role("radio", name=re.compile("第七网格 · 晴湖社区 · 就在这里"))
    expect(spot).to_be_visible()
    looked_at(page, "position")
