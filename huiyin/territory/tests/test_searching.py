from datetime import date, datetime
from typing import Any

import pytest

from huiyin.lib.times import ZONE
from huiyin.territory.actions import (
    BuildingPlace,
    CompoundFacts,
    write_boundaries,
    write_buildings,
    write_compounds,
    write_dwellings,
    write_nodes,
)
from huiyin.territory.models import Building, Node
from huiyin.territory.queries.searching import Candidate, find_places, near_of, places_around
from huiyin.territory.rules import DwellingFacts, NodeFacts

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 14, 12, 0, tzinfo=ZONE)
TODAY = NOW.date()
CITY, COUNTY, STREET = "3799", "379901", "379901001"
COMMUNITIES = [f"379901001{number}" for number in range(201, 206)]
HERE = COMMUNITIES[0]
WEST, EAST, VILLAGE = f"{HERE}Z001", f"{HERE}Z002", f"{COMMUNITIES[4]}Z001"
NAMES = {
    HERE: "柳堤社区",
    COMMUNITIES[4]: "石桥村",
    WEST: "第一网格",
    EAST: "第二网格",
    VILLAGE: "村东网格",
}


@pytest.fixture
def nodes() -> dict[str, Node]:
    codes = [CITY, COUNTY, STREET, *COMMUNITIES, WEST, EAST, VILLAGE]
    return write_nodes(NodeFacts(code, NAMES.get(code, f"地{code[-3:]}")) for code in codes).rows


@pytest.fixture
def town(nodes: dict[str, Node]) -> dict[str, Node]:
    here, village = nodes[HERE].pk, nodes[COMMUNITIES[4]].pk
    (compound,) = write_compounds(
        [CompoundFacts("liuan", "柳岸小区", here, ("柳岸",))]
    ).rows.values()
    flats = {
        BuildingPlace(here, compound.pk, f"{number}号楼"): {
            "grid_id": nodes[WEST if number < 4 else EAST].pk
        }
        for number in range(1, 7)
    }
    houses = {
        BuildingPlace(village, None, f"石桥{road}路{number}号"): {"grid_id": nodes[VILLAGE].pk}
        for road in ("一", "十一")
        for number in range(1, 21)
    }
    built = write_buildings(flats | houses).rows
    homes = [DwellingFacts(unit, room, True) for unit in "12" for room in ("101", "501")]
    write_dwellings({built[place].pk: homes for place in flats})
    write_dwellings({built[place].pk: [DwellingFacts("", "", True)] for place in houses})
    return nodes


def find(town: dict[str, Node], text: str, area: str = HERE, **asked: Any) -> list[Candidate]:
    return find_places(text, paths=[town[area].path], on=TODAY, **asked)


def test_a_door_is_found_with_its_grid(town: dict[str, Node]) -> None:
    (first, *_others) = find(town, "柳岸5#2-501")
    assert (first.label, first.grid_id, first.community) == (
        "柳岸小区5号楼2单元501",
        town[EAST].pk,
        "柳堤社区",
    )
    assert first.dwelling_id is not None
    assert first.path == town[EAST].path


def test_residents_are_not_told_which_doors_there_are(town: dict[str, Node]) -> None:
    there, not_there = (
        find(town, f"柳岸5号楼2单元{room}", with_doors=False) for room in (501, 909)
    )
    assert there == not_there
    assert there[0].dwelling_id is None


def test_next_door_is_not_looked_at(town: dict[str, Node]) -> None:
    assert find(town, "柳岸小区5号楼", COMMUNITIES[4]) == []
    assert find_places("柳岸小区5号楼", paths=[], on=TODAY) == []


@pytest.mark.parametrize("area", [STREET, COUNTY])
@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("柳岸小区5号楼", "柳岸小区5号楼"),
        ("石桥一路12号", "石桥一路12号"),
        ("石桥11路12号", "石桥十一路12号"),
        ("石桥村一路12号", "石桥一路12号"),
        ("村东网格", "村东网格"),
    ],
)
def test_a_wide_area_is_searched_by_what_is_named(
    town: dict[str, Node], area: str, text: str, label: str
) -> None:
    assert find(town, text, area)[0].label == label


def test_a_bare_number_says_too_little_in_a_wide_area(town: dict[str, Node]) -> None:
    assert find(town, "5号楼", COUNTY) == []
    assert find(town, "5号楼")[0].label == "柳岸小区5号楼"


def test_ones_own_building_is_meant_by_a_unit_alone(town: dict[str, Node]) -> None:
    own = Building.objects.get(name="6号楼")
    near = near_of([own.pk], [town[EAST].pk])
    assert find(town, "2单元501", near=near)[0].label == "柳岸小区6号楼2单元501"
    assert find(town, "2单元501") == []


def test_a_dissolved_grid_is_not_offered(town: dict[str, Node]) -> None:
    Node.objects.filter(code=EAST).update(valid_to=date(2026, 9, 1))
    assert all(spot.grid_id != town[EAST].pk for spot in find(town, "柳岸小区5号楼"))


@pytest.mark.parametrize("text", ["\x00", "%", "'", "\\", "%s %(name)s", "号" * 5_000])
def test_no_text_breaks_the_search(town: dict[str, Node], text: str) -> None:
    for area in (HERE, COUNTY):
        find(town, text, area)


@pytest.mark.parametrize("area", [HERE, COUNTY])
def test_a_search_is_a_few_queries(
    town: dict[str, Node], area: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4):
        find(town, "柳岸小区5号楼2单元501", area)


def box(lng: float) -> dict[str, Any]:
    corners = [(0, 0), (0.01, 0), (0.01, 0.01), (0, 0.01), (0, 0)]
    return {"type": "Polygon", "coordinates": [[[round(lng + x, 6), 37.0 + y] for x, y in corners]]}


def test_a_point_gives_its_grid_then_those_around(town: dict[str, Node]) -> None:
    write_boundaries({WEST: box(118.0), EAST: box(118.012)}, now=NOW)
    inside = places_around(lng=118.005, lat=37.005, on=TODAY)
    assert (inside[0].grid_id, inside[0].away_m) == (town[WEST].pk, 0.0)
    between = places_around(lng=118.0105, lat=37.005, on=TODAY)
    assert [spot.grid for spot in between] == ["第一网格", "第二网格"]
    assert places_around(lng=121.0, lat=31.0, on=TODAY) == []


def test_a_building_next_to_the_point_is_offered_too(town: dict[str, Node]) -> None:
    Building.objects.filter(name="5号楼").update(lng=118.005, lat=37.005)
    (spot,) = places_around(lng=118.0055, lat=37.005, on=TODAY)
    assert (spot.label, spot.grid) == ("柳岸小区5号楼", "第二网格")
    assert spot.away_m == pytest.approx(44, abs=2)
