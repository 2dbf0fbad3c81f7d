"""Spreadsheets (.xlsx, ECMA-376), read as a stream: memory does not grow with the number of rows.

Formulas are never computed: what stands in a cell is what the program that wrote the file had computed last.
"""

from collections.abc import Iterator
from typing import BinaryIO
from zipfile import ZipFile

from huiyin.ground.sheets.checks import checked
from huiyin.ground.sheets.rules import Format, Limits, Row, Table
from huiyin.ground.sheets.workbook import cells, merges, package, styles
from huiyin.ground.sheets.workbook.strings import Strings


def read(file: BinaryIO, limits: Limits) -> Table:
    """The first sheet that is not hidden. Raises Refused for what is no such file, or would not stay within the limits."""
    archive = package.opened(file, limits)
    parts = package.parts_of(archive)
    return Table(Format.XLSX, _rows(archive, parts, limits), sheet=parts.sheet_name)


def _rows(archive: ZipFile, parts: package.Parts, limits: Limits) -> Iterator[Row]:
    with Strings() as strings:
        if parts.strings:
            strings.load(archive, parts.strings)
        looks = styles.read(archive, parts.styles, counts_from_1904=parts.counts_from_1904)
        merged = merges.found(archive, parts.sheet, limits)
        rows = cells.rows(archive, parts.sheet, strings, looks, limits)
        yield from checked(merges.filled(rows, merged, limits), limits)
