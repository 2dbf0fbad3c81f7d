"""In which place a point lies: many points at once, among any number of places of one kind. Plain Python."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

NOWHERE = 0  # no id is 0
LEAST_OVERLAP_M2 = 1.0  # borders drawn twice differ by less: nobody stands there
METRES_PER_DEGREE = 111_320  # of a meridian


class Overlap(NamedTuple):
    """Ground that two places claim: the one that has it comes first."""

    id: int
    other_id: int
    area_m2: float


class Locator:
    """Finds points in boundaries. Built once and never changed, so threads may share it."""

    def __init__(
        self, ids: Sequence[int], shapes: "Sequence[shapely.Geometry] | NDArray[np.object_]"
    ) -> None:
        """ids: of the places, none of them 0. shapes: their boundaries, valid, in degrees.

        The order decides: where boundaries overlap or touch, the ground belongs to the place that comes first.
        """
        self._ids = np.array([*ids, NOWHERE], dtype=np.int64)
        self._shapes = np.array(shapes, dtype=np.object_)
        self._tree = shapely.STRtree(self._shapes)

    def locate(self, lng: ArrayLike, lat: ArrayLike) -> NDArray[np.int64]:
        """The id of the place of each point, NOWHERE for a point in none.

        lng, lat: degrees, of the same length; what is no number is nowhere. A border belongs to its place, the inside
        of a hole does not.
        """
        xs, ys = np.asarray(lng, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        point, place = self._tree.query(shapely.points(xs, ys), predicate="intersects")
        first = np.full(len(xs), len(self._shapes))
        np.minimum.at(first, point, place)
        found: NDArray[np.int64] = self._ids[first]
        return found

    def near(
        self, lng: float, lat: float, *, within_m: float, most: int
    ) -> list[tuple[int, float]]:
        """The places around a point with their distance in metres, 0 inside, the nearest first."""
        shrink = float(np.cos(np.radians(lat)))
        up = within_m / METRES_PER_DEGREE
        reach = shapely.box(lng - up / shrink, lat - up, lng + up / shrink, lat + up)
        found = self._tree.query(reach)
        here, scale = np.array([lng, lat]), np.array([shrink, 1.0]) * METRES_PER_DEGREE
        flat = shapely.transform(self._shapes[found], lambda points: (points - here) * scale)
        away = shapely.distance(flat, shapely.Point(0.0, 0.0))
        order = [each for each in np.lexsort((found, away)) if away[each] <= within_m]
        return [(int(self._ids[found[each]]), float(away[each])) for each in order[:most]]

    def all_at(self, lng: ArrayLike, lat: ArrayLike) -> list[list[int]]:
        """The ids of every place that has each point, in the places' order; degrees, of the same length."""
        xs, ys = np.asarray(lng, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        held: list[list[int]] = [[] for _point in xs]
        for point, place in sorted(
            zip(*self._tree.query(shapely.points(xs, ys), predicate="intersects"), strict=True)
        ):
            held[point].append(int(self._ids[place]))
        return held

    def sharing(self, shape: shapely.Geometry, *, but: int) -> list[tuple[int, float]]:
        """The other places whose ground a shape takes, and how many square metres; the most first.

        but: the id of the place whose shape it is to be.
        """
        found = self._tree.query(shape, predicate="intersects")
        areas = areas_m2(shapely.intersection(self._shapes[found], shape))
        shared = [
            (int(self._ids[each]), float(area))
            for each, area in zip(found, areas, strict=True)
            if area > LEAST_OVERLAP_M2 and self._ids[each] != but
        ]
        return sorted(shared, key=lambda each: -each[1])

    def overlaps(self) -> list[Overlap]:
        """Every two places that share more ground than a border, in their order."""
        one, other = self._tree.query(self._shapes, predicate="intersects")
        is_new = one < other
        one, other = one[is_new], other[is_new]
        shared = shapely.intersection(self._shapes[one], self._shapes[other])
        found = zip(one, other, areas_m2(shared), strict=True)
        return [
            Overlap(int(self._ids[a]), int(self._ids[b]), float(area))
            for a, b, area in sorted(found)
            if area > LEAST_OVERLAP_M2
        ]


def areas_m2(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """On a sphere small enough to be flat: exact to a percent for what is smaller than a county. Of nothing there is none."""
    bounds = shapely.bounds(shapes)
    shrink = np.cos(np.radians((bounds[:, 1] + bounds[:, 3]) / 2))
    # an empty shape has no bounds
    areas: NDArray[np.float64] = np.nan_to_num(shapely.area(shapes) * shrink) * METRES_PER_DEGREE**2
    return areas
