"""没解决: whoever raised the matter has the last word, and it climbs a rung."""

from pathlib import Path

from playwright.sync_api import expect

from journeys import desks, neighbours
from journeys.conftest import Look, SignIn

SAID = "19号楼门口的路灯又不亮了，上回说修好了，晚上还是黑"
TITLE = "19号楼门口路灯不亮"
FIRST = "灯泡已经换了，您晚上再看看。"
SECOND = "是地下线断了，已重新穿线，连着两晚都亮。"


def test_what_is_not_solved_climbs_a_rung_and_another_person_checks_it(
    sign_in: SignIn, looked_at: Look, photo: Path
) -> None:
    resident, officer = sign_in("肖鹏"), sign_in("林小燕")
    case = neighbours.report(resident, SAID, place="19号楼门口")
    desks.take_up(officer, case)
    desks.accept(officer)
    desks.submit(officer, FIRST, file=photo)
    desks.tell(officer, "私下答复")

    expect(neighbours.answer_of(resident)).to_contain_text(FIRST)
    neighbours.rate(resident, solved=False, words="昨晚去看，还是不亮")
    step = resident.get_by_role("listitem").and_(resident.locator("[aria-current=step]"))
    expect(step).to_contain_text("中片区干部")
    expect(step).to_contain_text("会自动交给社区书记")
    looked_at(resident, "climbed")

    cadre = sign_in("丁海波")
    desks.take_up(cadre, case)
    desks.accept(cadre)
    desks.submit(cadre, SECOND, file=photo)
    expect(cadre.get_by_text("待核查").first).to_be_visible()
    # who handled it may not check it
    expect(cadre.get_by_role("link", name="核查", exact=True)).to_have_count(0)

    secretary = sign_in("周庆华")
    secretary.goto(f"/officer/cases/{case}/")
    desks.begin(secretary, "核查")
    desks.choose(secretary, "通过，可以告知")
    secretary.get_by_label("看到的情况").fill("晚上八点到现场看过，灯亮")
    looked_at(secretary, "check")
    desks.finish(secretary, "核查")
    cadre.reload()
    desks.tell(cadre, "私下答复")

    expect(neighbours.answer_of(resident)).to_contain_text(SECOND)
    neighbours.rate(resident, solved=True)
    expect(resident.get_by_text("已办结").first).to_be_visible()
    looked_at(resident, "solved-at-last")
