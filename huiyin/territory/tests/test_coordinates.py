from collections.abc import Sequence
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as some

from huiyin.territory.rules.coordinates import (
    Around,
    CoordinateSystem,
    from_wgs84,
    likelier_system,
    metres_between,
    swapped_or_far,
    to_wgs84,
)

WGS84, GCJ02, BD09 = CoordinateSystem
LNG, LAT = some.floats(74, 134), some.floats(18, 53)
COUNTY = Around(118.12, 37.14, 40_000)


@given(LNG, LAT, some.sampled_from(CoordinateSystem))
def test_there_and_back_is_the_same_place_to_half_a_metre(
    lng: float, lat: float, system: CoordinateSystem
) -> None:
    back = to_wgs84(*from_wgs84(lng, lat, system), system)
    assert metres_between((lng, lat), back) < 0.5


@pytest.mark.parametrize(
    ("system", "least", "most"), [(WGS84, 0, 0), (GCJ02, 300, 800), (BD09, 800, 1_800)]
)
def test_the_systems_lie_apart_as_is_known(
    system: CoordinateSystem, least: float, most: float
) -> None:
    moved = from_wgs84(116.404, 39.915, system)
    assert least <= metres_between((116.404, 39.915), moved) <= most


def test_a_known_point_of_the_capital_comes_out_where_maps_have_it() -> None:
    # 39.915, 116.404 of GPS is 39.91640, 116.41024 on maps of GCJ-02 and 39.92270, 116.41663 of BD-09
    lng, lat = from_wgs84(116.404, 39.915, GCJ02)
    assert isclose(lng, 116.41024, abs_tol=1e-4)
    assert isclose(lat, 39.91640, abs_tol=1e-4)
    lng, lat = from_wgs84(116.404, 39.915, BD09)
    assert isclose(lng, 116.41663, abs_tol=1e-4)
    assert isclose(lat, 39.92270, abs_tol=1e-4)


@given(some.floats(-180, 70), some.floats(-90, 90), some.sampled_from(CoordinateSystem))
def test_outside_china_nothing_moves(lng: float, lat: float, system: CoordinateSystem) -> None:
    assert to_wgs84(lng, lat, system) == from_wgs84(lng, lat, system) == (lng, lat)


def test_what_lies_in_the_county_is_not_doubted() -> None:
    assert swapped_or_far(118.2, 37.2, WGS84, county=COUNTY) is None


def test_swapped_numbers_are_told_from_another_county() -> None:
    swapped = swapped_or_far(37.14, 118.12, WGS84, county=COUNTY)
    far = swapped_or_far(121.47, 31.23, WGS84, county=COUNTY)
    assert swapped is not None
    assert far is not None
    assert "写反了" in swapped.sentence
    assert "公里" in far.sentence


def test_the_system_that_fits_better_is_named() -> None:
    real = [(118.1 + step / 10_000, 37.1) for step in range(40)]
    brought = [from_wgs84(*point, GCJ02) for point in real]

    def hits(points: Sequence[tuple[float, float]]) -> int:
        return sum(
            metres_between(point, truth) < 5 for point, truth in zip(points, real, strict=True)
        )

    assert likelier_system(brought, declared=WGS84, hits=hits) is GCJ02
    assert likelier_system(brought, declared=GCJ02, hits=hits) is None
    assert likelier_system(brought[:2], declared=WGS84, hits=len) is None
