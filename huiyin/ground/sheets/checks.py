"""What holds for the rows of every format, as they pass by."""

from collections.abc import Iterable, Iterator

from huiyin.ground.sheets.rules import Limits, Row, tidy
from huiyin.lib.refusal import Refused, TooLarge
from huiyin.lib.words import gettext_noop as _


def checked(rows: Iterable[Row], limits: Limits) -> Iterator[Row]:
    """Rows that have something in them, tidied, as long as they are within the limits."""
    count = 0
    for row in rows:
        cells = [tidy(cell) if cell else "" for cell in row.cells]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += 1
        if count > limits.rows + 1:  # one of them is the header
            raise TooLarge(
                _("表格超过 %(rows)d 行。请按社区或镇街拆成几个文件，分几次导入。"),
                rows=limits.rows,
            )
        check_width(row.number, len(cells), limits)
        if any(len(cell) > limits.cell_chars for cell in cells):
            raise Refused(
                _("第 %(row)d 行有一格超过 %(chars)d 个字。请检查是不是少了引号，或者贴错了内容。"),
                row=row.number,
                chars=limits.cell_chars,
            )
        yield Row(row.number, cells)


def check_width(number: int, columns: int, limits: Limits) -> None:
    if columns > limits.columns:
        raise Refused(
            _("第 %(row)d 行的内容超过 %(columns)d 列。请删去用不着的列。"),
            row=number,
            columns=limits.columns,
        )
