"""Comma separated values, in the encodings that programs here write: UTF-8, UTF-16 with a mark, GB18030."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from huiyin.ground.sheets.checks import checked
from huiyin.ground.sheets.rules import Format, Limits, Row, Table, looks_like_a_formula
from huiyin.lib.refusal import Refused, UnsupportedMedia
from huiyin.lib.words import gettext_noop as _

BLOCK = 256 * 1024
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
GUESSES = ("utf-8", "gb18030")
SEPARATORS = ",\t;"


def read(file: BinaryIO, limits: Limits) -> Table:
    """Raises UnsupportedMedia for what is no text, with the row where it stops being one."""
    encoding = encoding_of(file)
    file.seek(0)
    # newline="": the csv module finds the ends of rows itself, those inside quotes are none
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    return Table(Format.CSV, _rows(text, limits), encoding=encoding)


def encoding_of(file: BinaryIO) -> str:
    """How the file is written: told by its mark, else found by reading it to the end."""
    file.seek(0)
    head = file.read(4)
    for mark, name in MARKS.items():
        if head.startswith(mark):
            _check_reads(file, name)
            return name
    for name in GUESSES[:-1]:
        if _fault(file, name) is None:
            return name
    _check_reads(file, GUESSES[-1])
    return GUESSES[-1]


def _check_reads(file: BinaryIO, encoding: str) -> None:
    row = _fault(file, encoding)
    if row is not None:
        raise UnsupportedMedia(
            _("从第 %(row)d 行起读不出文字。请用表格软件打开，另存为 .xlsx 或“CSV UTF-8”再上传。"),
            row=row,
        )


def _fault(file: BinaryIO, encoding: str) -> int | None:
    """The line that is not written so; None when every line is."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    lines = 1
    while True:
        block = file.read(BLOCK)
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            return lines + block[: error.start].count(b"\n")
        if "\0" in text:
            return lines + text[: text.index("\0")].count("\n")
        lines += text.count("\n")
        if not block:
            return None


def _rows(text: io.TextIOWrapper, limits: Limits) -> Iterator[Row]:
    try:
        head = text.readline(BLOCK)
        separator = max(SEPARATORS, key=head.count)
        text.seek(0)
        yield from checked(_records(text, separator), limits)
    finally:
        text.detach()  # the file is the caller's


def _records(text: io.TextIOWrapper, separator: str) -> Iterator[Row]:
    reader = csv.reader(text, delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(
                _(
                    "第 %(row)d 行的引号没有成对，后面的内容分不开。请补上引号，或另存为 .xlsx 再上传。"
                ),
                row=number,
            ) from error
        yield Row(number, [_unmarked(cell) for cell in cells])


def _unmarked(cell: str) -> str:
    """A text without the mark that keeps programs from computing it."""
    is_marked = cell.startswith("'") and looks_like_a_formula(cell)
    return cell[1:] if is_marked else cell
