"""What a text says about a place beside names: building, unit and room in all their spellings, and how far from there."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from huiyin.territory.rules.addresses.naming import MARK

_SIDE = "(?:东南|东北|西南|西北|东|西|南|北|左|右|前|后|正)"
_DISTANCE = r"(?:大约|大概|约|差不多|有)?\d+(?:多|来)?(?:米|m|公里|里)(?:处|左右|远|外|多)*"
_RELATION = re.compile(
    rf"(?:再?(?:往|向|朝|靠|偏){_SIDE}(?:走|边|面|侧|方向)?(?:{_DISTANCE})?"
    rf"|(?:的)?{_SIDE}(?:边|面|侧|头|方向)(?:{_DISTANCE})?"
    rf"|{_DISTANCE}"
    rf"|{_SIDE}{_DISTANCE}"
    rf"|{_SIDE}(?:大|小|侧)?(?:门口|门岗|门卫|门|墙根|墙|北?角)"
    r"|(?:的)?(?:斜对面|斜对过|正对面|对面|对过|对门|隔壁|旁边|边上|旁|附近|周围|跟前|门口|门前|大门|楼下|楼前|楼后|楼顶|楼道|楼梯口"
    r"|屋后|房后|屋前|房前|路口|道口|拐角处?|拐弯处?|之间|中间|靠近|底下|下面|后头|前头|里头|里面|院里|院内|地下车库|车库|车棚|地下室|电梯))"
)
_BUILDING_WORD = "(?:号楼|号栋|号幢|号座|栋楼|幢楼|#楼|#栋|栋|幢|座(?![位椅谈])|#)"
_FLOOR_BEHIND = "(?![层上下顶道梯长房主口])"
_WHICH = r"(?<![\d-])(\d{1,3}[a-z]?|[a-z]\d{0,2})"
_STRONG = re.compile(rf"{_WHICH}(?:号)?{_BUILDING_WORD}")
# 17、18号楼 and 3号和5号楼 are two buildings each
_LISTED = re.compile(rf"((?:\d{{1,3}}(?:号楼?|栋|#)?[、,和与及跟到至-])+)\d{{1,3}}{_BUILDING_WORD}")
_WEAK = re.compile(rf"(?<!月){_WHICH}(?:号(?![线店码召称])|楼{_FLOOR_BEHIND}|排)")
_UNIT = re.compile(r"(\d{1,2}|[甲乙丙丁东西中]|(?<![a-z])[a-z])(?:单元|单(?=\d)|门(?=\d))")
_FLOOR_AND_DOOR = re.compile(r"(\d{1,2})[楼层](\d{1,2})(?:户|号|室|门)")
_ROOM = re.compile(r"(?<![\d-])(\d{3,4})(?![\d米m路#])(?:室|号房|号|户|房|家)?")
_THREE = re.compile(r"(?<![\d-])(\d{1,3}[a-z]?|[a-z])(?:#?-|号-?)(\d{1,2})-(\d{3,4})(?!\d)")
_TWO = re.compile(r"(?<![\d-])(\d{1,3}[a-z]?|[a-z])-(\d{1,4})(?![\d-])")
_UNIT_ROOM = re.compile(r"-?(\d{1,2})-(\d{3,4})(?!\d)")
# 柳岸17: a small number right behind a name
_BARE = re.compile(rf"{MARK}(\d{{1,2}}|[a-z])(?![\da-z米m月日天个人年点层万元%])")
_AFTER_ROAD = re.compile(
    rf"{MARK}(?:[^\d{MARK}]{{0,2}}?)(?<!\d)(\d{{1,4}}(?:-\d{{1,2}})?)(?![\d米m]|号楼|栋|幢|#|单元)"
)

_BEFORE_ROAD = re.compile(rf"(?<!\d)(\d{{1,4}})号{MARK}")
_OWN = re.compile("我家|自家|我们家|咱家|我们楼|咱楼|我楼|本楼|我们单元|我这栋|我们这栋")


class Reading(NamedTuple):
    """One way to understand the numbers of a text; parts that are not said are empty. weight: 0 to 1."""

    building: str
    unit: str
    room: str
    weight: float


def relations(rest: str) -> tuple[str, str]:
    """The relative words of a text without names, joined as they were said, and the text without them."""
    said = [found[0].removeprefix("的") for found in _RELATION.finditer(rest)]
    return "".join(dict.fromkeys(said)), _RELATION.sub("|", rest)


def door_of(rest: str) -> Reading:
    """Unit and room alone, where the building has a name of its own."""
    unit, room = _door(rest)
    return Reading("", unit, room, 1.0)


def house_numbers(rest: str) -> list[str]:
    """The numbers that stand right behind the name of a road, or else before it."""
    behind = [found[1] for found in _AFTER_ROAD.finditer(rest)]
    return behind or [found[1] for found in _BEFORE_ROAD.finditer(rest)]


def any_numbers(rest: str) -> list[str]:
    """Numbers that may be a house's where no road is named."""
    return [found[1] for found in re.finditer(r"(?<![\d-])(\d{1,4}(?:-\d{1,2})?)号(?!楼)", rest)]


def readings(rest: str) -> list[Reading]:
    """The ways to understand the numbers of a text, the likelier first."""
    found = [*_strong(rest)] or [*_dashed(rest)] or [*_weak(rest)] or [*_bare(rest)]
    if not found:
        unit, room = _unit_of(rest), _room_of(rest)
        is_own = bool(unit or room or _OWN.search(rest))
        found = [Reading("", unit, room, 0.8)] if is_own else []
    return list(dict.fromkeys(found))


def _strong(rest: str) -> Iterator[Reading]:
    """With a word that only buildings have: 3号楼, 3栋, 3#, b座."""
    for listed in _LISTED.finditer(rest):
        for number in re.findall(r"\d{1,3}", listed[1]):
            yield Reading(number, "", "", 1.0)
    for found in _STRONG.finditer(rest):
        unit, room = _door(rest[found.end() :])
        if not unit and not room:
            unit, room = _door(rest[: found.start()])
        yield Reading(found[1], unit, room, 1.0)


def _door(behind: str) -> tuple[str, str]:
    """Unit and room in what stands behind a building."""
    pair = _UNIT_ROOM.match(behind)
    if pair:
        return pair[1], pair[2]
    return _unit_of(behind), _room_of(behind)


def _unit_of(rest: str) -> str:
    found = _UNIT.search(rest)
    return found[1] if found else ""


def _room_of(rest: str) -> str:
    on_floor = _FLOOR_AND_DOOR.search(rest)
    if on_floor:
        return f"{int(on_floor[1])}{int(on_floor[2]):02}"
    found = _ROOM.search(_UNIT.sub("|", rest))
    return found[1] if found else ""


def _dashed(rest: str) -> Iterator[Reading]:
    """3-2-501 leaves no doubt; 2-501 may be building and room, or unit and room of the building one lives in."""
    for found in _THREE.finditer(rest):
        yield Reading(found[1], found[2], found[3], 1.0)
    without = _THREE.sub("|", rest)
    for found in _TWO.finditer(without):
        if len(found[2]) < 3:
            yield Reading(found[1], found[2], _room_of(without[found.end() :]), 0.85)
            continue
        yield Reading(found[1], _unit_of(without), found[2], 0.9)
        if found[1].isdigit() and len(found[1]) < 3:
            yield Reading("", found[1], found[2], 0.9)


def _weak(rest: str) -> Iterator[Reading]:
    """17楼3单元 is a building, 3单元5楼 a floor, 5楼 alone too; 17号 may be a house."""
    unit = _UNIT.search(rest)
    for found in _WEAK.finditer(rest):
        if unit and unit.start() < found.start():
            continue
        behind = rest[found.end() :]
        said_unit, room = _door(behind)
        is_floor = "楼" in found[0] and not (said_unit or room or MARK in rest)
        if is_floor:
            continue
        yield Reading(found[1], said_unit, room, 0.95 if said_unit or room else 0.75)


def _bare(rest: str) -> Iterator[Reading]:
    for found in _BARE.finditer(rest):
        unit, room = _door(rest[found.end() :])
        yield Reading(found[1], unit, room, 0.8)
