"""Personal data in words that others read: telephone, identity card, plate, bank card, door number. Rules alone, nothing learnt.

Precision goes before recall: what is masked wrongly makes a message useless, and what is missed can be taken down by hand.
Case numbers, dates, prices, hotlines, landlines of offices and buildings without a room are not personal.
Source: 个人信息保护法 Art. 28, 51; GB 11643-1999 (check digit); ISO/IEC 7812-1 (Luhn).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiyin.lib.words import gettext_noop as _


class Secret(StrEnum):
    PHONE = "phone"
    ID = "id"
    PLATE = "plate"
    CARD = "card"
    DOOR = "door"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Secret.PHONE: _("电话号码"),
    Secret.ID: _("身份证号"),
    Secret.PLATE: _("车牌号"),
    Secret.CARD: _("银行卡号"),
    Secret.DOOR: _("门牌号"),
}


@dataclass(frozen=True)
class Found:
    """A piece of a text, from start up to end, and what it is. shown: what others read in its place, of any length."""

    secret: Secret
    start: int
    end: int
    shown: str


@dataclass(frozen=True)
class Masked:
    """A text as others read it. secrets: what was taken out, each kind once. phones: the numbers, as they are stored."""

    text: str
    secrets: tuple[Secret, ...]
    phones: tuple[str, ...]

    @property
    def has_only_phones(self) -> bool:
        return self.secrets == (Secret.PHONE,)


_NUMERAL = "零〇一二三四五六七八九"
_PROVINCE = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
# the one look at every message: most have no three digits in a row and no plate, and nothing more is asked of them
_MAY_HOLD = re.compile(rf"[0-9０-９{_NUMERAL}幺]{{3}}|[{_PROVINCE}][A-Za-zＡ-Ｚ]|车牌")
_NARROW = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
_SPOKEN = str.maketrans("零〇一二三四五六七八九幺", "001234567891")

# no digit, letter or decimal point before or behind; a hyphen neither, where it joins another number
_BEFORE, _AFTER = r"(?<![0-9A-Za-z*#_./])(?<![0-9]-)", r"(?![0-9*_/]|-[0-9]|\.[0-9])"
_MOBILE = re.compile(
    rf"{_BEFORE}(?:(?:\+|00)?86[- ]?)?(1[3-9][0-9][- ]?[0-9]{{4}}[- ]?[0-9]{{4}}){_AFTER}(?![元块])"
)
_SPOKEN_MOBILE = re.compile(rf"(?<![{_NUMERAL}幺])[一幺][{_NUMERAL}幺]{{10}}(?![{_NUMERAL}幺])")
# of a landline only the one at home is somebody's own
_HOME_LINE = re.compile(
    rf"(?:我家|家里|家中|住宅|他家|她家)[^0-9，。；！？\n]{{0,6}}{_BEFORE}((?:0[1-9][0-9]{{1,2}}[- ]?)?[2-8][0-9]{{6,7}}){_AFTER}"
)
_IDENTITY = re.compile(
    rf"{_BEFORE}([1-8][0-9]{{5}}) ?([0-9]{{8}}) ?([0-9]{{3}}[0-9Xx]){_AFTER}(?![A-Za-z])"
)
# said to be one: a digit written wrongly does not make it public
_SAID_IDENTITY = re.compile(
    rf"(?:身份证|证件号)[^0-9，。；！？\n]{{0,8}}([1-8][0-9]{{16}}[0-9Xx]|[1-8][0-9]{{14}}){_AFTER}"
)
_CARD = re.compile(
    rf"{_BEFORE}((?:62|4[0-9]|5[1-5]|60|35|95)[0-9]{{2}}(?:[- ]?[0-9]{{4}}){{3}}(?:[- ]?[0-9]{{1,3}})?){_AFTER}"
)
_NO_CARD = re.compile(r"(?:订单|单号|运单|快递|流水|编号|条码|户号|表号|序列)[^，。；！？\n]{0,8}$")
_TAIL = r"[A-HJ-NP-Za-hj-np-z0-9]"
_PLATE = re.compile(
    rf"([{_PROVINCE}][A-HJ-NP-Za-hj-np-z])[·•.\- ]?((?:[DFdf]{_TAIL}[0-9]{{4}}|[0-9]{{5}}[DFdf]|{_TAIL}{{4}}[A-HJ-NP-Za-hj-np-z0-9挂学港澳]))(?![A-Za-z0-9])"
)
_SAID_PLATE = re.compile(
    rf"(车牌(?:号码?)?[是为:： ]{{0,2}}[A-HJ-NP-Z][·•.\- ]?)({_TAIL}{{5,6}})(?![A-Za-z0-9])"
)

_COUNT = rf"(?:[0-9]{{1,3}}|[{_NUMERAL}十]{{1,3}})"
_ROOM = rf"([0-9]{{3,4}}|[{_NUMERAL}]{{3,4}})"
# what is counted in, or follows a year or a sum: no room
_NO_ROOM = r"(?![0-9]|[-—~至到][0-9]|\s?(?:年|元|块|户|人|名|度|米|平|㎡|个|次|分|点|天(?!天)|多|余|斤|吨|公里|路|班|街|万|千|百|%|％|号楼|栋|幢))"
_DOORS = tuple(
    re.compile(pattern + _NO_ROOM)
    for pattern in (
        rf"{_COUNT}\s?单元\s?-?{_ROOM}",
        rf"(?<![0-9]){_COUNT}\s?(?:号楼|栋|幢|座|#楼|#|＃)\s?-?{_ROOM}",
        rf"(?<![0-9-])[0-9]{{1,3}}-[0-9]{{1,2}}-{_ROOM}(?!-)",
        rf"(?:(?:我|他|她|咱|俺)们?家(?:就?[是在住])*|(?<!居)住在?(?:着)?|楼上|楼下|隔壁|对门|对面)的?{_ROOM}(?=室|号|的|，|。|！|？|,|!|家|又|天|$|\s|那|漏|半|总|一|每|在|有|没)",
    )
)
# rooms that are there for everybody
_OFFICE = re.compile(
    r"(?:中心|大厅|派出所|法院|医院|学校|小学|中学|居委会|村委会|物业|办公|街道办|党群|诊所|幼儿园|会议|活动室|服务站|大学|酒店|宾馆|卫生室|调解室)[^，。；！？\n]{0,8}$"
)
_LOOK_BACK = 16


def find(text: str) -> list[Found]:
    """The personal data in a text, in its order; none overlaps another."""
    if _MAY_HOLD.search(text) is None:
        return []
    plain = text.translate(_NARROW)
    found: list[Found] = []
    for search in _SEARCHES:
        for each in search(plain):
            if all(each.end <= other.start or other.end <= each.start for other in found):
                found.append(each)
    return sorted(found, key=lambda each: each.start)


def masked(text: str) -> Masked | None:
    """The text as others may read it; None where nothing in it is personal. Masking again changes nothing."""
    found = find(text)
    if not found:
        return None
    parts, at = [], 0
    for each in found:
        parts += [text[at : each.start], each.shown]
        at = each.end
    phones = [_digits(text[f.start : f.end]) for f in found if f.secret is Secret.PHONE]
    return Masked(
        "".join([*parts, text[at:]]),
        tuple(dict.fromkeys(each.secret for each in found)),
        tuple(dict.fromkeys(phones)),
    )


def public(text: str) -> str:
    """The text as everybody may read it."""
    seen = masked(text)
    return seen.text if seen else text


def _identities(text: str) -> Iterator[Found]:
    for match in _IDENTITY.finditer(text):
        if _is_identity("".join(match.groups()).upper()):
            yield _hidden(Secret.ID, match, 0)
    for match in _SAID_IDENTITY.finditer(text):
        yield _hidden(Secret.ID, match, 1)


def _is_identity(number: str) -> bool:
    """Whether 18 characters are an identity number: a day that was, and the right check digit."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
    return born.year >= 1900 and number[17] == "10X98765432"[rest]


def _cards(text: str) -> Iterator[Found]:
    for match in _CARD.finditer(text):
        number = _digits(match[1])
        is_other = _NO_CARD.search(text, max(0, match.start() - _LOOK_BACK), match.start())
        if not is_other and is_luhn(number):
            yield Found(Secret.CARD, *match.span(1), f"{'*' * 8}{number[-4:]}")


def is_luhn(number: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _phones(text: str) -> Iterator[Found]:
    for match in (*_MOBILE.finditer(text), *_HOME_LINE.finditer(text)):
        number = _digits(match[1])
        yield Found(Secret.PHONE, *match.span(1), f"{number[:3]}****{number[-4:]}")
    for match in _SPOKEN_MOBILE.finditer(text):
        if _digits(match[0])[1] in "3456789":
            yield Found(Secret.PHONE, *match.span(), f"{match[0][:3]}****{match[0][-4:]}")


def _plates(text: str) -> Iterator[Found]:
    for pattern in (_PLATE, _SAID_PLATE):
        for match in pattern.finditer(text):
            if sum(each.isdigit() for each in match[2]) >= 2:
                yield Found(Secret.PLATE, *match.span(2), f"****{match[2][-1]}")


def _doors(text: str) -> Iterator[Found]:
    for pattern in _DOORS:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
            if not _OFFICE.search(before) and not _is_day(match[0]):
                yield Found(Secret.DOOR, *match.span(1), "***")


def _is_day(words: str) -> bool:
    """11-22-2026 is no door."""
    parts = words.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return False
    return parts[2][:2] in {"19", "20"} and len(parts[2]) == 4 and int(parts[0]) <= 31


def _hidden(secret: Secret, match: re.Match[str], group: int) -> Found:
    return Found(secret, *match.span(group), f"{match[group][:4]}{'*' * 10}")


def _digits(text: str) -> str:
    plain = text.translate(_NARROW).translate(_SPOKEN)
    return re.sub(r"[^0-9]", "", plain)


# what is found first is not looked at again: an identity number holds eleven digits of a telephone
_SEARCHES: tuple[Callable[[str], Iterator[Found]], ...] = (
    _identities,
    _cards,
    _phones,
    _plates,
    _doors,
)
