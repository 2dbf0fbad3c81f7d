"""Cards with a code for phones, several on a sheet of A4 with lines to cut along."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from fpdf import FPDF
from qrcode import QRCode, constants

from huiyin.ground.papers import FACE, FONTS, take_font

PAGE_W, PAGE_H = 210.0, 297.0  # millimetres
QUIET = 4  # white modules around a code, as the standard asks
DASH = 2.0
SMALL, LARGE = 8, 12  # points


@dataclass(frozen=True)
class Card:
    """What stands on a card. code: of its address, for those who type. lines: small words below the title."""

    title: str
    address: str
    lines: Sequence[str] = ()
    code: str = ""


@dataclass(frozen=True)
class Grid:
    """How many cards stand on a sheet."""

    columns: int
    rows: int

    @property
    def size(self) -> tuple[float, float]:
        return PAGE_W / self.columns, PAGE_H / self.rows


POSTER = Grid(columns=1, rows=2)
SIGN = Grid(columns=2, rows=4)
SLIP = Grid(columns=2, rows=6)


def cards_pdf(
    title: str,
    cards: Iterable[Card],
    grid: Grid,
    *,
    fonts: Sequence[tuple[str, int]] = FONTS,
) -> bytes:
    """The sheets as bytes, in the order of the cards; only the letters that occur are in it.

    Raises Refused where no Chinese letters are installed.
    """
    paper = FPDF(unit="mm", format="A4")
    paper.set_auto_page_break(False)
    paper.set_margin(0)
    paper.c_margin = 0
    take_font(paper, fonts)
    paper.set_title(title)
    for page in _pages(cards, grid.columns * grid.rows):
        paper.add_page()
        for place, card in enumerate(page):
            _draw(paper, card, grid, place)
        _cut_lines(paper, grid)
    if not paper.pages:
        paper.add_page()
    return bytes(paper.output())


def _pages(cards: Iterable[Card], each: int) -> Iterator[list[Card]]:
    left = iter(cards)
    while page := list(islice(left, each)):
        yield page


def _draw(paper: FPDF, card: Card, grid: Grid, place: int) -> None:
    """The code on the left, words on the right; a card that is high and wide has room for larger ones."""
    width, height = grid.size
    x, y = (place % grid.columns) * width, (place // grid.columns) * height
    margin = min(width, height) * 0.1
    side = min(width * 0.42, height - 2 * margin)
    top = y + (height - side) / 2
    _draw_code(paper, card.address, x + margin, top, side)
    scale = 2 if grid == POSTER else 1
    text_x, text_w = x + margin + side + margin / 2, width - side - 2.5 * margin
    paper.set_xy(text_x, top + side * 0.05)
    _words(paper, card.title, text_x, text_w, LARGE * scale)
    for line in card.lines:
        _words(paper, line, text_x, text_w, SMALL * scale)
    if card.code:
        _words(paper, card.code, text_x, text_w, (LARGE + 2) * scale)


def _words(paper: FPDF, words: str, x: float, width: float, points: int) -> None:
    paper.set_font(FACE, size=points)
    paper.set_x(x)
    paper.multi_cell(width, points * 0.48, words, align="L", new_x="LEFT", new_y="NEXT")


def _draw_code(paper: FPDF, address: str, x: float, y: float, side: float) -> None:
    """Black modules that stand side by side in a row are one rectangle: a fifth of the marks on the paper."""
    # a fixed mask: every phone reads all eight, and to look for the prettiest takes ten times as long
    code = QRCode(error_correction=constants.ERROR_CORRECT_M, border=0, mask_pattern=2)
    code.add_data(address)
    code.make()
    module = side / (code.modules_count + 2 * QUIET)
    paper.set_fill_color(0)
    for row, modules in enumerate(code.modules):
        column = 0
        for is_black, run in groupby(modules):
            length = len(list(run))
            if is_black:
                paper.rect(
                    x + (column + QUIET) * module,
                    y + (row + QUIET) * module,
                    length * module,
                    module,
                    style="F",
                )
            column += length


def _cut_lines(paper: FPDF, grid: Grid) -> None:
    width, height = grid.size
    paper.set_draw_color(150)
    paper.set_line_width(0.2)
    paper.set_dash_pattern(dash=DASH, gap=DASH)
    for column in range(1, grid.columns):
        paper.line(column * width, 0, column * width, PAGE_H)
    for row in range(1, grid.rows):
        paper.line(0, row * height, PAGE_W, row * height)
    paper.set_dash_pattern()
