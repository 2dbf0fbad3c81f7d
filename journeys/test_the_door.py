"""The first minute: a newcomer opens the demo, a neighbour joins by code, a page without scripts."""

import re

from playwright.sync_api import expect

from journeys import neighbours
from journeys.conftest import DESK, Look, SignIn, Site


def test_a_newcomer_looks_at_everybodys_day(sign_in: SignIn, looked_at: Look) -> None:
    page = sign_in(None, at=DESK)
    page.goto("/demo/")
    looked_at(page, "demo")
    for who in ("社区书记", "街道网格中心", "指挥部", "第.网格网格员"):
        expect(page.get_by_role("button", name=re.compile(who)).first).to_be_visible()


def test_the_demo_has_played_its_day_and_what_has_just_happened(
    site: Site, sign_in: SignIn
) -> None:
    played = (site.home / "days-played").read_text("utf-8").split()
    assert played == ["ordinary-day.jsonl", "just-now.jsonl"]
    resident = sign_in("刘海洋")
    neighbours.open_matter(resident, "20号楼1单元楼梯扶手松动")
    expect(neighbours.answer_of(resident)).to_contain_text("重新固定")


def test_a_resident_finds_the_group_where_the_neighbours_talk(
    sign_in: SignIn, looked_at: Look
) -> None:
    page = sign_in("王桂兰")
    looked_at(page, "groups")
    page.get_by_role("link", name=re.compile("第七网格服务群")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("第七网格")
    looked_at(page, "talk")
