"""Cards on sheets: as many as fit, with a code each."""

import re

import pytest

from huiyin.ground.cards import POSTER, SIGN, SLIP, Card, Grid, cards_pdf
from huiyin.lib.refusal import Refused


def pages(made: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", made))


def card(number: int) -> Card:
    return Card(f"{number}号楼", f"https://huiyin.test/join/{number:08}/", ["扫一扫"], "BCDF-2345")


@pytest.mark.parametrize(
    ("grid", "count", "sheets"), [(POSTER, 2, 1), (POSTER, 3, 2), (SIGN, 9, 2), (SLIP, 25, 3)]
)
def test_a_sheet_holds_as_many_cards_as_its_grid(grid: Grid, count: int, sheets: int) -> None:
    assert pages(cards_pdf("楼道", map(card, range(count)), grid)) == sheets


def test_no_cards_are_one_empty_sheet() -> None:
    assert pages(cards_pdf("楼道", [], SLIP)) == 1


def test_without_chinese_letters_there_is_no_paper_with_boxes_on_it() -> None:
    with pytest.raises(Refused, match="中文字体"):
        cards_pdf("楼道", [card(1)], SLIP, fonts=[("/nowhere.ttc", 0)])
