"""GeoJSON as a table: a row for each feature, a column for each property, and the shape as JSON in the last."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from huiyin.ground.sheets.rules import GEOMETRY, Limits, Row, tidy
from huiyin.lib.refusal import Refused, TooLarge
from huiyin.lib.words import gettext_noop as _


def rows(file: BinaryIO, limits: Limits) -> Iterator[Row]:
    """The header as row 0, then the features from 1. Shapes are not looked at: whoever takes them knows what they may be."""
    features = _features(file)
    if len(features) > limits.rows:
        raise TooLarge(
            _("文件里超过 %(rows)d 个图形。请按社区或镇街拆成几个文件，分几次导入。"),
            rows=limits.rows,
        )
    names = _names(features, limits)
    yield Row(0, [*names, GEOMETRY])
    for number, feature in enumerate(features, 1):
        properties = _properties(feature, number)
        cells = [_text(properties.get(name)) for name in names]
        yield Row(number, [*cells, _shape(feature)])


def _features(file: BinaryIO) -> list[Any]:
    try:
        found = orjson.loads(file.read())
    except orjson.JSONDecodeError as error:
        raise Refused(
            _(
                "文件从第 %(line)d 行第 %(column)d 个字符起不是 JSON。请重新从绘图软件导出 GeoJSON。"
            ),
            line=error.lineno,
            column=error.colno,
        ) from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or found.get("type") != "FeatureCollection":
        raise Refused(_("这不是 GeoJSON 的 FeatureCollection。请在绘图软件里选“导出为 GeoJSON”。"))
    return features


def _names(features: list[Any], limits: Limits) -> list[str]:
    """The properties in the order in which they are met."""
    names: dict[str, None] = {}
    for number, feature in enumerate(features, 1):
        names.update(dict.fromkeys(map(str, _properties(feature, number))))
    names.pop(GEOMETRY, None)
    if len(names) > limits.columns:
        raise Refused(
            _("图形的属性超过 %(columns)d 种。请只留编码等用得着的属性。"), columns=limits.columns
        )
    return list(names)


def _properties(feature: object, number: int) -> dict[str, Any]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise Refused(
            _("第 %(number)d 个图形不是 Feature。请重新从绘图软件导出 GeoJSON。"), number=number
        )
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _text(value: object) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidy(str(value))


def _shape(feature: dict[str, Any]) -> str:
    shape = feature.get("geometry")
    return orjson.dumps(shape).decode() if isinstance(shape, dict) else ""
