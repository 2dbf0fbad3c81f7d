"""An old phone whose browser runs no scripts: reporting and reading work all the same."""

from pathlib import Path

from playwright.sync_api import expect

from journeys import desks, neighbours
from journeys.conftest import Look, SignIn

SAID = "22号楼3单元门口的井盖翘起来了，踩上去晃"
ANSWER = "井盖已经换好卡牢，踩上去不晃了。"


def test_a_report_without_scripts_is_answered_and_read_without_scripts(
    sign_in: SignIn, looked_at: Look, photo: Path
) -> None:
    resident, officer = sign_in("邓海燕", scripts=False), sign_in("林小燕")
    case = neighbours.report(resident, SAID, place="22号楼3单元门口", file=photo)
    expect(resident.get_by_role("img", name="照片").first).to_be_visible()
    looked_at(resident, "reported", axe=False)

    desks.take_up(officer, case)
    desks.answer_now(officer, ANSWER, how="私下答复", file=photo)

    resident.reload()
    expect(neighbours.answer_of(resident)).to_contain_text(ANSWER)
    looked_at(resident, "told", axe=False)
    neighbours.rate(resident, solved=True)
    expect(resident.get_by_text("已办结").first).to_be_visible()
    resident.goto("/notices/")
    expect(resident.get_by_text("22号楼3单元门口").first).to_be_visible()
