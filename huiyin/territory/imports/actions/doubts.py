"""Whether a shape of a file lies where it should: in its county, and in what it is a part of. A slip there moves what people
report, and nobody looks at a file shape by shape.
"""

from collections import defaultdict
from collections.abc import Iterable
from statistics import median
from typing import TYPE_CHECKING, Any

from huiyin.ground.imports import Fact, WrongCell
from huiyin.lib.refusal import Refused
from huiyin.territory import queries
from huiyin.territory.imports.words import SHAPE
from huiyin.territory.queries.boundaries import COUNTY_LENGTH, ground_of
from huiyin.territory.rules import NodeFacts
from huiyin.territory.rules.coordinates import (
    Around,
    CoordinateSystem,
    Position,
    around,
    doubted_system,
    from_wgs84,
    likelier_system,
    swapped_or_far,
)
from huiyin.territory.rules.rings import rings_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DIGITS = 7  # of a degree: a centimetre
BEYOND_M = 30_000  # further from what is drawn in a county than a county is wide
COUNTY_M = 150_000  # from the middle of the largest counties to their border, and to spare
FEWEST_SHAPES = 5  # say where a county lies when nothing of it is drawn yet
BESIDE = 0.001  # degrees, a hundred metres: who draws twice does not draw the same; systems lie several hundred apart


class Doubts:
    """What is known of the ground before some shapes are written. system: in which the file counts."""

    def __init__(self, facts: Iterable[Fact], system: CoordinateSystem) -> None:
        told = list(facts)
        self._system = system
        self._counties = _counties(told)
        self._above = queries.nodes_by_code({_above(fact.key) for fact in told})

    def check(self, fact: Fact) -> None:
        """Raises WrongCell for a shape far from its county, and for one that lies right in another system."""
        doubt = self._far(fact) or self._other_system(fact)
        if doubt is not None:
            raise WrongCell(SHAPE, doubt.template, **doubt.values)

    def _far(self, fact: Fact) -> Refused | None:
        county = self._counties.get(fact.key[:COUNTY_LENGTH])
        if county is None:
            return None
        lng, lat = self._as_written(_corners(fact)[0])
        return swapped_or_far(lng, lat, self._system, county=county)

    def _other_system(self, fact: Fact) -> Refused | None:
        """Told by what the shape is a part of, where that is drawn: the systems are too near for any county to tell."""
        node = self._above.get(_above(fact.key))
        if node is None or node.geometry is None:
            return None
        above = dict(node.geometry)
        corners = [self._as_written(at) for at in _corners(fact)]
        better = likelier_system(
            corners, declared=self._system, hits=lambda found: _held(above, found)
        )
        return doubted_system(better) if better else None

    def _as_written(self, at: Position) -> Position:
        """As the file has it: facts are in WGS84 already."""
        lng, lat = from_wgs84(*at, self._system)
        return round(lng, DIGITS), round(lat, DIGITS)


def _above(code: str) -> str:
    return NodeFacts(code, "").parent_code or ""


def _corners(fact: Fact) -> list[Position]:
    return [at for ring in rings_of(fact.values["geometry"]) for at in ring]


def _counties(facts: Iterable[Fact]) -> "Mapping[str, Around]":
    """By county code, the ground it is known to have: what is drawn there, else where most shapes of the file lie."""
    starts: dict[str, list[Position]] = defaultdict(list)
    for fact in facts:
        starts[fact.key[:COUNTY_LENGTH]].append(_corners(fact)[0])
    found = {}
    for code, points in starts.items():
        if drawn := ground_of(code):
            found[code] = around(drawn, beyond_m=BEYOND_M)
        elif len(points) >= FEWEST_SHAPES:
            lng, lat = (median(each) for each in zip(*points, strict=True))
            found[code] = Around(lng, lat, COUNTY_M)
    return found


def _held(above: dict[str, Any], positions: "Sequence[Position]") -> int:
    """How many of these positions lie in a shape, or right beside it."""
    import shapely  # noqa: PLC0415 - numpy and GEOS are a fifth of a process

    lngs, lats = zip(*positions, strict=True)
    area = shapely.buffer(shapely.geometry.shape(above), BESIDE)
    return int(shapely.contains_xy(area, lngs, lats).sum())
