"""Tables to take away: every cell is text, so that nothing in it is computed where it is opened."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import orjson

from huiyin.ground.sheets.rules import GEOMETRY, Format, looks_like_a_formula

WIDTH = 18
# in the names of sheets
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
Page = tuple[str, Sequence[str], Iterable[Sequence[str]]]
# rows leave memory as they are written; what looks like a formula, a number or an address is left as it is
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_table(
    path: Path,
    format: Format,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    sheet: str = "",
    notes: Sequence[Sequence[str]] = (),
    encoding: str = "utf-8-sig",
) -> None:
    """Write a table to `path`. notes: rows of a second sheet, where the format has one. encoding: of CSV; what it cannot say is written as a question mark.

    In CSV, which knows no text, a cell that begins like a formula gets an apostrophe; reading takes it off again.
    """
    match format:
        case Format.XLSX:
            _write_workbook(path, [(sheet, header, rows), *_second(notes)])
        case Format.CSV:
            _write_separated(path, header, rows, encoding)
        case Format.GEOJSON:
            _write_features(path, header, rows)


def _second(notes: Sequence[Sequence[str]]) -> list[Page]:
    return [("填写说明", notes[0], notes[1:])] if notes else []


def _write_workbook(path: Path, pages: Iterable[Page]) -> None:
    # every process knows the importers, but few write spreadsheets
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
        for name, header, rows in pages:
            page = book.add_worksheet(FORBIDDEN.sub(" ", name)[:31] or None)
            page.set_column(0, max(len(header) - 1, 0), WIDTH, text)
            page.freeze_panes(1, 0)
            for column, cell in enumerate(header):
                page.write_string(0, column, cell, head)
            for number, cells in enumerate(rows, 1):
                for column, cell in enumerate(cells):
                    if cell:
                        page.write_string(number, column, cell, text)


def _write_separated(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], encoding: str
) -> None:
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(map(_marked, header))
        writer.writerows(map(_marked, cells) for cells in rows)


def _marked(cell: str) -> str:
    return f"'{cell}" if looks_like_a_formula(cell) else cell


def _write_features(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """One feature a line; the column of the shape goes where a shape belongs."""
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[')
        for number, cells in enumerate(rows):
            named = dict(zip(header, cells, strict=False))
            shape = named.pop(GEOMETRY, "")
            feature = {
                "type": "Feature",
                "properties": named,
                "geometry": orjson.loads(shape) if shape else None,
            }
            file.write(b",\n" if number else b"\n")
            file.write(orjson.dumps(feature))
        file.write(b"\n]}\n")
