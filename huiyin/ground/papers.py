"""Documents on paper: headings and facts as a PDF with its own Chinese letters in it, so that it reads the same anywhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from huiyin.lib.refusal import Refused

# of Debian's fonts-noto-cjk, fonts-wqy-zenhei, fonts-wqy-microhei; the number of the face in the collection
FONTS = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
)
FACE = "cjk"
LINE_MM = 6


@dataclass(frozen=True)
class Part:
    """A heading with facts below it: label and words."""

    title: str
    rows: Sequence[tuple[str, str]]


def pdf(
    title: str, parts: Iterable[Part], *, foot: str, fonts: Sequence[tuple[str, int]] = FONTS
) -> bytes:
    """The document as bytes; only the letters that occur are in it.

    foot: stands below every page. Raises Refused where no Chinese letters are installed.
    """
    paper = _Paper(foot)
    take_font(paper, fonts)
    paper.set_title(title)
    paper.add_page()
    _line(paper, title, size=18)
    for part in parts:
        paper.ln(LINE_MM / 2)
        _line(paper, part.title, size=13)
        for label, words in part.rows:
            _fact(paper, label, words)
    return bytes(paper.output())


def take_font(paper: FPDF, fonts: Sequence[tuple[str, int]] = FONTS) -> None:
    """Give a document Chinese letters. Raises Refused where none are installed."""
    found = next(((path, face) for path, face in fonts if Path(path).exists()), None)
    if found is None:
        raise Refused("站点没有安装中文字体，暂时做不了 PDF。请系统管理员安装 fonts-noto-cjk。")
    paper.add_font(FACE, fname=found[0], collection_font_number=found[1])


class _Paper(FPDF):
    def __init__(self, foot: str) -> None:
        super().__init__()
        self._foot = foot

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(FACE, size=8)
        self.cell(0, LINE_MM, f"{self._foot}  {self.page_no()}")


def _line(paper: FPDF, words: str, *, size: int) -> None:
    paper.set_font(FACE, size=size)
    paper.multi_cell(0, size * 0.5, words, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _fact(paper: FPDF, label: str, words: str) -> None:
    """The label over its words: a table would break a long word between two pages."""
    paper.set_font(FACE, size=8)
    paper.set_text_color(96)
    paper.multi_cell(0, LINE_MM - 1, label, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.set_font(FACE, size=10)
    paper.set_text_color(0)
    paper.multi_cell(0, LINE_MM, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
