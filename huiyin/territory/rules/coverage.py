"""Ground that nobody has or two have, and things that lie where they should not. Plain Python.

Shapes are in WGS84 degrees; areas in square metres, exact to a percent for what is smaller than a county.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from huiyin.territory.rules.coordinates import Position
from huiyin.territory.rules.locate import METRES_PER_DEGREE, areas_m2

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_GAP_M2 = 200.0  # borders drawn by hand leave slivers: nobody lives there
LEAST_GAP_WIDTH_M = 2.0


class Gap(NamedTuple):
    """A piece of ground of a place that none of its parts has. at: a point in it."""

    area_m2: float
    at: Position


def area_m2(shape: shapely.Geometry) -> float:
    """The ground a shape covers."""
    found: NDArray[np.float64] = areas_m2(np.array([shape], dtype=np.object_))
    return float(found[0])


def gaps(whole: shapely.Geometry, parts: Sequence[shapely.Geometry]) -> list[Gap]:
    """The pieces of a place outside all its parts, the largest first; slivers between borders are left out."""
    left = shapely.difference(whole, shapely.union_all(list(parts)))
    # a strip narrower than this is how two people drew one border
    narrow = LEAST_GAP_WIDTH_M / METRES_PER_DEGREE / 2
    cleared = shapely.intersection(
        left, shapely.buffer(shapely.buffer(left, -narrow), narrow * 1.5)
    )
    found = [
        Gap(area_m2(piece), _inside(piece)) for piece in shapely.get_parts(cleared) if piece.area
    ]
    return sorted(
        (gap for gap in found if gap.area_m2 >= LEAST_GAP_M2), key=lambda gap: -gap.area_m2
    )


def _inside(shape: shapely.Geometry) -> Position:
    point = shapely.point_on_surface(shape)
    return round(float(shapely.get_x(point)), 6), round(float(shapely.get_y(point)), 6)


def label_point(geojson: Mapping[str, Any]) -> Position:
    """Where the name of a place is written: a point in it."""
    return _inside(shapely.geometry.shape(dict(geojson)))
