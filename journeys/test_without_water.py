"""D: dozens of households without water; their words become one matter, and everybody is told."""

from pathlib import Path

from playwright.sync_api import expect

from journeys import desks, neighbours
from journeys.conftest import Look, SignIn

SAID = {
    "刘海洋": "20号楼停水了？水龙头一滴也没有",
    "赵志强": "我们3单元也没水，孩子等着冲奶粉",
    "孙丽华": "2单元同样停水，谁把总阀关了吧",
}
BETTER = "20号楼停水了！水龙头一滴也没有"
REPORTED = "家里没水，打给自来水公司说不是他们停的"
TITLE = "20号楼整栋停水"
ANSWER = "总阀被装修工人误关，已打开并加锁，各单元都来水了。先放一分钟再用。"


def test_dozens_without_water_become_one_matter_and_each_of_them_is_told(
    sign_in: SignIn, looked_at: Look, photo: Path
) -> None:
    officer = sign_in("林小燕")
    homes = {who: sign_in(who) for who in SAID}
    for who, words in SAID.items():
        neighbours.open_group(homes[who])
        neighbours.say(homes[who], words)
    further = sign_in("徐婷")
    case = neighbours.report(further, REPORTED, place="16号楼1单元")

    # what three said in the group is one matter from the beginning
    desks.open_group(officer)
    desks.pick(officer, list(SAID.values()))
    # words that are drawn anew meanwhile stay chosen
    neighbours.edit(homes["刘海洋"], SAID["刘海洋"], BETTER)
    expect(neighbours.bubble(officer, BETTER).get_by_role("checkbox")).to_be_checked()
    looked_at(officer, "chosen")
    officer.get_by_role("button", name="成件").click()
    desks.make_case(officer, title=TITLE, place="20号楼")
    desks.accept(officer)
    # what came by the form is the same thing at the same place
    desks.take_up(officer, case)
    desks.begin(officer, "并案")
    desks.choose(officer, TITLE)
    looked_at(officer, "merge")
    desks.finish(officer, "并案")

    desks.open_case(officer, TITLE)
    expect(officer.get_by_text("徐婷")).to_be_visible()
    desks.answer_now(officer, ANSWER, how="群内答复", file=photo)

    expect(neighbours.bubble(homes["赵志强"], ANSWER)).to_be_visible()
    looked_at(homes["赵志强"], "told-in-the-group")
    for page in (*homes.values(), further):
        neighbours.open_matter(page, TITLE)
        expect(neighbours.answer_of(page)).to_contain_text(ANSWER)
    looked_at(further, "told-of-the-common-matter")
    further.goto(f"/matters/{case}/")
    expect(further.get_by_role("link", name=TITLE)).to_be_visible()
    looked_at(further, "merged")
