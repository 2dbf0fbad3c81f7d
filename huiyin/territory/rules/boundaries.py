"""What may be the boundary of a place: a Polygon or MultiPolygon of GeoJSON (RFC 7946), in WGS84. Plain Python.

Positions are (longitude, latitude) in degrees. GCJ-02 and BD-09 are not WGS84 and have to be converted before; they
lie up to 600 m beside it, which no check can see.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import shapely
from shapely.geometry import shape

from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.territory.rules.coordinates import Position

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


def boundary_of(rings: Sequence[Sequence[Position]]) -> dict[str, Any]:
    """The boundary that rings make, as checked GeoJSON: one inside another is its hole, one inside a hole an island.

    rings: as `rings.read` gives them. Raises Refused for rings that cross themselves or each other.
    """
    closed = [[list(point) for point in (*ring, ring[0])] for ring in rings]
    for ring in closed:
        check_boundary({"type": "Polygon", "coordinates": [ring]})
    polygons = list(_nested(closed))
    geojson: dict[str, Any] = {"type": "MultiPolygon", "coordinates": polygons}
    if len(polygons) == 1:
        geojson = {"type": "Polygon", "coordinates": polygons[0]}
    check_boundary(geojson)
    return geojson


def _nested(closed: Sequence[list[list[float]]]) -> Iterator[list[list[list[float]]]]:
    """Outer rings, each with the holes that lie right in it."""
    shapes = [shapely.Polygon(ring) for ring in closed]
    above = [
        [
            other
            for other in range(len(shapes))
            if other != one and _holds(shapes[other], shapes[one])
        ]
        for one in range(len(shapes))
    ]
    for index, ring in enumerate(closed):
        if len(above[index]) % 2 == 0:
            holes = [
                closed[each]
                for each in range(len(closed))
                if index in above[each] and len(above[each]) == len(above[index]) + 1
            ]
            yield [ring, *holes]


def _holds(one: shapely.Polygon, other: shapely.Polygon) -> bool:
    """Whether a ring lies in another; of two that are the same neither does, and the check says what is wrong."""
    return bool(one.contains(other)) and not bool(other.contains(one))


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
