"""The large letters: seen from an arm's length, pressed with a stiff thumb."""

import re

from playwright.sync_api import Page, expect

from journeys import desks, neighbours
from journeys.conftest import Look, SignIn

SAID = "家里暖气一点不热，屋里冷"
ANSWER = "谢奶奶，维修师傅放了气，暖气热了，我摸过了。"
SMALLEST_PX = 22
THUMB_PX = 60

SMALL_WORDS = """(least) => [...document.querySelectorAll("main p, main a, main button, main label, main textarea, .bar a")]
  .filter((each) => each.checkVisibility() && each.innerText?.trim() && !each.matches(".tiny, .small, .hush, .tiny *, .small *"))
  .filter((each) => parseFloat(getComputedStyle(each).fontSize) < least)
  .map((each) => `${each.tagName} ${getComputedStyle(each).fontSize} ${each.innerText.slice(0, 20)}`)"""
SMALL_TARGETS = """(least) => [...document.querySelectorAll("main .button, main textarea, .bar a, main summary")]
  .filter((each) => each.checkVisibility())
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([, box]) => box.height < least - 0.5)
  .map(([each, box]) => `${each.tagName} ${box.height} ${each.innerText.slice(0, 20)}`)"""


def is_large(page: Page) -> None:
    assert page.evaluate(SMALL_WORDS, SMALLEST_PX) == []
    assert page.evaluate(SMALL_TARGETS, THUMB_PX) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_old_resident_reports_with_the_big_button_and_reads_the_answer(
    sign_in: SignIn, looked_at: Look
) -> None:
    resident, officer = sign_in("谢玉兰"), sign_in("林小燕")
    resident.goto("/")
    is_large(resident)
    looked_at(resident, "first-page")
    resident.get_by_role("link", name="说一件事").click()
    is_large(resident)
    looked_at(resident, "report")
    resident.get_by_label("什么事").fill(SAID)
    resident.get_by_role("button", name="发给网格员").click()
    expect(resident).to_have_url(re.compile(r"/matters/\d+/"))
    case = resident.url.rstrip("/").rsplit("/", 1)[1]

    desks.take_up(officer, case)
    desks.answer_now(officer, ANSWER, how="私下答复")

    expect(neighbours.answer_of(resident)).to_contain_text(ANSWER)
    is_large(resident)
    looked_at(resident, "told")
    for address in ("/matters/", "/notices/", "/me/", "/talk/"):
        resident.goto(address)
        is_large(resident)
