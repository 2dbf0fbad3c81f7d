"""M: "which papers for residence?", asked in the group before work."""

from playwright.sync_api import expect

from journeys import desks, neighbours
from journeys.conftest import Look, SignIn

ASKED = "网格员早，我和对象刚搬来，想办居住证要带哪些材料？八点就得上班，想赶早问一声"
ANSWERED = "早！带身份证、近期照片和租房合同就行，晚上七点以后我都在，下班过来办登记。"


def test_residence_papers_asked_at_dawn_are_answered_before_work(
    sign_in: SignIn, looked_at: Look
) -> None:
    resident, officer = sign_in("周敏"), sign_in("林小燕")
    desks.open_inbox(officer)
    neighbours.open_group(resident)
    mine = neighbours.say(resident, ASKED)

    # nobody presses reload on the officer's phone
    words = desks.waiting(officer, ASKED)
    expect(words).to_be_visible()
    expect(words).to_contain_text("17号楼")
    looked_at(officer, "inbox")
    words.get_by_role("link", name="答复").click()
    desks.answer_in_group(officer, ANSWERED)
    expect(neighbours.bubble(officer, ANSWERED)).to_be_visible()

    expect(neighbours.bubble(resident, ANSWERED)).to_contain_text("林小燕")
    expect(mine).to_contain_text("已答复")
    looked_at(resident, "answered")
    desks.open_inbox(officer)
    expect(officer.get_by_text(ASKED)).to_have_count(0)
