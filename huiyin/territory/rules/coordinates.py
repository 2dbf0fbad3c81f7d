"""Coordinates of the three systems that are in use in China, and what is wrong with those that somebody brings.

Everything here is kept in WGS84, what GNSS receivers and GeoJSON use. Chinese maps count in GCJ-02, which lies up to
600 m beside it; one maker of maps counts in BD-09, which lies beside that again. Positions are longitude before
latitude, in degrees. Plain Python.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from math import asin, atan2, cos, hypot, pi, radians, sin, sqrt
from typing import NamedTuple

from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _

Position = tuple[float, float]

# the ellipsoid of Krasovsky, on which GCJ-02 is built
SEMI_MAJOR_M = 6_378_245.0
ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
# GCJ-02 moves nothing outside this box
LNG_OF_CHINA = (72.004, 137.8347)
LAT_OF_CHINA = (0.8293, 55.8271)
ORIGIN = (105.0, 35.0)  # GCJ-02 counts its waves from here
BD_SHIFT = (0.0065, 0.006)
BD_WAVE = pi * 3000 / 180

EARTH_M = 6_371_008.8
# each round leaves at most a fiftieth of the error: five take 600 m to less than a millimetre
ROUNDS = 5
SAMPLE = 500  # points are enough to tell systems apart
FEWEST_POINTS = 5


class CoordinateSystem(StrEnum):
    """How a file or a device counts; the value is what files declare."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    CoordinateSystem.WGS84: _("WGS84（手机和 GPS 的坐标）"),
    CoordinateSystem.GCJ02: _("GCJ-02（国内电子地图的坐标）"),
    CoordinateSystem.BD09: _("BD-09（百度地图的坐标）"),
}


class Around(NamedTuple):
    """The county as a circle: its middle in WGS84, and how far its furthest border is from it."""

    lng: float
    lat: float
    reach_m: float


def to_wgs84(lng: float, lat: float, system: CoordinateSystem) -> Position:
    """A position of `system` in WGS84, exact to less than half a metre; outside China as it was."""
    if system is CoordinateSystem.WGS84 or not is_around_china(lng, lat):
        return lng, lat
    return _inverse(_FORWARD[system], lng, lat)


def from_wgs84(lng: float, lat: float, system: CoordinateSystem) -> Position:
    """A position of WGS84 as `system` counts it; outside China as it was."""
    if system is CoordinateSystem.WGS84 or not is_around_china(lng, lat):
        return lng, lat
    return _FORWARD[system](lng, lat)


def is_around_china(lng: float, lat: float) -> bool:
    """Whether GCJ-02 would move this position."""
    west, east = LNG_OF_CHINA
    south, north = LAT_OF_CHINA
    return west <= lng <= east and south <= lat <= north


def metres_between(one: Position, other: Position) -> float:
    """Along a great circle of a round earth: right to half a percent."""
    (lng, lat), (other_lng, other_lat) = one, other
    up, across = radians(other_lat - lat), radians(other_lng - lng)
    chord = sin(up / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(across / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(chord)))


def swapped_or_far(
    lng: float, lat: float, system: CoordinateSystem, *, county: Around
) -> Refused | None:
    """What is doubtful about a position that somebody brings for this county; None when it lies there.

    The answer is there to be raised, or to be shown with `.said(gettext)` and gone past.
    """
    home = (county.lng, county.lat)
    away_m = metres_between(to_wgs84(lng, lat, system), home)
    if away_m <= county.reach_m:
        return None
    if metres_between(to_wgs84(lat, lng, system), home) <= county.reach_m:
        return Refused(
            _("%(lng)s, %(lat)s 像是经度和纬度写反了：请先写经度，后写纬度。"), lng=lng, lat=lat
        )
    return Refused(
        _("%(lng)s, %(lat)s 离本县中心有 %(km)d 公里：请核对经纬度，单位是度，并核对坐标系。"),
        lng=lng,
        lat=lat,
        km=away_m // 1000,
    )


def around(positions: Sequence[Position], *, beyond_m: float) -> Around:
    """The circle around WGS84 positions, and as much beyond. Raises ValueError for none."""
    if not positions:
        raise ValueError("nothing to be around")
    lngs, lats = sorted(lng for lng, _lat in positions), sorted(lat for _lng, lat in positions)
    middle = ((lngs[0] + lngs[-1]) / 2, (lats[0] + lats[-1]) / 2)
    furthest = max(metres_between(middle, each) for each in positions)
    return Around(*middle, furthest + beyond_m)


def likelier_system(
    positions: Sequence[Position],
    *,
    declared: CoordinateSystem,
    hits: Callable[[Sequence[Position]], int],
) -> CoordinateSystem | None:
    """Another system in which clearly more of these positions lie where they should; None when the declared one is fine.

    The systems lie a few hundred metres apart, so the distance from the county cannot tell them apart; boundaries can.
    hits: how many of these WGS84 positions lie where they should. Few positions say nothing.
    """
    few = positions[:: max(1, len(positions) // SAMPLE)]
    if len(few) < FEWEST_POINTS:
        return None
    found = {
        system: hits([to_wgs84(lng, lat, system) for lng, lat in few])
        for system in CoordinateSystem
    }
    best = max(found, key=lambda system: (found[system], system is declared))
    return best if found[best] - found[declared] > len(few) / 4 else None


def doubted_system(better: CoordinateSystem) -> Refused:
    """The sentence for what `likelier_system` finds."""
    return Refused(
        _("这些坐标按“%(system)s”落在地界里的更多：请核对坐标系是不是选错了。"), system=better.label
    )


def _gcj02(lng: float, lat: float) -> Position:
    east, north = _waves(lng - ORIGIN[0], lat - ORIGIN[1])
    curve = 1 - ECCENTRICITY_SQUARED * sin(radians(lat)) ** 2
    along_meridian_m = SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / (curve * sqrt(curve))
    along_parallel_m = SEMI_MAJOR_M / sqrt(curve) * cos(radians(lat))
    return lng + _degrees(east, along_parallel_m), lat + _degrees(north, along_meridian_m)


def _waves(x: float, y: float) -> Position:
    """How far GCJ-02 moves a position to the east and north, in metres. x, y: degrees from its origin."""
    both = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + both
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + both
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)) * 2 / 3
    return east, north


def _degrees(metres: float, radius_m: float) -> float:
    return metres / radius_m * 180 / pi


def _bd09(lng: float, lat: float) -> Position:
    x, y = _gcj02(lng, lat)
    length = hypot(x, y) + 0.00002 * sin(y * BD_WAVE)
    angle = atan2(y, x) + 0.000003 * cos(x * BD_WAVE)
    return length * cos(angle) + BD_SHIFT[0], length * sin(angle) + BD_SHIFT[1]


_FORWARD = {CoordinateSystem.GCJ02: _gcj02, CoordinateSystem.BD09: _bd09}


def _inverse(forward: Callable[[float, float], Position], lng: float, lat: float) -> Position:
    """Step back by what the guess misses; the systems bend so little that this closes in at once."""
    x, y = lng, lat
    for _round in range(ROUNDS):
        moved_x, moved_y = forward(x, y)
        x, y = x + lng - moved_x, y + lat - moved_y
    return x, y
