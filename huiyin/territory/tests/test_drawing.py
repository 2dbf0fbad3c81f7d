"""Boundaries as versions, and what is amiss with the ground."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from huiyin.ground.ledger import queries as ledger
from huiyin.ground.ledger.actions import By
from huiyin.lib.refusal import Conflict, NotThere, Refused
from huiyin.lib.times import ZONE
from huiyin.territory.actions import (
    BuildingPlace,
    draw_boundary,
    write_boundaries,
    write_buildings,
    write_nodes,
)
from huiyin.territory.models import Boundary, Node
from huiyin.territory.queries import boundaries as ground
from huiyin.territory.queries.locating import node_at
from huiyin.territory.rules import NodeFacts

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 14, 12, 0, tzinfo=ZONE)
TODAY = date(2026, 9, 14)
CITY, COUNTY, STREET = "3799", "379901", "379901001"
COMMUNITY, WEST, EAST = "379901001201", "379901001201Z001", "379901001201Z002"
SCHOOL, AWAY = "379901001201S001", "379901001201X001"
PATHS = [f"{CITY}/{COUNTY}/"]
ADA = By(7, 8)


def box(lng: float, lat: float = 37.0, wide: float = 0.01, high: float = 0.01) -> dict[str, Any]:
    corners = [(0, 0), (wide, 0), (wide, high), (0, high), (0, 0)]
    ring = [[round(lng + x, 7), round(lat + y, 7)] for x, y in corners]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def nodes() -> dict[str, Node]:
    codes = [CITY, COUNTY, STREET, COMMUNITY, WEST, EAST, SCHOOL, AWAY]
    return write_nodes(NodeFacts(code, f"地{code[-4:]}") for code in codes).rows


def draw(node: Node, geometry: dict[str, Any], version: int = 0, **more: Any) -> Boundary:
    asked = {"reason": "分界", "by": ADA, "now": NOW, **more}
    return draw_boundary(node_id=node.pk, geometry=geometry, version=version, **asked)


def test_a_drawn_boundary_rules_the_next_question_and_says_who_and_why(
    nodes: dict[str, Node],
) -> None:
    drawn = draw(nodes[WEST], box(118.0))
    found = node_at(lng=118.005, lat=37.005, on=TODAY)
    assert found == nodes[WEST]
    assert (drawn.number, drawn.by_person_id, drawn.reason, drawn.at) == (1, 7, "分界", NOW)
    (entry,) = ledger.history("node", nodes[WEST].pk)
    assert (entry.kind, entry.data["number"], entry.by_person_id) == ("boundary.drawn", 1, 7)


def test_earlier_boundaries_are_kept_and_can_be_had_again(nodes: dict[str, Node]) -> None:
    west = nodes[WEST]
    draw(west, box(118.0))
    draw(west, box(119.0), 1)
    earlier = ground.boundary(west.pk, 1)
    assert earlier.geometry is not None
    draw(west, earlier.geometry, 2, reason="恢复")
    assert [row.number for row in ground.history(west.pk)] == [3, 2, 1]
    assert node_at(lng=118.005, lat=37.005, on=TODAY) == west
    with pytest.raises(NotThere):
        ground.boundary(west.pk, 9)


def test_who_draws_on_an_old_boundary_hears_of_the_new_one(nodes: dict[str, Node]) -> None:
    draw(nodes[WEST], box(118.0))
    with pytest.raises(Conflict, match="第 1 版"):
        draw(nodes[WEST], box(119.0), 0)
    assert Boundary.objects.count() == 1


def test_the_same_key_draws_once(nodes: dict[str, Node]) -> None:
    key = uuid4()
    first = draw(nodes[WEST], box(118.0), client_key=key)
    assert draw(nodes[WEST], box(118.0), client_key=key) == first
    assert Boundary.objects.count() == 1


def test_no_change_is_no_version(nodes: dict[str, Node]) -> None:
    draw(nodes[WEST], box(118.0))
    with pytest.raises(Refused, match="没有变化"):
        draw(nodes[WEST], box(118.0), 1)


def test_a_virtual_grid_has_no_ground(nodes: dict[str, Node]) -> None:
    with pytest.raises(Refused, match="虚拟网格"):
        draw(nodes[AWAY], box(118.0))


def test_what_a_pack_brings_becomes_a_version_too(nodes: dict[str, Node]) -> None:
    write_boundaries({WEST: box(118.0), EAST: box(118.01)}, reason="随数据包导入", now=NOW)
    write_boundaries({WEST: box(118.0), EAST: box(118.02)}, now=NOW)
    numbers = [ground.version_of(nodes[code].pk) for code in (WEST, EAST, SCHOOL)]
    assert numbers == [1, 2, 0]


def test_ground_of_others_is_named_before_it_is_taken(nodes: dict[str, Node]) -> None:
    write_boundaries({WEST: box(118.0), EAST: box(118.01)}, now=NOW)
    (shared,) = ground.sharing(box(118.005), nodes[EAST], on=TODAY)
    assert shared.node == nodes[WEST]
    assert shared.area_m2 == pytest.approx(492_000, rel=0.02)


def test_the_check_finds_gaps_overlaps_and_what_is_not_drawn(nodes: dict[str, Node]) -> None:
    shapes = {COMMUNITY: box(118.0, wide=0.03), WEST: box(118.0), EAST: box(118.008)}
    write_boundaries(shapes, now=NOW)
    (gap,) = ground.gap_lines(PATHS, on=TODAY)
    assert gap.node == nodes[COMMUNITY]
    assert gap.area_m2 == pytest.approx(1_182_000, rel=0.02)
    (overlap,) = ground.overlap_lines(PATHS, on=TODAY)
    assert (overlap.node, overlap.other) == (nodes[WEST], nodes[EAST])
    assert ground.undrawn(PATHS, on=TODAY) == [nodes[SCHOOL]]
    (line,) = ground.progress(PATHS, on=TODAY)
    assert (line.node, line.grids, line.drawn, line.is_drawn) == (nodes[COMMUNITY], 3, 2, True)


def test_a_school_in_the_middle_of_a_grid_is_no_overlap(nodes: dict[str, Node]) -> None:
    write_boundaries({WEST: box(118.0), SCHOOL: box(118.003, 37.003, 0.002, 0.002)}, now=NOW)
    assert ground.overlap_lines(PATHS, on=TODAY) == []


def test_elsewhere_nothing_is_amiss(nodes: dict[str, Node]) -> None:
    write_boundaries({WEST: box(118.0), EAST: box(118.005)}, now=NOW)
    elsewhere = ["3702/"]
    assert ground.overlap_lines(elsewhere, on=TODAY) == []
    assert ground.undrawn(elsewhere, on=TODAY) == []
    assert ground.gap_lines([], on=TODAY) == []


def test_buildings_in_the_wrong_place_are_told_from_those_in_two(nodes: dict[str, Node]) -> None:
    write_boundaries({WEST: box(118.0), EAST: box(118.008)}, now=NOW)
    points = {"对": 118.001, "别处": 118.015, "两处": 118.009, "外面": 119.0}
    place = {
        BuildingPlace(nodes[COMMUNITY].pk, None, name): {
            "grid_id": nodes[WEST].pk,
            "lng": lng,
            "lat": 37.005,
        }
        for name, lng in points.items()
    }
    unknown = BuildingPlace(nodes[COMMUNITY].pk, None, "没位置")
    write_buildings(place | {unknown: {"grid_id": nodes[WEST].pk}})
    found = {line.building.name: line for line in ground.misplaced(PATHS, on=TODAY)}
    assert found.keys() == {"别处", "两处", "外面"}
    assert found["两处"].is_claimed_twice
    assert (found["别处"].found, found["外面"].found) == ((nodes[EAST].name,), ())
    assert ground.unplaced_count(PATHS) == 1


def test_the_check_asks_once_for_each_kind(
    nodes: dict[str, Node], django_assert_max_num_queries: Any
) -> None:
    write_boundaries(
        {COMMUNITY: box(118.0, wide=0.03), WEST: box(118.0), EAST: box(118.008)}, now=NOW
    )
    with django_assert_max_num_queries(10):
        ground.gap_lines(PATHS, on=TODAY)
        ground.overlap_lines(PATHS, on=TODAY)
        ground.undrawn(PATHS, on=TODAY)
        ground.misplaced(PATHS, on=TODAY)
