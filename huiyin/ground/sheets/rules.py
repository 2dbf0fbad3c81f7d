"""What a table is here, and how large one may be. Plain Python."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

MB = 1024 * 1024
# the column that holds the shape of a feature, as JSON; it is no property, so it cannot meet one of that name
GEOMETRY = "geometry"
# a program for tables takes a text that begins so for something to compute
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# what such a program shows in the place of a value that it could not compute
CELL_ERRORS = frozenset(
    ["#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"]
)
# beyond this a cell of numbers has lost its last digits
EXACT_DIGITS = 15
UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"), None)


class Format(StrEnum):
    """The value is the ending of such a file."""

    XLSX = "xlsx"
    CSV = "csv"
    GEOJSON = "geojson"


class Row(NamedTuple):
    """number: as the person's own program counts rows, from 1; of GeoJSON the place of the feature, 0 for its header."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """An open table. Its rows can be gone through once; a fault found on the way is raised as a Refused.

    encoding: how a text was read, empty for what is no text. sheet: which of a spreadsheet's sheets.
    """

    format: Format
    rows: Iterator[Row]
    encoding: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class Limits:
    """How large a table may be. ratio: of what is unpacked to what is packed, above `harmless_bytes`."""

    file_bytes: int = 64 * MB
    unpacked_bytes: int = 1024 * MB
    harmless_bytes: int = 16 * MB
    ratio: int = 150
    members: int = 5_000
    rows: int = 200_000
    columns: int = 100
    cell_chars: int = 2_000
    merges: int = 300_000


def tidy(text: str) -> str:
    """A cell without what cannot be seen around it and in it; line breaks inside become blanks."""
    if text.isascii() and text.isalnum():
        return text
    return " ".join(text.translate(UNSEEN).split())


def plain(text: str) -> str:
    """A code or a number as it is meant: １２３ as 123."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def looks_like_a_formula(text: str) -> bool:
    """Whether a program would compute it, if it were not for the apostrophes before it."""
    return text.lstrip("'").startswith(FORMULA_STARTS)
