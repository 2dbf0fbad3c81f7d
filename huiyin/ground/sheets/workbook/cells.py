"""The cells of a sheet, row by row."""

from collections.abc import Iterator
from zipfile import ZipFile

from huiyin.ground.sheets.checks import check_width
from huiyin.ground.sheets.rules import Limits, Row
from huiyin.ground.sheets.workbook.markup import Attributes, damaged, parse
from huiyin.ground.sheets.workbook.merges import column_number
from huiyin.ground.sheets.workbook.strings import Strings
from huiyin.ground.sheets.workbook.styles import Looks

DIGITS = "0123456789"
TRUTH = {"1": "是", "0": "否"}


def rows(
    archive: ZipFile, part: str, strings: Strings, looks: Looks, limits: Limits
) -> Iterator[Row]:
    """Rows with something in them, in the order of the file; cells that are only coloured do not count."""
    sheet = _Sheet(strings, looks, limits)
    for _piece in parse(archive, part, sheet):
        yield from sheet.rows
        sheet.rows.clear()


class _Sheet:
    """Told of a sheet's elements; `rows` are those that are complete and were not taken yet."""

    def __init__(self, strings: Strings, looks: Looks, limits: Limits) -> None:
        self.rows: list[Row] = []
        self._strings, self._looks, self._limits = strings, looks, limits
        self._number = 0
        self._cells: list[str] = []
        self._column = -1
        self._kind = self._style = ""
        self._pieces: list[str] = []
        self._is_value = self._is_reading_aid = False
        self._columns: dict[str, int] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            place = attributes.get("r")
            self._column = self._column_of(place) if place else self._column + 1
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._pieces.clear()
        elif name in ("v", "t"):
            self._is_value = not self._is_reading_aid
        elif name == "row":
            number = attributes.get("r", "")
            self._number = int(number) if number.isdecimal() else self._number + 1
            self._cells, self._column = [], -1
        elif name == "rPh":
            self._is_reading_aid = True

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._is_value = False
        elif name == "c":
            if self._pieces:
                self._take("".join(self._pieces))
        elif name == "row":
            if self._cells:
                self.rows.append(Row(self._number, self._cells))
        elif name == "rPh":
            self._is_reading_aid = False

    def text(self, data: str) -> None:
        if self._is_value:
            self._pieces.append(data)

    def _column_of(self, place: str) -> int:
        letters = place.rstrip(DIGITS)
        if letters not in self._columns:
            if not (letters.isascii() and letters.isalpha() and letters.isupper()):
                raise damaged()
            self._columns[letters] = column_number(letters)
        return self._columns[letters]

    def _take(self, text: str) -> None:
        """Put the value of the cell in its place. That of a formula is what was computed when the file was saved."""
        check_width(self._number, self._column + 1, self._limits)
        missing = self._column + 1 - len(self._cells)
        if missing > 0:
            self._cells.extend([""] * missing)
        self._cells[self._column] = self._value(text)

    def _value(self, text: str) -> str:
        match self._kind:
            case "s":
                if not text.strip().isdecimal():
                    raise damaged()
                return self._strings.text(int(text))
            case "n":
                return self._looks.read(text.strip(), self._style)
            case "b":
                return TRUTH.get(text.strip(), text)
            case "d":
                return text.replace("T00:00:00", "").replace("T", " ")
            case _:
                return text
