from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as some

from huiyin.lib.refusal import Refused
from huiyin.territory.rules.boundaries import boundary_of
from huiyin.territory.rules.coverage import area_m2, gaps
from huiyin.territory.rules.locate import Locator
from huiyin.territory.rules.rings import read, rings_of, written


def box(lng: float, lat: float, size: float) -> list[tuple[float, float]]:
    corners = ((0, 0), (size, 0), (size, size), (0, size))
    return [(round(lng + x, 7), round(lat + y, 7)) for x, y in corners]


@some.composite
def drawings(draw: Any) -> list[list[tuple[float, float]]]:
    """Boxes side by side, some with a hole, some of these with an island."""
    rings = []
    for place in range(draw(some.integers(1, 4))):
        lng, lat = 110 + place, draw(some.floats(20, 45))
        for depth in range(draw(some.integers(1, 3))):
            inset = 0.1 * depth
            rings.append(box(lng + inset, lat + inset, 0.9 - 2 * inset))
    shuffled: list[list[tuple[float, float]]] = draw(some.permutations(rings))
    return shuffled


@given(drawings())
def test_rings_written_and_read_make_the_same_ground(
    rings: list[list[tuple[float, float]]],
) -> None:
    one = boundary_of(rings)
    again = boundary_of(read(written(rings_of(one))))
    assert again == one
    assert shapely.equals(shapely.geometry.shape(one), shapely.geometry.shape(again))


def test_a_ring_in_a_ring_is_a_hole_and_one_in_the_hole_an_island() -> None:
    made = boundary_of([box(118, 37, 0.9), box(118.1, 37.1, 0.7), box(118.2, 37.2, 0.1)])
    assert made["type"] == "MultiPolygon"
    assert [len(polygon) for polygon in made["coordinates"]] == [2, 1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "空的"),
        ("\n\n", "空的"),
        ("118, 37\n118.1, 37", "三个不同的点"),
        ("118, 37\n118.1, 37\n118, 37\n", "三个不同的点"),
        ("118, 37\n118.1；37\n118, 38", "第 2 行"),
        ("118, 37, 5", "第 1 行"),
        ("118, 37\n118.1, nan\n118, 38", "不在中国附近"),
    ],
)
def test_what_is_no_ring_is_refused_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        boundary_of(read(text))


def test_swapped_numbers_and_a_crossing_are_refused() -> None:
    with pytest.raises(Refused, match="先写经度"):
        boundary_of(read("37, 118\n37.1, 118\n37.1, 118.1"))
    with pytest.raises(Refused, match="相交"):
        boundary_of(read("118, 37\n118.1, 37.1\n118.1, 37\n118, 37.1"))


def test_rings_that_cross_each_other_are_refused() -> None:
    with pytest.raises(Refused):
        boundary_of([box(118, 37, 0.2), box(118.1, 37.1, 0.2)])


def test_a_ring_that_was_closed_by_hand_is_the_same() -> None:
    closed = "118, 37\n118.1, 37\n118.1, 37.1\n118, 37"
    assert read(closed) == read(closed.rsplit("\n", 1)[0])


def test_gaps_are_the_ground_that_no_part_has() -> None:
    whole = shapely.box(118, 37, 118.02, 37.01)
    west, east = shapely.box(118, 37, 118.01, 37.01), shapely.box(118.012, 37, 118.02, 37.01)
    (gap,) = gaps(whole, [west, east])
    assert gap.area_m2 == pytest.approx(area_m2(whole) * 0.1, rel=0.02)
    assert 118.01 < gap.at[0] < 118.012


def test_a_sliver_between_two_borders_is_no_gap() -> None:
    whole = shapely.box(118, 37, 118.02, 37.01)
    west, east = shapely.box(118, 37, 118.01, 37.01), shapely.box(118.01001, 37, 118.02, 37.01)
    assert gaps(whole, [west, east]) == []


def test_without_parts_all_of_it_is_a_gap() -> None:
    (gap,) = gaps(shapely.box(118, 37, 118.01, 37.01), [])
    assert gap.area_m2 == pytest.approx(985_000, rel=0.02)


def test_places_around_a_point_come_with_their_distance() -> None:
    locator = Locator(
        [7, 8], [shapely.box(118, 37, 118.01, 37.01), shapely.box(118.02, 37, 118.03, 37.01)]
    )
    assert locator.near(118.005, 37.005, within_m=500, most=3) == [(7, 0.0)]
    (one, other) = locator.near(118.012, 37.005, within_m=2_000, most=3)
    assert (one[0], other[0]) == (7, 8)
    assert one[1] == pytest.approx(178, abs=3)
    assert locator.near(121.0, 31.0, within_m=2_000, most=3) == []


def test_everybody_who_claims_a_point_is_named() -> None:
    locator = Locator(
        [7, 8], [shapely.box(118, 37, 118.02, 37.01), shapely.box(118.01, 37, 118.03, 37.01)]
    )
    assert locator.all_at([118.015, 118.001, 119.0], [37.005] * 3) == [[7, 8], [7], []]


def test_ground_that_would_be_taken_is_measured() -> None:
    locator = Locator(
        [7, 8], [shapely.box(118, 37, 118.01, 37.01), shapely.box(118.01, 37, 118.02, 37.01)]
    )
    ((id_, area),) = locator.sharing(shapely.box(118.005, 37, 118.01, 37.01), but=8)
    assert id_ == 7
    assert area == pytest.approx(490_000, rel=0.02)
