"""Somebody reads who looked at their number, says no to calls, and is forgotten."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from journeys import desks, neighbours
from journeys.conftest import DESK, Look, SignIn, Site

NAME, PHONE = "苗若琳", "14000005566"
SAID = "五楼的感应灯不亮，晚上回家看不见台阶"
TITLE = "五楼感应灯不亮"
WHY = "问清楚是哪一层的灯"


def join(page: Page, officer: Page) -> None:
    desks.open_group(officer)
    officer.get_by_role("link", name="群资料").click()
    poster = officer.get_by_role("img", name="入群二维码")
    code = re.search(r"/join/([^/]+)/", poster.get_attribute("src") or "")
    assert code
    page.goto(f"/join/{code[1]}/")
    page.get_by_label("您的姓名").fill(NAME)
    page.get_by_label("住哪栋楼").select_option(label="20号楼")
    page.get_by_label("单元").fill("3")
    page.get_by_label("房号").fill("401")
    page.get_by_label(re.compile("手机号")).fill(PHONE)
    page.get_by_label(re.compile("我看过上面的说明")).check()
    page.get_by_role("button", name="加入").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(neighbours.GROUP)


def look_at_number(officer: Page, looked_at: Look) -> None:
    link = officer.get_by_role("link", name=re.compile("看号码要说明用途"))
    expect(link).to_contain_text("140****5566")
    link.click()
    officer.get_by_role("radio", name="向本人了解情况").check(force=True)
    officer.get_by_label("用一句话说明").fill(WHY)
    looked_at(officer, "ask")
    officer.get_by_role("button", name="记下并查看").click()
    expect(officer.get_by_role("link", name=PHONE)).to_be_visible()
    officer.get_by_role("link", name="回到这件事").click()


def test_who_looked_is_read_calls_are_refused_and_a_person_is_forgotten(
    site: Site, sign_in: SignIn, looked_at: Look, photo: Path
) -> None:
    officer, county, page = sign_in("林小燕"), sign_in("盛立群", at=DESK), sign_in(None)
    join(page, officer)
    neighbours.say(page, SAID)
    desks.open_inbox(officer)
    words = desks.waiting(officer, SAID)
    words.get_by_role("link", name="成件").click()
    desks.make_case(officer, title=TITLE)
    look_at_number(officer, looked_at)

    page.goto("/me/")
    page.get_by_role("link", name="谁看过我的信息").click()
    expect(page.get_by_text(WHY)).to_be_visible()
    looked_at(page, "looks")

    page.goto("/me/consent/")
    calls = page.get_by_role("region", name="用手机号联系我")
    calls.get_by_role("button", name="不同意").click()
    expect(calls.get_by_text("您不同意")).to_be_visible()
    looked_at(page, "consent")
    desks.open_case(officer, TITLE)
    officer.get_by_role("link", name=re.compile("看号码要说明用途")).click()
    expect(officer.get_by_text("本人不同意用手机号联系")).to_be_visible()
    expect(officer.get_by_role("radio")).to_have_count(1)

    page.goto("/me/data/erase/")
    page.get_by_role("button", name="提出要求").click()
    expect(page.get_by_role("main").get_by_text(re.compile("没有办完")).first).to_be_visible()
    end_the_matter(officer, page, photo)

    page.goto("/me/data/erase/")
    page.get_by_role("button", name="提出要求").click()
    expect(page.get_by_text("等待答复").first).to_be_visible()
    looked_at(page, "asked")
    county.goto("/office/requests/")
    county.get_by_role("link", name=re.compile("删除我的信息")).first.click()
    county.get_by_role("radio", name="同意并办理").check(force=True)
    county.get_by_role("button", name="答复").click()
    expect(county.get_by_role("heading", name="销毁记录")).to_be_visible()
    looked_at(county, "destroyed")

    # the door is closed, the group has lost the words, the record still verifies
    page.goto("/me/")
    expect(page).to_have_url(re.compile("/sign-in/"))
    desks.open_group(officer)
    expect(officer.get_by_text("看不见台阶")).to_have_count(0)
    assert "✗" not in site.huiyin("audit", "verify")


def end_the_matter(officer: Page, page: Page, photo: Path) -> None:
    desks.open_case(officer, TITLE)
    desks.answer_now(officer, "灯已经换好，请您看看。", how="群内答复", file=photo)
    page.goto("/matters/")
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    page.get_by_role("radio", name=re.compile("^解决了")).check(force=True)
    page.get_by_role("button", name="就这样告诉他们").click()
    expect(page.get_by_text("办结").first).to_be_visible()
