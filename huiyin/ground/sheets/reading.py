"""Opening a table by what it is: names and browsers' claims count for nothing."""

from typing import BinaryIO

from huiyin.ground.sheets import features, separated, workbook
from huiyin.ground.sheets.rules import Format, Limits, Table
from huiyin.lib.refusal import Refused, TooLarge, UnsupportedMedia
from huiyin.lib.words import gettext_noop as _

ZIP = b"PK\x03\x04"
# old spreadsheets, and new ones under a password, are in this wrapping
OLE = b"\xd0\xcf\x11\xe0"
BLANKS = b" \t\r\n\xef\xbb\xbf"
SNIFF_BYTES = 4096


def read_table(file: BinaryIO, limits: Limits | None = None) -> Table:
    """Open a table; `file` has to stay open, and can be gone back in, while its rows are read.

    Raises Refused, TooLarge or UnsupportedMedia with what is wrong and what to do.
    """
    limits = limits or Limits()
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(SNIFF_BYTES)
    file.seek(0)
    if not head.strip(BLANKS):
        raise Refused(_("文件是空的。请先下载模板，填好再上传。"))
    if size > limits.file_bytes:
        raise TooLarge(
            _("文件超过 %(mb)d MB。请按社区或镇街拆成几个文件，分几次导入。"),
            mb=limits.file_bytes // 1024**2,
        )
    if head.startswith(ZIP):
        return workbook.read(file, limits)
    if head.startswith(OLE):
        raise UnsupportedMedia(
            _("这是旧版 .xls 表格，或者加了打开密码。请用表格软件另存为不带密码的 .xlsx 再上传。")
        )
    if head.lstrip(BLANKS).startswith(b"{"):
        return Table(Format.GEOJSON, features.rows(file, limits))
    return separated.read(file, limits)
