"""Which place a point lies in. The boundaries of a kind are kept in memory until they change."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from huiyin.territory.models import BoundariesVersion, Node
from huiyin.territory.queries.places import in_force
from huiyin.territory.rules import NodeKind

if TYPE_CHECKING:
    from huiyin.territory.rules.locate import Locator, Overlap


class _Kept(NamedTuple):
    """What a process keeps, and what it was made of: the version of the boundaries and the day."""

    version: int
    on: date
    locator: "Locator"


_kept: dict[NodeKind, _Kept] = {}


def node_at(*, lng: float, lat: float, on: date, kind: NodeKind = NodeKind.GRID) -> Node | None:
    """The place of this kind that holds a point, None where no boundary does. One query, another where there is one.

    lng, lat: WGS84 degrees. on: a day; places that were dissolved by then, or did not exist yet, hold nothing.
    """
    locator = locator_of(kind, on=on)
    if locator is None:
        return None
    (found,) = locator.locate([lng], [lat])
    return Node.objects.filter(id=int(found)).first() if found else None


def locator_of(kind: NodeKind, *, on: date) -> "Locator | None":
    """For many points at once. None while nobody has drawn a boundary. One query while the boundaries are the same."""
    # read before the boundaries: they may then be newer than their version and are read once more, but never older
    version = BoundariesVersion.objects.values_list("version", flat=True).first()
    if version is None:
        return None
    kept = _kept.get(kind)
    if kept is None or (kept.version, kept.on) != (version, on):
        kept = _kept[kind] = _Kept(version, on, _built(kind, on))
    return kept.locator


def overlaps(kind: NodeKind, *, on: date) -> "list[Overlap]":
    """Ground that two places of a kind claim; the place with the lower code has it. Reads all boundaries anew."""
    return _built(kind, on).overlaps()


def _built(kind: NodeKind, on: date) -> "Locator":
    # numpy and GEOS are a fifth of a process: a site without boundaries does without them
    import shapely  # noqa: PLC0415

    from huiyin.territory.rules.locate import Locator  # noqa: PLC0415

    drawn = Node.objects.filter(in_force(on), kind=kind, geometry__isnull=False).order_by("code")
    # as text: GEOS reads GeoJSON by itself, ten times faster than by way of dicts
    rows = list(drawn.values_list("id", Cast("geometry", TextField())))
    return Locator([row[0] for row in rows], shapely.from_geojson([row[1] for row in rows]))
