from math import nan
from typing import Any

import pytest

from huiyin.lib.refusal import Refused
from huiyin.territory.rules.boundaries import check_boundary

SQUARE = [[118.0, 37.0], [118.1, 37.0], [118.1, 37.1], [118.0, 37.1], [118.0, 37.0]]
HOLE = [[118.04, 37.04], [118.06, 37.04], [118.06, 37.06], [118.04, 37.04]]
ISLAND = [[118.055, 37.045], [118.058, 37.045], [118.058, 37.048], [118.055, 37.045]]
FAR = [[lng + 1, lat] for lng, lat in SQUARE]
BOW = [[118.0, 37.0], [118.1, 37.1], [118.1, 37.0], [118.0, 37.1], [118.0, 37.0]]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def several(*polygons: Any) -> dict[str, Any]:
    return {"type": "MultiPolygon", "coordinates": list(polygons)}


@pytest.mark.parametrize(
    "sound",
    [
        polygon(SQUARE),
        polygon(SQUARE[::-1]),
        polygon(SQUARE, HOLE),
        several([SQUARE], [FAR]),
        several([SQUARE, HOLE], [ISLAND]),
        polygon([[118, 37], [119, 37], [119, 38], [118, 37]]),
    ],
)
def test_a_sound_boundary_is_let_through(sound: dict[str, Any]) -> None:
    check_boundary(sound)


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"type": "Point", "coordinates": [118.0, 37.0]}, "Polygon"),
        ({"type": "Polygon"}, "Polygon"),
        ({**polygon(SQUARE), "crs": {}}, "type 和 coordinates"),
        ({"type": "Polygon", "coordinates": 5}, "层次不对"),
        (polygon(), "层次不对"),
        (polygon([]), "层次不对"),
        (several(), "层次不对"),
        (several([]), "层次不对"),
        (several(SQUARE), "不是点"),
        ({"type": "Polygon", "coordinates": SQUARE}, "不是点"),
        (polygon([[118.0, 37.0, 5.0], *SQUARE]), "不是点"),
        (polygon([["118.0", "37.0"], *SQUARE]), "不是点"),
        (polygon([[True, 37.0], *SQUARE]), "不是点"),
        (polygon([[nan, 37.0], *SQUARE]), "不在中国附近"),
        (polygon([[10**400, 37.0], *SQUARE]), "不在中国附近"),
        (polygon([[lat, lng] for lng, lat in SQUARE]), "先写经度，后写纬度"),
        (polygon([[13_136_000.0, 4_439_000.0], *SQUARE]), "单位是度"),
        (polygon(SQUARE[:-1]), "最后一个点要和第一个点相同"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), "至少四个点"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[0], SQUARE[0]]), "附近"),
        (polygon(BOW), "自己相交，或者几块互相重叠：118.05, 37.05 附近"),
        (several([SQUARE], [[[lng + 0.05, lat] for lng, lat in SQUARE]]), "重叠"),
        (polygon(SQUARE, FAR), "洞在外圈之外"),
        (polygon(SQUARE, HOLE, HOLE), "附近"),
        (several([SQUARE], [HOLE]), "附近"),
    ],
)
def test_a_wrong_boundary_is_refused_with_a_sentence(wrong: dict[str, Any], fault: str) -> None:
    with pytest.raises(Refused) as refused:
        check_boundary(wrong)
    assert fault in refused.value.sentence
