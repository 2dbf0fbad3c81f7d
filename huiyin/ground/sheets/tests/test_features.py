import io
from pathlib import Path

import orjson
import pytest

from huiyin.ground.sheets import GEOMETRY, Format, read_table, write_table
from huiyin.lib.refusal import Refused

POINT = {"type": "Point", "coordinates": [118.1, 37.1]}


def collection(*features: object) -> io.BytesIO:
    return io.BytesIO(orjson.dumps({"type": "FeatureCollection", "features": features}))


def feature(**properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": POINT}


def test_features_are_rows_and_their_properties_columns() -> None:
    table = read_table(collection(feature(code="a", floors=3.0), feature(name="乙")))
    assert table.format is Format.GEOJSON
    rows = list(table.rows)
    assert rows[0].cells == ["code", "floors", "name", GEOMETRY]
    assert rows[1].number == 1
    assert rows[1].cells[:3] == ["a", "3", ""]
    assert orjson.loads(rows[2].cells[3]) == POINT


def test_a_feature_without_a_shape_has_an_empty_cell() -> None:
    table = read_table(
        collection({"type": "Feature", "properties": {"code": "a"}, "geometry": None})
    )
    assert [row.cells for row in table.rows][1] == ["a", ""]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b'{"type": "Feature"', "不是 JSON"),
        (b'{"type": "Topology", "objects": {}}', "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": [3]}', "第 1 个图形不是 Feature"),
    ],
)
def test_what_is_no_collection_is_told(written: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        list(read_table(io.BytesIO(written)).rows)


def test_features_are_written_with_their_shapes(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    shape = orjson.dumps(POINT).decode()
    write_table(path, Format.GEOJSON, ["code", GEOMETRY, "退回原因"], [["a", shape, "太小"]])
    found = orjson.loads(path.read_bytes())["features"][0]
    assert found["geometry"] == POINT
    assert found["properties"] == {"code": "a", "退回原因": "太小"}
