"""B: the worn rack of a heating pipe, repaired the same day."""

from pathlib import Path

from playwright.sync_api import expect

from journeys import desks, neighbours
from journeys.conftest import Look, SignIn

SAID = "21号楼东头暖气管的支架磨断了，管子直晃，走底下害怕"
TITLE = "21号楼东头暖气管道支架磨断"
ANSWER = "支架已换新焊牢，管道试压正常，可以放心从下面走。"


def test_the_rack_of_the_heating_pipe_is_repaired_and_whoever_reported_it_is_told(
    sign_in: SignIn, looked_at: Look, photo: Path
) -> None:
    resident, officer = sign_in("林波"), sign_in("林小燕")
    neighbours.open_group(resident)
    said = neighbours.say(resident, SAID, file=photo)
    expect(said.get_by_role("img", name="照片")).to_be_visible()

    desks.open_inbox(officer)
    desks.waiting(officer, SAID).get_by_role("link", name="成件").click()
    looked_at(officer, "one-tap")
    desks.make_case(officer, title=TITLE, place="21号楼东头")
    desks.accept(officer)
    desks.note(officer, "已到现场拉起警戒线，联系了施工单位，下午来换支架。")
    looked_at(officer, "in-hand")
    expect(said).to_contain_text("已转成一件事")
    expect(neighbours.bubble(resident, "已到现场拉起警戒线")).to_be_visible()
    desks.submit(officer, ANSWER, file=photo)
    desks.tell(officer, "群内答复")

    expect(neighbours.bubble(resident, ANSWER)).to_be_visible()
    looked_at(resident, "told-in-the-group")
    neighbours.open_matter(resident, TITLE)
    expect(neighbours.answer_of(resident)).to_contain_text(ANSWER)
    looked_at(resident, "matter")
    neighbours.rate(resident, solved=True, words="当天就修好了，谢谢")
    expect(resident.get_by_text("已办结").first).to_be_visible()
    looked_at(resident, "closed")
