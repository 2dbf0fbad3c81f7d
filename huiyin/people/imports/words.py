"""The names of the columns, and what is read out of their cells. Plain Python."""

import re
from datetime import date, timedelta

from huiyin.ground.imports import WrongCell
from huiyin.ground.sheets.rules import plain
from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import Role, normal_name, normal_phone
from huiyin.people.rules.roles import ADMINISTRATORS

ADDRESS, NAME, PHONE, BORN = _("住址"), _("姓名"), _("手机"), _("出生日期")
LIVING, REGISTERED = _("是否居住"), _("是否户籍")
ROLE, PLACE, TITLE, OFFICE_PHONE = _("岗位类型"), _("所在地编码"), _("岗位名称"), _("办公电话")
HOLDER, HOLDER_PHONE, AREAS = _("任职人"), _("任职人手机"), _("分管网格")

DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00)?")
# days are counted from here in a cell whose style does not say that it is one
FIRST_DAY = date(1899, 12, 30)
FIRST_YEAR = 1900


def name_of(text: str, column: str = NAME) -> str:
    try:
        return normal_name(text)
    except Refused as refusal:
        raise WrongCell(column, refusal.template, **refusal.values) from refusal


def phone_of(text: str, column: str = PHONE) -> str:
    """The number; the cell is not repeated in the reason, which others than its owner may read."""
    try:
        return normal_phone(plain(text))
    except Refused as refusal:
        raise WrongCell(
            column,
            _("不是电话号码：手机要 11 位，固定电话要带区号，一格只写一个。"),
        ) from refusal


def born_on(text: str, today: date) -> date:
    """1950-03-08, 1950/3/8, 1950.3.8, 1950年3月8日, 19500308, or a day that a spreadsheet left as its number."""
    written = plain(text)
    found = DAY.fullmatch(written)
    try:
        if found:
            day = date(*map(int, found.groups()))
        elif written.isdecimal() and len(written) == 8:
            day = date(int(written[:4]), int(written[4:6]), int(written[6:]))
        elif written.isdecimal() and len(written) == 5:
            day = FIRST_DAY + timedelta(days=int(written))
        else:
            raise ValueError(written)
    except ValueError as error:
        raise WrongCell(BORN, _("看不出是哪一天，请写成 1950-03-08 这样。")) from error
    if not day.year >= FIRST_YEAR or day > today:
        raise WrongCell(BORN, _("早于 1900 年，或者还没有到。请核对。"))
    return day


def role_of(text: str) -> Role:
    """By its name, or by its word in packs."""
    word = plain(text)
    role = next((role for role in Role if word in (role.label, role.value)), None)
    if role is None:
        known = "、".join(role.label for role in Role if role not in ADMINISTRATORS)
        raise WrongCell(
            ROLE, _("没有“%(word)s”这种岗位。可以填：%(known)s。"), word=word, known=known
        )
    if role in ADMINISTRATORS:
        raise WrongCell(ROLE, _("管理员岗位不能由导入设立，请由安全管理员逐个设立。"))
    return role
