"""Boundaries as they are drawn: what stands around a place, its versions, and what is amiss with all of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Max, Q, QuerySet, TextField
from django.db.models.functions import Cast

from huiyin.ground.among import among
from huiyin.lib.refusal import NotThere
from huiyin.territory.models import Boundary, Building, Node
from huiyin.territory.queries.locating import locator_of, overlaps
from huiyin.territory.queries.places import in_force, within_any
from huiyin.territory.rules import CODE_LENGTHS, GridType, NodeKind, is_within, paths_above
from huiyin.territory.rules.coordinates import Position
from huiyin.territory.rules.rings import rings_of

if TYPE_CHECKING:
    import shapely

COUNTY_LENGTH = CODE_LENGTHS[NodeKind.COUNTY]
MOST_AROUND = 400  # shapes on a map; more cannot be told apart
# of which places the ground has to be shared out among their parts
WHOLES = {NodeKind.STREET: NodeKind.COMMUNITY, NodeKind.COMMUNITY: NodeKind.GRID}


class Sharing(NamedTuple):
    """Ground that a boundary would take from another place."""

    node: Node
    area_m2: float


class Drawn(NamedTuple):
    """A place with how many of its grids have a boundary; virtual grids need none."""

    node: Node
    grids: int
    drawn: int
    is_drawn: bool


class GapLine(NamedTuple):
    """A piece of a place that none of its parts has."""

    node: Node
    area_m2: float
    at: Position


class OverlapLine(NamedTuple):
    """Ground that two places claim; the first has it."""

    node: Node
    other: Node
    area_m2: float


class Misplaced(NamedTuple):
    """A building whose point does not lie in its own grid alone. found: the grids that hold the point."""

    building: Building
    found: tuple[str, ...]

    @property
    def is_claimed_twice(self) -> bool:
        return len(self.found) > 1


def around(node: Node) -> list[Node]:
    """What a map of this place shows: the places of its kind in the same street or county, and what it lies in."""
    above = paths_above(node.path)
    near = above[-3] if node.node_kind in (NodeKind.GRID, NodeKind.MICRO_GRID) else above[-2:][0]
    shown = Q(kind=node.kind, path__startswith=near) | Q(path__in=above)
    drawn = Node.objects.filter(shown, geometry__isnull=False).exclude(pk=node.pk)
    return list(drawn.order_by("path")[:MOST_AROUND])


def ground_of(code: str) -> list[Position]:
    """Corners of what is drawn in the county that a code lies in: of the county itself, else of its parts. Few queries."""
    county = Node.objects.filter(code__startswith=code[:COUNTY_LENGTH], geometry__isnull=False)
    drawn = list(county.order_by("path").values_list("geometry", flat=True)[:MOST_AROUND])
    rings = (ring for geometry in drawn if geometry for ring in rings_of(geometry))
    return [at for ring in rings for at in ring[::4]]


def drawn_near(node: Node) -> Node | None:
    """A place with a boundary in the same community, else street, county or city; None where nothing is drawn."""
    for path in reversed(paths_above(node.path)):
        found = Node.objects.filter(path__startswith=path, geometry__isnull=False).first()
        if found is not None:
            return found
    return None


def within(node: Node) -> list[Node]:
    """The places right below, with and without a boundary."""
    return list(Node.objects.filter(parent=node).order_by("code")[:MOST_AROUND])


def buildings_with_points(path: str) -> list[Building]:
    """The buildings of an area whose point is known, with their compounds."""
    placed = Building.objects.filter(grid__path__startswith=path, lat__isnull=False)
    return list(placed.select_related("compound").order_by("id")[:2_000])


def history(node_id: int) -> list[Boundary]:
    """The versions of a boundary, the newest first, without their shapes."""
    return list(Boundary.objects.filter(node_id=node_id).defer("geometry").order_by("-number"))


def version_of(node_id: int) -> int:
    """The number of the boundary in force; 0 where none was drawn."""
    return Boundary.objects.filter(node_id=node_id).aggregate(last=Max("number"))["last"] or 0


def boundary(node_id: int, number: int) -> Boundary:
    """One version. Raises NotThere."""
    found = Boundary.objects.filter(node_id=node_id, number=number).first()
    if found is None:
        raise NotThere("没有这一版地界。")
    return found


def sharing(geometry: Mapping[str, Any], node: Node, *, on: date) -> list[Sharing]:
    """From which places of its kind this boundary would take ground, the most first. Two queries, three while one is new."""
    locator = locator_of(node.node_kind, on=on)
    if locator is None:
        return []
    import shapely  # noqa: PLC0415 - numpy and GEOS are a fifth of a process

    found = locator.sharing(shapely.geometry.shape(dict(geometry)), but=node.pk)
    nodes = Node.objects.in_bulk([id for id, _area in found])
    return [Sharing(nodes[id], area) for id, area in found if id in nodes]


def progress(paths: Sequence[str], *, on: date) -> list[Drawn]:
    """The communities of some areas with how far their grids are drawn. One query."""
    real = Q(children__kind=NodeKind.GRID.value) & ~Q(children__grid_type=GridType.VIRTUAL.value)
    communities = _in_force(paths, on).filter(kind=NodeKind.COMMUNITY.value)
    counted = communities.annotate(
        grids=Count("children", filter=real),
        drawn=Count("children", filter=real & Q(children__geometry__isnull=False)),
        is_drawn=Q(geometry__isnull=False),
    )
    rows = counted.defer("geometry").select_related("parent").order_by("path")
    return [Drawn(row, row.grids, row.drawn, row.is_drawn) for row in rows]


def _in_force(paths: Sequence[str], on: date) -> QuerySet[Node]:
    return Node.objects.filter(within_any("path", paths), in_force(on))


def undrawn(paths: Sequence[str], *, on: date) -> list[Node]:
    """Grids that need a boundary and have none. One query."""
    grids = _in_force(paths, on).filter(kind=NodeKind.GRID.value, geometry__isnull=True)
    real = grids.exclude(grid_type=GridType.VIRTUAL.value)
    return list(real.select_related("parent").order_by("path"))


def gap_lines(paths: Sequence[str], *, on: date) -> list[GapLine]:
    """Ground of streets outside all communities, and of communities outside all grids; the largest first. One query.

    Of a place none of whose parts is drawn nothing can be said.
    """
    import shapely  # noqa: PLC0415 - numpy and GEOS are a fifth of a process

    from huiyin.territory.rules.coverage import gaps  # noqa: PLC0415

    kinds = [NodeKind.STREET.value, NodeKind.COMMUNITY.value, NodeKind.GRID.value]
    drawn = _in_force(paths, on).filter(kind__in=kinds, geometry__isnull=False)
    rows = list(drawn.annotate(text=Cast("geometry", TextField())).defer("geometry"))
    shapes: dict[Node, shapely.Geometry] = dict(
        zip(rows, shapely.from_geojson([row.text for row in rows]), strict=True)
    )
    parts = _parts(shapes)
    lines = [
        GapLine(node, gap.area_m2, gap.at)
        for node, shape in shapes.items()
        if node.node_kind in WHOLES and node.pk in parts
        for gap in gaps(shape, parts[node.pk])
    ]
    return sorted(lines, key=lambda line: -line.area_m2)


def _parts(shapes: Mapping[Node, "shapely.Geometry"]) -> dict[int, list["shapely.Geometry"]]:
    """The shapes that lie right below a place and have to share out its ground, by the id of the place."""
    found: dict[int, list[shapely.Geometry]] = {}
    for part, shape in shapes.items():
        if part.parent_id and part.node_kind in WHOLES.values():
            found.setdefault(part.parent_id, []).append(shape)
    return found


def overlap_lines(paths: Sequence[str], *, on: date) -> list[OverlapLine]:
    """Ground that two communities or two grids claim; the most first. Two queries for each kind.

    A dedicated grid has its school out of the general grid around it: that is no fault.
    """
    lines: list[OverlapLine] = []
    for kind in (NodeKind.COMMUNITY, NodeKind.GRID):
        found = overlaps(kind, on=on)
        nodes = Node.objects.defer("geometry").in_bulk(
            {id for each in found for id in (each.id, each.other_id)}
        )
        lines += [
            OverlapLine(nodes[each.id], nodes[each.other_id], each.area_m2)
            for each in found
            if not _is_dedicated(nodes[each.id])
            and any(
                is_within(nodes[id].path, path) for id in (each.id, each.other_id) for path in paths
            )
        ]
    return sorted(lines, key=lambda line: -line.area_m2)


def _is_dedicated(grid: Node) -> bool:
    return grid.grid_type == GridType.DEDICATED


def misplaced(paths: Sequence[str], *, on: date) -> list[Misplaced]:
    """Buildings that lie in two grids, or not in the one they belong to. Four queries at most.

    Of a building whose own grid has no boundary yet nothing can be said.
    """
    locator = locator_of(NodeKind.GRID, on=on)
    if locator is None:
        return []
    placed = Building.objects.filter(
        within_any("grid__path", paths), lat__isnull=False, grid__geometry__isnull=False
    )
    rows = list(placed.select_related("compound", "grid").defer("grid__geometry").order_by("id"))
    held = locator.all_at([row.lng or 0.0 for row in rows], [row.lat or 0.0 for row in rows])
    amiss = [
        (row, ids)
        for row, ids in zip(rows, held, strict=True)
        if ids != [row.grid_id] and not (ids[:1] == [row.grid_id] and _is_dedicated(row.grid))
    ]
    names = _names_of({id for _row, ids in amiss for id in ids})
    return [Misplaced(row, tuple(names[id] for id in ids)) for row, ids in amiss]


def _names_of(ids: set[int]) -> dict[int, str]:
    return dict(Node.objects.filter(among("id", ids)).values_list("id", "name"))


def unplaced_count(paths: Sequence[str]) -> int:
    """Buildings whose point nobody has entered. One query."""
    return Building.objects.filter(within_any("grid__path", paths), lat=None).count()
