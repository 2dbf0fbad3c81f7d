"""The tree, its homes, and ways through them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from huiyin.ground.among import Among, among
from huiyin.ground.bare import Bare
from huiyin.lib.refusal import NotThere
from huiyin.territory.models import Building, Compound, Dwelling, Node
from huiyin.territory.rules import NodeKind, address, paths_above


class Home(NamedTuple):
    """A dwelling with its address and its grid. compound_key is empty for a house outside any compound."""

    dwelling_id: int
    compound_key: str
    building: str
    unit: str
    room: str
    is_occupied: bool
    grid_id: int
    micro_grid_id: int | None
    path: str

    @property
    def label(self) -> str:
        return address(self.building, self.unit, self.room)


@dataclass(frozen=True)
class DwellingCount:
    """Homes in an area, and how many of them are lived in."""

    dwellings: int
    occupied: int


def node(node_id: int) -> Node:
    """Raises NotThere."""
    return _one(Node.objects.filter(id=node_id))


def node_by_code(code: str) -> Node:
    """Raises NotThere."""
    return _one(Node.objects.filter(code=code))


def _one(nodes: QuerySet[Node]) -> Node:
    found = nodes.first()
    if found is None:
        raise NotThere("没有找到这个地方。")
    return found


def node_and_line(node_id: int) -> tuple[Node, list[int]]:
    """A node, and the ids from the city down to its own; in one query. Raises NotThere."""
    steps = ["parent__" * up + "parent_id" for up in range(1, len(NodeKind) - 1)]
    above = {f"above_{up}": F(step) for up, step in enumerate(steps)}
    found = _one(Node.objects.annotate(**above).filter(id=node_id))
    ids = [found.id, found.parent_id, *(getattr(found, name) for name in above)]
    return found, [each for each in reversed(ids) if each is not None]


def nodes_by_code(codes: Iterable[str]) -> dict[str, Node]:
    """The nodes of these codes; unknown codes are missing from the answer."""
    return {node.code: node for node in Node.objects.filter(code__in=set(codes))}


def subtree(path: str) -> QuerySet[Node]:
    """The node of `path` and everything below it, from the top down."""
    return Node.objects.filter(path__startswith=path).order_by("path")


def ancestors(node: Node) -> list[Node]:
    """From the city down to the parent of `node`."""
    above = paths_above(node.path)[:-1]
    return list(Node.objects.filter(path__in=above).order_by("path"))


def ids_along(path: str) -> list[int]:
    """The ids of the nodes a path goes through, from the city down to its own."""
    along = Node.objects.filter(path__in=paths_above(path)).order_by("path")
    return list(along.values_list("id", flat=True))


def ids_at(paths: Iterable[str]) -> dict[str, int]:
    """The nodes that these paths go through, from the city down, as ids by path, in one query; unknown ones are missing."""
    through = {above for path in paths for above in paths_above(path)}
    return dict(Node.objects.filter(among("path", through)).values_list("path", "id"))


def paths_of(node_ids: Iterable[int]) -> dict[int, str]:
    """The paths of several nodes by id, in one query; unknown ids are missing."""
    return dict(Node.objects.filter(among("id", set(node_ids))).values_list("id", "path"))


def around(path: str) -> list[Node]:
    """The nodes a path goes through and the places right below it, from the top down; for choosing a place. One query."""
    # as an array: a join would be tried with every node there is
    here = ArraySubquery(Node.objects.filter(path=path).values("id"))
    shown = Q(path__in=paths_above(path)) | Q(Among(F("parent"), here))
    return list(Node.objects.filter(shown).only("kind", "code", "name", "path").order_by("path"))


def children(node: Node) -> QuerySet[Node]:
    return Node.objects.filter(parent=node).order_by("code")


def grids_of(community: Node) -> QuerySet[Node]:
    """The grids of a community, in the order of their codes."""
    return children(community).filter(kind=NodeKind.GRID)


def nodes_of_kind(kind: NodeKind) -> QuerySet[Node]:
    return Node.objects.filter(kind=kind).order_by("path")


def compounds_of(community: Node) -> QuerySet[Compound]:
    return Compound.objects.filter(community=community).order_by("key")


def buildings_of(area: Node) -> QuerySet[Building]:
    """The buildings of a grid or of anything above it, with their compounds."""
    buildings = Building.objects.filter(grid__path__startswith=area.path)
    return buildings.select_related("compound").order_by("id")


def dwellings_of(building_id: int) -> QuerySet[Dwelling]:
    return Dwelling.objects.filter(building_id=building_id).order_by("id")


def dwelling(dwelling_id: int) -> Dwelling:
    """With its building, compound and grid. Raises NotThere."""
    parts = Dwelling.objects.select_related("building__compound", "building__grid")
    found = parts.filter(id=dwelling_id).first()
    if found is None:
        raise NotThere("没有找到这户住房。")
    return found


def dwelling_count(area: Node) -> DwellingCount:
    """The homes of a grid or of anything above it."""
    counted = Dwelling.objects.filter(building__grid__path__startswith=area.path).aggregate(
        dwellings=Count("id"), occupied=Count("id", filter=Q(is_occupied=True))
    )
    return DwellingCount(**counted)


def homes_in(path: str) -> list[Home]:
    """All homes of an area, lived in or not, in an order that depends on their addresses alone."""
    return _homes(Q(building__grid__path__startswith=path))


def homes_of_compounds(keys: Iterable[str]) -> list[Home]:
    """All homes of these compounds, in the order of their addresses."""
    return _homes(Q(building__compound__key__in=set(keys)))


def _homes(condition: Q) -> list[Home]:
    rows = (
        Dwelling.objects.filter(condition)
        .annotate(
            compound_key=Coalesce(F("building__compound__key"), Value("")),
            path=F("building__grid__path"),
        )
        .values_list(
            "id",
            "compound_key",
            "building__name",
            "unit",
            "room",
            "is_occupied",
            "building__grid_id",
            "building__micro_grid_id",
            "path",
        )
    )
    return sorted((Home(*row) for row in rows), key=_address_order)


def _address_order(home: Home) -> tuple[object, ...]:
    """2号楼 before 10号楼, 201 before 1001."""
    numbers = (len(home.building), home.building, len(home.unit), home.unit, len(home.room))
    return home.path, home.compound_key, *numbers, home.room


def within_any(column: str, paths: Iterable[str]) -> Q:
    """The condition that a column with a path lies in one of these areas; of no areas, nothing does."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{column}__startswith": path})
    return found


def in_force(on: date) -> Q:
    """The condition that a node counts on a day: it is there already and not dissolved."""
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gt=on))


def published_numbers(numbers: Iterable[str]) -> set[str]:
    """Which of these telephone numbers, digits alone, stand with some place for all to read. Two queries."""
    wanted = set(numbers)
    found: set[str] = set()
    for field in ("phone", "supervision_phone"):
        places = Node.objects.exclude(**{field: ""}).annotate(bare=Bare(field))
        found.update(places.filter(bare__in=wanted).values_list("bare", flat=True))
    return found
