"""A boundary as people draw and write it: rings of points, one point in a line, an empty line between two rings.

Which ring is an outer one and which a hole, nobody has to say: `boundaries.boundary_of` finds it out. Plain Python.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.territory.rules.coordinates import Position

FEWEST_POINTS = 3
MOST_POINTS = 5_000
DECIMALS = 7  # a centimetre


def rings_of(geojson: Mapping[str, Any]) -> list[list[Position]]:
    """The rings of a boundary in their order, each without its first point again."""
    polygons = geojson["coordinates"]
    if geojson["type"] == "Polygon":
        polygons = [polygons]
    return [[(lng, lat) for lng, lat in ring[:-1]] for polygon in polygons for ring in polygon]


def written(rings: Sequence[Sequence[Position]]) -> str:
    """Rings as text: longitude, latitude."""
    return "\n\n".join("\n".join(f"{lng!r}, {lat!r}" for lng, lat in ring) for ring in rings)


def read(text: str) -> list[list[Position]]:
    """Rings out of a text. Raises Refused, with the line, for what is no point, and for too many or too few."""
    rings: list[list[Position]] = [[]]
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            rings[-1].append(_position(line, number))
        elif rings[-1]:
            rings.append([])
    found = [_opened(ring) for ring in rings if ring]
    if not found:
        raise Refused(_("地界还是空的：请至少画三个点。"))
    if sum(map(len, found)) > MOST_POINTS:
        raise Refused(_("一块地界最多 %(most)d 个点。"), most=MOST_POINTS)
    for number, ring in enumerate(found, start=1):
        if len(set(ring)) < FEWEST_POINTS:
            raise Refused(_("第 %(number)d 圈至少要有三个不同的点。"), number=number)
    return found


def _position(line: str, number: int) -> Position:
    parts = line.replace("，", ",").replace(",", " ").split()
    try:
        lng, lat = (round(float(part), DECIMALS) for part in parts)
    except ValueError:
        raise Refused(
            _("第 %(number)d 行“%(line)s”不是点：请写成“经度, 纬度”，例如 118.1234, 37.1234。"),
            number=number,
            line=line.strip()[:40],
        ) from None
    return lng, lat


def _opened(ring: list[Position]) -> list[Position]:
    """Without the first point again, whoever closed the ring."""
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring
