"""Candidates in their order, once the doors that a text names have been looked up."""

from collections.abc import Iterable, Mapping, Sequence

from huiyin.lib.words import gettext_noop as _
from huiyin.territory.rules.addresses.gazetteer import Doubt, Option, Spot
from huiyin.territory.rules.tree import address

NO_SUCH_DOOR = 0.75
NO_DOOR = _("%(building)s没有找到“%(door)s”，请核对门牌。")

Door = tuple[int, str, str]  # building, unit, room


def ranked(options: Sequence[Option], doors: Mapping[Door, int], *, most: int = 8) -> list[Spot]:
    """The candidates in their order, at most so many. doors: dwellings of these buildings with these rooms."""
    by_room: dict[tuple[int, str], list[Door]] = {}
    for door in doors:
        by_room.setdefault((door[0], door[2]), []).append(door)
    spots = [_spot(option, doors, by_room) for option in options]
    best: dict[tuple[object, ...], Spot] = {}
    for spot in sorted(
        spots, key=lambda each: (-round(each.score, 4), len(each.label), each.label)
    ):
        best.setdefault((spot.building_id, spot.dwelling_id, spot.grid_id), spot)
    return _without_echoes(best.values())[:most]


def _spot(
    option: Option, doors: Mapping[Door, int], by_room: Mapping[tuple[int, str], list[Door]]
) -> Spot:
    if option.building_id is None or not option.room:
        label = option.label + (f"{option.unit}单元" if option.building_id and option.unit else "")
        return Spot(label, option.grid_id, option.building_id, None, option.score, option.doubts)
    behind = by_room.get((option.building_id, option.room), [])
    door = (option.building_id, option.unit, option.room)
    if not option.unit and len(behind) == 1:
        door = behind[0]
    if door in doors:
        label = address(option.label, door[1], door[2])
        return Spot(
            label, option.grid_id, option.building_id, doors[door], option.score, option.doubts
        )
    said = address("", option.unit, option.room)
    doubt = Doubt(NO_DOOR, {"building": option.label, "door": said})
    score = option.score * (1.0 if behind and not option.unit else NO_SUCH_DOOR)
    return Spot(
        option.label, option.grid_id, option.building_id, None, score, (*option.doubts, doubt)
    )


def _without_echoes(spots: Iterable[Spot]) -> list[Spot]:
    """A building that is there by a door already, or with a better label, is not offered twice."""
    kept: list[Spot] = []
    for spot in spots:
        is_echo = any(
            spot.building_id is not None
            and spot.dwelling_id is None
            and spot.building_id == each.building_id
            for each in kept
        )
        if not is_echo:
            kept.append(spot)
    return kept
