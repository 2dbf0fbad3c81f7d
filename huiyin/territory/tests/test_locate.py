from fractions import Fraction
from math import inf, isfinite, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from huiyin.territory.rules.locate import NOWHERE, Locator

Point = tuple[float, float]
Ring = list[Point]

WEST, EAST = box(118.0, 37.0, 118.1, 37.1), box(118.1, 37.0, 118.2, 37.1)


def located(locator: Locator, *points: Point) -> list[int]:
    lng, lat = zip(*points, strict=True)
    return [int(found) for found in locator.locate(lng, lat)]


def test_each_point_is_given_the_place_it_lies_in() -> None:
    locator = Locator([7, 8], [WEST, EAST])
    assert located(locator, (118.15, 37.05), (118.05, 37.05), (118.15, 37.01)) == [8, 7, 8]


def test_a_border_belongs_to_the_place_that_comes_first() -> None:
    border = [(118.1, 37.05), (118.1, 37.0), (118.1, 37.1)]
    assert located(Locator([7, 8], [WEST, EAST]), *border) == [7, 7, 7]
    assert located(Locator([8, 7], [EAST, WEST]), *border) == [8, 8, 8]


def test_the_outer_border_belongs_to_its_place() -> None:
    assert located(Locator([8], [EAST]), (118.2, 37.1), (118.15, 37.0)) == [8, 8]


def test_a_hole_is_outside_and_its_edge_is_not() -> None:
    ring = Polygon(box(0, 0, 4, 4).exterior, [box(1, 1, 3, 3).exterior])
    assert located(Locator([7], [ring]), (2, 2), (1, 2), (0.5, 2)) == [NOWHERE, 7, 7]


def test_a_place_in_a_hole_is_found() -> None:
    ring = Polygon(box(0, 0, 4, 4).exterior, [box(1, 1, 3, 3).exterior])
    assert located(Locator([7, 8], [ring, box(1, 1, 3, 3)]), (2, 2), (3, 3)) == [8, 7]


def test_a_place_of_several_parts_is_found_in_each_of_them() -> None:
    parts = MultiPolygon([box(0, 0, 1, 1), box(5, 5, 6, 6)])
    assert located(Locator([7], [parts]), (0.5, 0.5), (5.5, 5.5), (3, 3)) == [7, 7, NOWHERE]


@pytest.mark.parametrize(
    "point", [(0.0, 0.0), (-180.0, 90.0), (1e300, 1e300), (nan, 37.05), (118.05, nan), (inf, -inf)]
)
def test_far_away_and_no_number_are_nowhere(point: Point) -> None:
    inside = (118.05, 37.05)
    assert located(Locator([7], [WEST]), inside, point, inside) == [7, NOWHERE, 7]


def test_no_points_have_no_places() -> None:
    assert Locator([7], [WEST]).locate([], []).tolist() == []


def test_without_boundaries_everything_is_nowhere() -> None:
    assert located(Locator([], []), (118.05, 37.05)) == [NOWHERE]


def test_an_id_of_53_bits_comes_back_whole() -> None:
    assert located(Locator([2**53 - 1], [WEST]), (118.05, 37.05)) == [2**53 - 1]


def test_where_two_places_overlap_the_first_has_it_and_the_overlap_is_told() -> None:
    wide = box(118.0999, 37.0, 118.2, 37.1)
    locator = Locator([7, 8, 9], [WEST, wide, box(119, 37, 119.1, 37.1)])
    assert located(locator, (118.09995, 37.05)) == [7]
    (found,) = locator.overlaps()
    assert (found.id, found.other_id) == (7, 8)
    assert found.area_m2 == pytest.approx(98_600, rel=0.01)  # 8.9 m by 11.1 km


def test_neighbours_do_not_overlap() -> None:
    assert Locator([7, 8], [WEST, EAST]).overlaps() == []


def test_a_border_drawn_twice_with_the_last_digit_different_is_no_overlap() -> None:
    nearly = box(118.1 - 1e-12, 37.0, 118.2, 37.1)
    assert Locator([7, 8], [WEST, nearly]).overlaps() == []


# --- against a plain oracle that counts crossings in fractions, so that borders are exact

DIRECTIONS = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]
HOLE = [(0.5, 0.0), (0.0, 0.5), (-0.5, 0.0), (0.0, -0.5)]
halves = st.integers(-10, 24).map(lambda number: number / 2)
points = st.lists(
    st.tuples(halves, halves) | st.tuples(st.floats(), st.floats(-5, 12)), max_size=30
)


@st.composite
def stars(draw: st.DrawFn) -> list[Ring]:
    """A ring around a centre, of any shape that sees its centre, and perhaps a hole in the middle."""
    x, y = draw(st.tuples(st.integers(0, 7), st.integers(0, 7)))
    radii = draw(st.lists(st.integers(1, 4), min_size=8, max_size=8))
    shell: Ring = [(x + r * dx, y + r * dy) for r, (dx, dy) in zip(radii, DIRECTIONS, strict=True)]
    hole: Ring = [(x + dx, y + dy) for dx, dy in HOLE]
    return [shell, hole] if draw(st.booleans()) else [shell]


def side(point: Point, ring: Ring) -> str:
    """in, out, or on the ring."""
    x, y = map(Fraction, point)
    is_in = False
    for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
        (ax, ay), (bx, by) = (tuple(map(Fraction, corner)) for corner in (one, other))
        turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        if turn == 0 and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
            return "on"
        if (ay > y) != (by > y) and (turn > 0) == (by > ay):
            is_in = not is_in
    return "in" if is_in else "out"


def holds(star: list[Ring], point: Point) -> bool:
    shell, *holes = star
    if not all(map(isfinite, point)):
        return False
    return side(point, shell) != "out" and all(side(point, hole) != "in" for hole in holes)


@given(st.lists(stars(), max_size=6), points)
def test_every_point_is_where_counting_crossings_finds_it(
    places: list[list[Ring]], asked: list[Point]
) -> None:
    locator = Locator(
        range(1, len(places) + 1), [Polygon(shell, holes) for shell, *holes in places]
    )
    wanted = [
        next((n for n, star in enumerate(places, 1) if holds(star, point)), NOWHERE)
        for point in asked
    ]
    found = locator.locate([x for x, _y in asked], [y for _x, y in asked])
    assert found.tolist() == wanted
