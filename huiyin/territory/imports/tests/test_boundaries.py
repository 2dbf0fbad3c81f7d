import io

import orjson
import pytest
from django.utils import timezone

from huiyin.conftest import Town
from huiyin.ground import jobs
from huiyin.ground.imports import actions, queries
from huiyin.ground.imports.models import ImportBatch
from huiyin.ground.imports.tests.flow import BRINGER, brought, reasons, undone
from huiyin.territory.models import BoundariesVersion, Node
from huiyin.territory.rules.coordinates import CoordinateSystem, from_wgs84

GRID = "379901001201Z001"
SQUARE = [[118.10, 37.10], [118.12, 37.10], [118.12, 37.12], [118.10, 37.12], [118.10, 37.10]]
BOW = [[118.10, 37.10], [118.12, 37.12], [118.12, 37.10], [118.10, 37.12], [118.10, 37.10]]
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
    smaller = [[118.10, 37.10], [118.11, 37.10], [118.11, 37.11], [118.10, 37.11], [118.10, 37.10]]
    batch = ran({GRID: smaller})
    assert batch.counts == {"changed": 1}
    before = BoundariesVersion.objects.get().version
    undone(batch)
    assert ring_of(GRID) == SQUARE
    assert BoundariesVersion.objects.get().version != before


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
