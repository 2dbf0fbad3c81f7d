"""Which numbers are days: a spreadsheet keeps a day as a number, and only its style says so."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zipfile import ZipFile

from huiyin.ground.sheets.rules import EXACT_DIGITS
from huiyin.ground.sheets.workbook.markup import Attributes, parse_whole

# number formats of days and times that have no pattern of their own, the Chinese ones (27 to 36, 50 to 58) among them
KNOWN_DAYS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
# what stands in quotes or brackets, or after a backslash, is no pattern
SPOKEN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
DAYS = re.compile(r"[ymdhsYMDHS年月日]")
FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a day of a calendar, not a moment
FIRST_DAY_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
LAST_NUMBER = 2_958_466  # 31 December 9999


@dataclass(frozen=True)
class Looks:
    """How the cells of a workbook read. is_day: by the number of a style."""

    is_day: tuple[bool, ...]
    first_day: datetime

    def read(self, number: str, style: str) -> str:
        """The text of a numeric cell: 2026-09-14 for a day, else the number without an exponent where it is exact."""
        if style.isdecimal() and int(style) < len(self.is_day) and self.is_day[int(style)]:
            return self._day(number)
        return plain_number(number)

    def _day(self, number: str) -> str:
        try:
            value = float(number)
        except ValueError:
            return number
        if not 0 <= value < LAST_NUMBER:
            return plain_number(number)
        moment = self.first_day + timedelta(seconds=round(value * 86_400))
        if value < 1:
            return f"{moment:%H:%M}"
        return f"{moment:%Y-%m-%d}" if value == int(value) else f"{moment:%Y-%m-%d %H:%M}"


def plain_number(text: str) -> str:
    """501 for 501.0 and 1.38E10 in full; what has lost its last digits keeps the exponent that shows it."""
    if text.isascii() and text.isdecimal() and len(text) <= EXACT_DIGITS:
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    if value.is_integer() and abs(value) < 10**EXACT_DIGITS:
        return str(int(value))
    return f"{value:.{EXACT_DIGITS}g}"


def read(archive: ZipFile, part: str, *, counts_from_1904: bool) -> Looks:
    handler = _Styles()
    if part:
        parse_whole(archive, part, handler)
    is_day = tuple(handler.is_day(number) for number in handler.used)
    return Looks(is_day, FIRST_DAY_1904 if counts_from_1904 else FIRST_DAY)


class _Styles:
    def __init__(self) -> None:
        self.used: list[str] = []
        self._patterns: dict[str, str] = {}
        self._is_inside = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self._patterns[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._is_inside = True
        elif name == "xf" and self._is_inside:
            self.used.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._is_inside = False

    def text(self, data: str) -> None:
        pass

    def is_day(self, number: str) -> bool:
        if number in self._patterns:
            return bool(DAYS.search(SPOKEN.sub("", self._patterns[number])))
        return number.isdecimal() and int(number) in KNOWN_DAYS
