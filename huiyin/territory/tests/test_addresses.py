from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some

from huiyin.territory.rules import NodeKind
from huiyin.territory.rules.addresses import (
    CompoundNames,
    Gazetteer,
    House,
    Near,
    PlaceName,
    Spot,
    fold,
    options_of,
    ranked,
)

NODES = [
    PlaceName(1, NodeKind.COMMUNITY, "柳堤社区", None, "c/"),
    PlaceName(2, NodeKind.GRID, "第一网格", 1, "c/a/"),
    PlaceName(3, NodeKind.GRID, "第二网格", 1, "c/b/"),
]
COMPOUNDS = [CompoundNames(10, "柳岸小区"), CompoundNames(11, "石桥花园")]
HOUSES = [
    *(
        House(100 + number, 10, 1, f"{number}号楼", 2 if number < 6 else 3)
        for number in range(1, 12)
    ),
    *(House(200 + number, 11, 1, f"{number}号楼", 3) for number in range(1, 4)),
]
PLACES = Gazetteer(compounds=COMPOUNDS, nodes=NODES, houses=HOUSES)
DOORS = {
    (house.id, str(unit), room): house.id * 100 + unit * 10 + int(room[-1])
    for house in HOUSES
    for unit in (1, 2)
    for room in ("101", "102", "501")
}
DIGITS = "〇一二三四五六七八九"


def found(text: str, near: Near = Near()) -> Sequence[Spot]:  # noqa: B008 - a tuple
    return ranked(options_of(text, PLACES, near), DOORS)


def spoken(number: int) -> str:
    """A number below a hundred as it is said."""
    tens, ones = divmod(number, 10)
    return (
        ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")
    )


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("３＃  二单元 五〇一", "3#2单元501"),
        ("十七号楼", "17号楼"),
        ("二十", "20"),
        ("廿一栋", "21栋"),
        ("一百零三号", "103号"),
        ("两单元", "2单元"),
        ("17—3—101", "17-3-101"),
        ("17 3 101", "17-3-101"),
        ("百货大楼", "百货大楼"),
        ("Ａ座", "a座"),
    ],
)
def test_many_spellings_fold_to_one(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(some.integers(1, 99))
def test_a_number_folds_the_same_however_it_is_written(number: int) -> None:
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in str(number))
    assert fold(spoken(number)) == fold(full_width) == str(number)


PIECES = [
    "3",
    "三",
    "十",
    "百",
    "〇",
    "12",
    "１",
    "号楼",
    "#",
    "＃",
    " ",
    "-",
    "—",
    "单元",
    "Ａ",
    "柳岸小区",
    "东边",
    "米",
    "路",
]


@given(some.lists(some.sampled_from(PIECES), max_size=12))
def test_folding_twice_is_folding_once(pieces: list[str]) -> None:
    once = fold("".join(pieces))
    assert fold(once) == once
    found("".join(pieces))


@given(some.text(max_size=60))
def test_no_text_breaks_the_search(text: str) -> None:
    found(text)


WAYS = [
    "{name}{b}号楼{u}单元{r}", "{name}{b}栋{u}单元{r}室", "{name}{b}#{u}-{r}", "{name}{b}-{u}-{r}",
    "{name}{b}幢{u}单元{r}户", "{name} {b} 号楼 {u} 单元 {r}", "我在{name}{b}号楼{u}单元{r}，家里停电了",
]  # fmt: skip


@given(
    some.sampled_from(HOUSES),
    some.sampled_from((1, 2)),
    some.sampled_from(("101", "102", "501")),
    some.sampled_from(WAYS),
    some.booleans(),
)
def test_every_door_is_found_in_every_spelling(
    house: House, unit: int, room: str, way: str, is_spoken: bool
) -> None:
    number = int(house.name.removesuffix("号楼"))
    name = next(each.name for each in COMPOUNDS if each.id == house.compound_id)
    written = spoken(number) if is_spoken else str(number)
    text = way.format(name=name, b=written, u=DIGITS[unit] if is_spoken else unit, r=room)
    assert found(text)[0].dwelling_id == DOORS[house.id, str(unit), room]


def test_without_a_name_every_building_of_the_number_is_offered() -> None:
    assert [spot.label for spot in found("3号楼")] == ["柳岸小区3号楼", "石桥花园3号楼"]


def test_ones_own_compound_comes_first() -> None:
    near = Near(frozenset({201}), frozenset({11}), frozenset({3}))
    assert found("3号楼", near)[0].label == "石桥花园3号楼"
    assert found("2单元501", near)[0].label == "石桥花园1号楼2单元501"


def test_a_compound_alone_is_offered_by_its_grids() -> None:
    assert [(spot.label, spot.grid_id) for spot in found("柳岸小区")] == [
        ("柳岸小区", 2),
        ("柳岸小区", 3),
    ]


def test_what_is_only_beside_it_keeps_the_place_and_says_so() -> None:
    (spot, *_others) = found("柳岸小区3号楼南边100米")
    assert spot.label == "柳岸小区3号楼"
    (doubt,) = spot.doubts
    assert doubt.values["relation"] == "南边100米"


def test_a_door_there_is_not_leaves_the_building_and_a_doubt() -> None:
    (spot, *_others) = found("柳岸小区3号楼2单元909")
    assert (spot.label, spot.dwelling_id) == ("柳岸小区3号楼", None)
    assert "2单元909" in spot.doubts[0].values["door"]


def test_a_building_there_is_not_leaves_the_compound_and_a_doubt() -> None:
    (spot, *_others) = found("柳岸小区88号楼")
    assert (spot.label, spot.building_id) == ("柳岸小区", None)
    assert spot.doubts[0].values["building"] == "88"


def test_words_without_a_place_find_nothing() -> None:
    assert [*found("停水了"), *found(""), *found("电话13800138000打不通")] == []
