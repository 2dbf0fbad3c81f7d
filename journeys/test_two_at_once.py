"""Two who act on the same case at the same moment: the second one's words are not lost."""

import re

from playwright.sync_api import expect

from journeys import desks, neighbours
from journeys.conftest import Look, SignIn

SAID = "23号楼楼道里堆了好多旧纸箱，怕着火"
NOTED = "已联系堆放的住户，晚上一起清走。"
ANSWER = "纸箱已经清走，楼道畅通了，也和住户说好不再堆。"


def test_the_second_of_two_learns_what_happened_and_keeps_the_words(
    sign_in: SignIn, looked_at: Look
) -> None:
    resident, first = sign_in("宋伟"), sign_in("林小燕")
    case = neighbours.report(resident, SAID, place="23号楼2单元")
    desks.take_up(first, case)
    desks.accept(first)
    desks.begin(first, "上交")
    first.get_by_label("原因").fill("住户不肯清，请片区出面。")

    second = first.context.new_page()
    second.goto(first.url.replace("hand_up/", ""))
    desks.note(second, NOTED)

    with first.expect_response(re.compile("hand_up")) as answered:
        first.get_by_role("button", name="上交", exact=True).click()
    assert answered.value.status == 409
    expect(first.get_by_label("原因")).to_have_value("住户不肯清，请片区出面。")
    expect(first.get_by_text(NOTED)).to_be_visible()
    looked_at(first, "conflict")

    second.reload()
    desks.submit(second, ANSWER)
    desks.tell(second, "私下答复")
    expect(neighbours.answer_of(resident)).to_contain_text(ANSWER)
    looked_at(resident, "told")
