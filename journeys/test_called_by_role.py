"""W: a professional is called into the group by what they are, not by who they are."""

from playwright.sync_api import expect

from journeys import neighbours
from journeys.conftest import Look, SignIn

SAID = "@律师 房东不退押金，合同写明了一个月内退，我能怎么办？"
ANSWER = "先把合同和转账记录留好，发一条书面催告；七天不退可以到街道调解，也可以起诉。"


def test_the_lawyer_called_in_the_group_answers_there(sign_in: SignIn, looked_at: Look) -> None:
    resident, lawyer = sign_in("董莉"), sign_in("乔敬之")
    neighbours.open_group(resident)
    mine = neighbours.say(resident, SAID)

    lawyer.goto("/officer/groups/")
    lawyer.get_by_role("link", name=neighbours.GROUP).click()
    asked = neighbours.said_by(lawyer, SAID)
    asked.get_by_role("link", name="回复").click()
    looked_at(lawyer, "called")
    neighbours.say(lawyer, ANSWER)

    answer = neighbours.bubble(resident, ANSWER)
    expect(answer).to_contain_text("公益律师")
    expect(mine).to_contain_text("已答复")
    looked_at(resident, "answered")
