"""A private matter is said in the open group by mistake: it goes on where nobody else hears it."""

from playwright.sync_api import expect

from journeys import desks, neighbours
from journeys.conftest import Look, SignIn

SAID = "林网格，我婆婆查出来病得重，办大病救助要怎么申请，急"
ANSWER = "韩姐别急。带诊断证明和缴费单，我明天上门帮您填申请表。"


def test_a_private_matter_leaves_the_group_and_goes_on_between_two(
    sign_in: SignIn, looked_at: Look
) -> None:
    resident, neighbour, officer = sign_in("韩雪梅"), sign_in("潘洁"), sign_in("林小燕")
    neighbours.open_group(neighbour)
    neighbours.open_group(resident)
    neighbours.say(resident, SAID)
    heard = neighbours.said_by(neighbour, SAID)

    desks.open_inbox(officer)
    desks.waiting(officer, SAID).get_by_role("link", name="答复").click()
    officer.get_by_role("link", name="转私下").click()
    looked_at(officer, "aside")
    officer.get_by_role("button", name="转为私下沟通").click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("韩雪梅")

    # the neighbour's phone loses the words without being touched
    expect(heard).not_to_contain_text("大病救助")
    expect(neighbour.get_by_text("大病救助")).to_have_count(0)
    looked_at(neighbour, "gone")

    words = neighbours.bubble(officer, SAID)
    words.get_by_role("link", name="答复").click()
    desks.answer_in_group(officer, ANSWER)
    resident.goto("/talk/")
    resident.get_by_role("link", name="继续说").first.click()
    expect(neighbours.bubble(resident, ANSWER)).to_be_visible()
    expect(neighbours.bubble(resident, SAID)).to_be_visible()
    looked_at(resident, "between-two")

    neighbours.open_group(neighbour)
    for private in ("大病救助", "韩雪梅", ANSWER):
        expect(neighbour.get_by_text(private)).to_have_count(0)
