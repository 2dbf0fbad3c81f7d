"""Matters that the officer cannot finish: rung by rung, or straight to who may decide, each with a due time by name."""

import re

from playwright.sync_api import expect

from journeys import desks, neighbours
from journeys.conftest import DESK, Look, SignIn

ROAD = "15号楼前面路面坑洼，电动车天天颠，下雨就是水坑"
ROAD_ANSWER = "市政已排进下月的路面整修，先用冷补料填平，围挡已经撤了。"
SIGN = "西门烧烤店把灯箱广告牌立在盲道上，老人出门绕到马路上走"
SIGN_TITLE = "西门灯箱广告牌占盲道"
SIGN_ANSWER = "执法队已当场责令店家搬走灯箱，盲道恢复畅通。"


def test_a_matter_goes_up_rung_by_rung_and_the_resident_follows_it(
    sign_in: SignIn, looked_at: Look
) -> None:
    resident = sign_in("郭静怡")
    case = neighbours.report(resident, ROAD, place="15号楼前")
    ladder = [
        ("林小燕", "要动用机械，网格里办不了。", "中片区干部"),
        ("丁海波", "要市政部门来修，请社区出面。", "社区书记"),
        ("周庆华", "路面下是主管线，请街道协调市政和供水。", "街道网格中心"),
    ]
    for who, reason, above in ladder:
        page = sign_in(who)
        desks.take_up(page, case)
        desks.accept(page)
        desks.hand_up(page, reason)
        step = resident.locator("[aria-current=step]")
        expect(step).to_contain_text(above)
    looked_at(resident, "at-the-street")

    street = sign_in("崔海燕")
    desks.take_up(street, case)
    desks.accept(street)
    # two working days: a day is named, and it ends at midnight
    due = street.locator("[aria-current=step]").get_by_role("time").last
    expect(due).to_have_text(re.compile(r"\d+月\d+日 24:00"))
    looked_at(street, "due")
    desks.answer_now(street, ROAD_ANSWER, how="私下答复")
    expect(neighbours.answer_of(resident)).to_contain_text(ROAD_ANSWER)
    looked_at(resident, "told")


def test_enforcement_goes_straight_to_the_street_and_the_community_knows(
    sign_in: SignIn, looked_at: Look
) -> None:
    resident, officer = sign_in("罗春梅"), sign_in("林小燕")
    neighbours.open_group(resident)
    neighbours.say(resident, SIGN)
    desks.open_inbox(officer)
    desks.waiting(officer, SIGN).get_by_role("link", name="成件").click()
    desks.make_case(officer, title=SIGN_TITLE, place="西门", category="占道广告牌")
    desks.begin(officer, "上交")
    expect(officer.get_by_text("将由博昌街道网格中心接手")).to_be_visible()
    expect(officer.get_by_text("晴湖社区书记")).to_be_visible()
    looked_at(officer, "who-takes-over")
    officer.get_by_label("原因").fill("占用盲道立广告牌，要执法部门处理。")
    desks.finish(officer, "上交")

    secretary = sign_in("周庆华", at=DESK)
    secretary.goto("/command/notices/")
    expect(secretary.get_by_role("button", name=re.compile(SIGN_TITLE)).first).to_be_visible()
    street = sign_in("柳建国")
    desks.open_case(street, SIGN_TITLE)
    desks.accept(street)
    desks.answer_now(street, SIGN_ANSWER, how="群内答复")
    expect(neighbours.bubble(resident, SIGN_ANSWER)).to_be_visible()
    looked_at(resident, "told-in-the-group")
