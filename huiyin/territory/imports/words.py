"""The names of the columns, and what is read out of their cells. Plain Python."""

import re

from huiyin.ground.imports import File, WrongCell
from huiyin.ground.sheets.rules import plain
from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.territory.rules import CODE_LENGTHS, NodeKind, kind_of

CODE, NAME, PARENT = _("编码"), _("名称"), _("上级编码")
PHONE, SUPERVISION_PHONE, LEGACY_CODE = _("公开电话"), _("监督电话"), _("原编码")
GRID, MICRO_GRID, COMPOUND = _("网格编码"), _("微网格编码"), _("小区")
SHAPE = _("边界")
BUILDING, UNIT, ROOM, OCCUPIED = _("楼栋"), _("单元"), _("房号"), _("是否入住")

YES = frozenset(["是", "有", "1", "y", "yes", "true", "√", "✓", "✔", "已入住", "居住", "户籍"])
NO = frozenset(["否", "无", "没有", "0", "n", "no", "false", "×", "✗", "空置", "未入住", "不"])


def code_of(text: str) -> str:
    """A code as it is kept; national tables fill those of upper levels up to 12 digits with zeros."""
    code = re.sub(r"\s", "", plain(text)).upper()
    if len(code) == 12 and code.isdecimal():
        for kind in (NodeKind.CITY, NodeKind.COUNTY, NodeKind.STREET):
            if not code[CODE_LENGTHS[kind] :].strip("0"):
                return code[: CODE_LENGTHS[kind]]
    return code


def code_of_place(text: str, column: str) -> str:
    """The same, refused unless it can be the code of a place."""
    code = code_of(text)
    try:
        kind_of(code)
    except Refused as refusal:
        raise wrong_code(column, code) from refusal
    return code


def code_of_kind(text: str, kind: NodeKind, column: str) -> str:
    """The same, refused unless it is the code of such a place."""
    code = code_of_place(text, column)
    if (found := kind_of(code)) is not kind:
        raise WrongCell(
            column,
            _("“%(code)s”是%(found)s编码，这里要%(kind)s编码。"),
            code=code,
            found=found.label,
            kind=kind.label,
        )
    return code


def wrong_code(column: str, code: str) -> WrongCell:
    return WrongCell(
        column,
        _("“%(code)s”不是有效的编码：要么少了位数，要么表格软件改了数字。请把这一列设为文本再填。"),
        code=code,
    )


def unknown_code(column: str, code: str) -> WrongCell:
    return WrongCell(
        column, _("编码“%(code)s”在系统里还没有。请先导入“区划和网格”，或核对编码。"), code=code
    )


def check_within(code: str, file: File, column: str) -> None:
    """Refuse a place outside the one that the bringer of the file may write in."""
    if not code.startswith(file.area_code):
        raise WrongCell(
            column,
            _("“%(code)s”不在您的辖区“%(area)s”内，不能由您导入。"),
            code=code,
            area=file.area_code,
        )


def short(text: str, most: int, column: str) -> str:
    if len(text) > most:
        raise WrongCell(column, _("超过 %(most)d 个字，请写短一些。"), most=most)
    return text


def yes_or_no(text: str, column: str) -> bool:
    word = plain(text).casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise WrongCell(column, _("“%(text)s”看不出是还是否，请填“是”或“否”。"), text=text)


def building_of(text: str) -> str:
    """3号楼 for a bare 3."""
    word = plain(text)
    return f"{word}号楼" if word.isdecimal() else short(word, 32, BUILDING)


def unit_of(text: str) -> str:
    return short(plain(text).removesuffix("单元"), 16, UNIT)


def room_of(text: str) -> str:
    return short(plain(text).removesuffix("室"), 16, ROOM)
