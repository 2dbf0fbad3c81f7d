import io
from typing import Any

import orjson
import pytest
from django.utils import timezone

from huiyin.conftest import Town
from huiyin.ground import jobs
from huiyin.ground.imports import actions, queries
from huiyin.ground.imports.models import ImportBatch
from huiyin.ground.imports.tests.flow import BRINGER, brought, reasons, undone
from huiyin.territory.models import BoundariesVersion, Boundary, Node
from huiyin.territory.rules.coordinates import CoordinateSystem, from_wgs84

GRID = "379901001201Z001"
SQUARE = [[118.10, 37.10], [118.12, 37.10], [118.12, 37.12], [118.10, 37.12], [118.10, 37.10]]
BOW = [[118.10, 37.10], [118.12, 37.12], [118.12, 37.10], [118.10, 37.12], [118.10, 37.10]]
SMALLER = [[118.10, 37.10], [118.11, 37.10], [118.11, 37.11], [118.10, 37.11], [118.10, 37.10]]
Ring = list[list[float]]
pytestmark = pytest.mark.django_db


def ran(shapes: dict[str, Ring], system: str = "wgs84") -> ImportBatch:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for code, ring in shapes.items()
    ]
    file = io.BytesIO(orjson.dumps({"type": "FeatureCollection", "features": features}))
    batch = brought("boundaries", file, system=system)
    mapping, now = batch.mapping, timezone.now()
    actions.map_columns(batch_id=batch.id, mapping=mapping, is_complete=False, by=BRINGER, now=now)
    jobs.run_pending()
    actions.run(batch_id=batch.id, by=BRINGER, now=now)
    jobs.run_pending()
    return queries.batch(batch.id)


def ring_of(code: str) -> Ring:
    geometry = Node.objects.get(code=code).geometry
    assert geometry is not None
    ring: Ring = geometry["coordinates"][0]
    return ring


def shape_of(version: Boundary) -> Ring | None:
    geometry: dict[str, Any] | None = version.geometry
    return None if geometry is None else geometry["coordinates"][0]


def test_boundaries_in_wgs84_are_kept_to_the_last_digit(town: Town) -> None:
    assert ran({GRID: SQUARE}).counts == {"new": 1}
    assert ring_of(GRID) == SQUARE


@pytest.mark.parametrize("system", [CoordinateSystem.GCJ02, CoordinateSystem.BD09])
def test_boundaries_of_other_systems_are_moved(town: Town, system: CoordinateSystem) -> None:
    moved = [list(from_wgs84(lng, lat, system)) for lng, lat in SQUARE]
    ran({GRID: moved}, system.value)
    for found, meant in zip(ring_of(GRID), SQUARE, strict=True):
        assert found == pytest.approx(meant, abs=0.00001)
    assert ran({GRID: moved}, system.value).counts == {"same": 1}


def test_a_batch_is_taken_back_and_everybody_looks_again(town: Town) -> None:
    ran({GRID: SQUARE})
    batch = ran({GRID: SMALLER})
    assert batch.counts == {"changed": 1}
    before = BoundariesVersion.objects.get().version
    undone(batch)
    assert ring_of(GRID) == SQUARE
    assert BoundariesVersion.objects.get().version != before


def test_taking_back_is_a_version_of_its_own_and_bends_none(town: Town) -> None:
    ran({GRID: SQUARE})
    undone(ran({GRID: SMALLER}))
    versions = Boundary.objects.filter(node=town.grid).order_by("number")
    assert [shape_of(each) for each in versions] == [SQUARE, SMALLER, SQUARE]
    assert [each.reason for each in versions] == ["从文件导入", "从文件导入", "撤销了一次导入"]


def test_a_first_boundary_that_is_taken_back_leaves_a_version_without_one(town: Town) -> None:
    undone(ran({GRID: SQUARE}))
    assert Node.objects.get(code=GRID).geometry is None
    versions = Boundary.objects.filter(node=town.grid).order_by("number")
    assert [shape_of(each) for each in versions] == [SQUARE, None]


def test_what_was_drawn_since_stays_and_makes_no_version(town: Town) -> None:
    batch = ran({GRID: SQUARE})
    ran({GRID: SMALLER})
    assert undone(batch).kept == 1
    assert ring_of(GRID) == SMALLER
    assert Boundary.objects.filter(node=town.grid).count() == 2


def test_a_shape_in_another_county_is_refused_once_something_is_drawn_here(town: Town) -> None:
    ran({GRID: SQUARE})
    shanghai = [[lng + 3.37, lat - 5.87] for lng, lat in SQUARE]
    batch = ran({"379901001201Z002": shanghai, GRID: SMALLER})
    assert "公里" in reasons(batch)[1]
    assert "核对坐标系" in reasons(batch)[1]
    assert ring_of(GRID) == SMALLER


def test_in_a_first_file_the_shape_far_from_all_others_is_refused(town: Town) -> None:
    codes = [
        "379901001201Z001",
        "379901001201Z002",
        "379901001202Z001",
        "379901001201",
        "379901001202",
    ]
    shapes = {code: [[lng + n / 50, lat] for lng, lat in SQUARE] for n, code in enumerate(codes)}
    shapes["379901001"] = [[lng + 9, lat] for lng, lat in SQUARE]
    batch = ran(shapes)
    assert batch.counts == {"new": 5, "refused": 1}
    assert "公里" in reasons(batch)[6]


@pytest.mark.parametrize(
    ("code", "ring", "said"),
    [
        (GRID, BOW, "自己相交"),
        (GRID, [], "不能为空"),
        (GRID, [[lat, lng] for lng, lat in SQUARE], "先写经度"),
        (GRID, SQUARE[:3], "至少四个点"),
        ("379901001201Z009", SQUARE, "还没有"),
        ("99", SQUARE, "不是有效的编码"),
    ],
)
def test_a_shape_that_cannot_be_taken_says_why(
    town: Town, code: str, ring: Ring, said: str
) -> None:
    batch = ran({code: ring, "379901001201Z002": SQUARE})
    assert said in reasons(batch)[1]
    assert ring_of("379901001201Z002") == SQUARE


def test_a_file_that_counts_in_another_system_is_told_by_what_lies_around_it(town: Town) -> None:
    """GCJ-02 said to be WGS84 lies half a kilometre away: near enough for the county, too far for the community."""
    half = [[118.10, 37.10], [118.11, 37.10], [118.11, 37.12], [118.105, 37.12], [118.10, 37.12]]
    around = [[118.0999, 37.0999], [118.1101, 37.0999], [118.1101, 37.1201], [118.0999, 37.1201]]
    ran({"379901001201": [*around, around[0]]})
    moved = [list(from_wgs84(lng, lat, CoordinateSystem.GCJ02)) for lng, lat in half]
    batch = ran({GRID: [*moved, moved[0]]})
    assert "按“GCJ-02" in reasons(batch)[1]
    assert ran({GRID: [*moved, moved[0]]}, "gcj02").counts == {"new": 1}
    assert ran({"379901001201Z002": [*half, half[0]]}).counts == {"new": 1}
