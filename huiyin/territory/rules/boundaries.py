"""What may be the boundary of a place: a Polygon or MultiPolygon of GeoJSON (RFC 7946), in WGS84. Plain Python.

Positions are (longitude, latitude) in degrees. GCJ-02 and BD-09 are not WGS84 and have to be converted before; they
lie up to 600 m beside it, which no check can see.
"""

from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry import shape

from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _

# around China: what lies outside has its numbers the wrong way round, or counts in metres
LNG = (73.0, 136.0)
LAT = (3.0, 54.0)
FEWEST_POSITIONS = 4  # a triangle and its first corner again
# what GEOS finds, in words of ours
FAULTS = {
    "Self-intersection": _("边界自己相交，或者几块互相重叠"),
    "Ring Self-intersection": _("边界碰到了自己"),
    "Hole lies outside shell": _("洞在外圈之外"),
    "Nested holes": _("洞里还有洞"),
    "Nested shells": _("一块在另一块里面"),
    "Interior is disconnected": _("洞把里面切断了"),
    "Too few points in geometry component": _("不同的点太少"),
}


def check_boundary(geojson: dict[str, Any]) -> None:
    """Refuse what is no Polygon or MultiPolygon, is not closed, lies elsewhere, or crosses itself."""
    for ring in _rings(geojson):
        _check_ring(ring)
    found = shapely.is_valid_reason(shape(geojson))
    if found != "Valid Geometry":
        name, _bracket, place = found.rstrip("]").partition("[")
        raise Refused(
            _("%(fault)s：%(place)s 附近。"),
            fault=FAULTS.get(name, name),
            place=place.replace(" ", ", "),
        )


def _rings(geojson: dict[str, Any]) -> Iterator[list[Any]]:
    kind, coordinates = geojson.get("type"), geojson.get("coordinates")
    if geojson.keys() != {"type", "coordinates"} or kind not in ("Polygon", "MultiPolygon"):
        raise Refused(
            _("边界只能是 GeoJSON 的 Polygon 或 MultiPolygon，只写 type 和 coordinates。")
        )
    for polygon in [coordinates] if kind == "Polygon" else _listed(coordinates):
        yield from map(_listed, _listed(polygon))


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise Refused(_("coordinates 的层次不对：多边形由圈组成，圈由点组成，不能为空。"))
    return value


def _check_ring(ring: list[Any]) -> None:
    for position in ring:
        _check_position(position)
    if len(ring) < FEWEST_POSITIONS or ring[0] != ring[-1]:
        raise Refused(_("每一圈至少四个点，最后一个点要和第一个点相同。"))


def _check_position(position: object) -> None:
    if not (isinstance(position, list) and len(position) == 2 and all(map(_is_number, position))):
        raise Refused(_("“%(position)s”不是点，点要写成 [经度, 纬度]。"), position=str(position))
    lng, lat = position
    if not (LNG[0] <= lng <= LNG[1] and LAT[0] <= lat <= LAT[1]):
        raise Refused(
            _("%(lng)s, %(lat)s 不在中国附近：先写经度，后写纬度，单位是度。"), lng=lng, lat=lat
        )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
