"""Somebody has just moved in: a poster, a name, a door, and the first words."""

import re

from playwright.sync_api import expect

from journeys import desks, neighbours
from journeys.conftest import Look, SignIn

SAID = "大家好，刚搬来，请问垃圾分类的桶几点收？"
ANSWER = "欢迎！早七点到九点、晚六点到八点有人值守，其余时间放二号亭。"


def test_a_newcomer_joins_by_the_poster_and_gets_an_answer(
    sign_in: SignIn, looked_at: Look
) -> None:
    officer, page = sign_in("林小燕"), sign_in(None)
    desks.open_group(officer)
    officer.get_by_role("link", name="群资料").click()
    poster = officer.get_by_role("img", name="入群二维码")
    expect(poster).to_be_visible()
    code = re.search(r"/join/([^/]+)/", poster.get_attribute("src") or "")
    assert code

    page.goto(f"/join/{code[1]}/")
    looked_at(page, "join")
    page.get_by_label("您的姓名").fill("江一帆")
    page.get_by_label("住哪栋楼").select_option(label="20号楼")
    page.get_by_label("单元").fill("4")
    page.get_by_label("房号").fill("502")
    page.get_by_label(re.compile("我看过上面的说明")).check()
    # an impatient thumb presses twice
    page.get_by_role("button", name="加入").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(neighbours.GROUP)
    neighbours.say(page, SAID)

    desks.open_inbox(officer)
    words = desks.waiting(officer, SAID)
    expect(words).to_contain_text("20号楼4单元502")
    expect(words).not_to_contain_text("江一帆")
    words.get_by_role("link", name="答复").click()
    desks.answer_in_group(officer, ANSWER)
    expect(neighbours.bubble(page, ANSWER)).to_be_visible()
    looked_at(page, "answered")

    # the poster once more: nothing happens but the way back in
    page.goto(f"/join/{code[1]}/")
    page.get_by_label(re.compile("我看过上面的说明")).check()
    page.get_by_role("button", name="加入").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(neighbours.GROUP)
    page.get_by_role("link", name="群资料").click()
    page.get_by_text(re.compile("位邻居")).click()
    expect(page.get_by_text("20号楼4单元502")).to_have_count(1)
