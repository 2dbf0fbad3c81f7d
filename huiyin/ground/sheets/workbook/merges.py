"""Merged cells: every cell of the range reads as the one that is seen, as the person who merged them meant it."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zipfile import ZipFile

from huiyin.ground.sheets.rules import Limits, Row
from huiyin.ground.sheets.workbook.markup import blocks, damaged
from huiyin.lib.refusal import TooLarge
from huiyin.lib.words import gettext_noop as _

# they stand behind the rows that they are about: found by a look at the bytes, before the rows are read
MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]{0,200}?ref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"
)
LONGEST = 300


class Merge(NamedTuple):
    """Rows from 1, columns from 0, both ends included."""

    top: int
    bottom: int
    left: int
    right: int


def column_number(letters: str) -> int:
    """A is 0, Z 25, AA 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def found(archive: ZipFile, part: str, limits: Limits) -> list[Merge]:
    """The merged ranges of a sheet from the top down."""
    merges: list[Merge] = []
    kept = b""
    for block in blocks(archive, part):
        piece = kept + block
        last = 0
        for match in MERGE.finditer(piece):
            left, top, right, bottom = (each.decode() for each in match.groups())
            merges.append(Merge(int(top), int(bottom), column_number(left), column_number(right)))
            last = match.end()
        if len(merges) > limits.merges:
            raise TooLarge(_("表格里合并的单元格太多。请全选，取消合并，再上传。"))
        kept = piece[max(last, len(piece) - LONGEST) :]
    return sorted(merges)


def filled(rows: Iterable[Row], merges: list[Merge], limits: Limits) -> Iterator[Row]:
    """The rows with the value of each range in all of its cells."""
    waiting, active = deque(merges), list[tuple[Merge, str]]()
    for row in rows:
        active = [each for each in active if each[0].bottom >= row.number]
        while waiting and waiting[0].top <= row.number:
            merge = waiting.popleft()
            is_first = merge.top == row.number and merge.left < len(row.cells)
            active.append((merge, row.cells[merge.left] if is_first else ""))
        if len(active) > limits.columns:  # ranges cannot lie over one another
            raise damaged()
        for merge, value in active:
            _fill(row.cells, merge, value, limits)
        yield row


def _fill(cells: list[str], merge: Merge, value: str, limits: Limits) -> None:
    if not value:
        return
    right = min(merge.right, limits.columns - 1)
    cells.extend([""] * (right + 1 - len(cells)))
    for column in range(merge.left, right + 1):
        cells[column] = value
