"""From words or a point to places: candidates in their order, of which a person picks one.

Names and houses are read anew for each question and never kept: a community has some hundred buildings. Doors are looked
up by their index, so that it does not matter how many homes a site has.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import F, Func, IntegerField, Q, QuerySet, Value

from huiyin.ground.among import among
from huiyin.territory.models import Building, Compound, Dwelling, Node
from huiyin.territory.queries.locating import locator_of
from huiyin.territory.queries.places import in_force, within_any
from huiyin.territory.rules import NodeKind
from huiyin.territory.rules.addresses import (
    CompoundNames,
    Doubt,
    Gazetteer,
    House,
    Names,
    Near,
    Option,
    PlaceName,
    Spot,
    fold,
    options_of,
    ranked,
)
from huiyin.territory.rules.coordinates import metres_between

NOWHERE_NEAR = Near()
MOST = 8
LONGEST = 200  # characters of a text that are read
FEW_COMMUNITIES = 3
NEAR_GRID_M, NEAR_BUILDING_M = 2_000, 150
MOST_GRIDS, MOST_BUILDINGS = 4, 4
# what is left of an address when its numbers are taken out, in the database and here
NUMERALS = "0123456789〇零一二两三四五六七八九十百千廿卅幺０１２３４５６７８９-号"


class Candidate(NamedTuple):
    """A place that may be meant. No building: all of the grid, or what `label` names of it.

    away_m: how far a point is from it, None where words were asked.
    """

    label: str
    grid_id: int
    grid: str
    community: str
    path: str
    building_id: int | None
    dwelling_id: int | None
    doubts: tuple[Doubt, ...]
    away_m: float | None = None


def find_places(
    text: str, *, paths: Sequence[str], on: date, near: Near = NOWHERE_NEAR, with_doors: bool = True
) -> list[Candidate]:
    """What a text may mean among the places of these paths, the likeliest first. Six queries at most.

    on: a day; grids that are dissolved by then are left out. with_doors: whether it may be said which doors there are,
    which residents are not told.
    """
    text = text[:LONGEST].replace("\x00", "")
    if not paths or not text.strip():
        return []
    nodes = _nodes(paths, on)
    gazetteer = _gazetteer(text, nodes, paths)
    options = options_of(text, gazetteer, near)
    if not with_doors:
        options = [_without_door(option) for option in options]
    spots = ranked(options, _doors(options), most=MOST)
    return [_candidate(spot, gazetteer.nodes) for spot in spots if spot.grid_id in gazetteer.nodes]


def near_of(building_ids: Iterable[int], grid_ids: Iterable[int]) -> Near:
    """Where somebody lives or works, for `find_places`. One query at most."""
    ids = frozenset(building_ids)
    if not ids:
        return Near(grid_ids=frozenset(grid_ids))
    found = Building.objects.filter(among("id", ids), compound__isnull=False)
    compounds = frozenset(each for each in found.values_list("compound_id", flat=True) if each)
    return Near(ids, compounds, frozenset(grid_ids))


def buildings_of_dwellings(dwelling_ids: Iterable[int]) -> list[int]:
    """The buildings of some homes. One query."""
    homes = Dwelling.objects.filter(among("id", set(dwelling_ids)))
    return list(homes.values_list("building_id", flat=True).distinct())


def _without_door(option: Option) -> Option:
    return Option(
        option.grid_id,
        option.label,
        option.score,
        option.building_id,
        option.unit,
        relation=option.relation,
        doubts=option.doubts,
    )


def _nodes(paths: Sequence[str], on: date) -> list[PlaceName]:
    kinds = [NodeKind.COMMUNITY.value, NodeKind.GRID.value]
    found = Node.objects.filter(within_any("path", paths), in_force(on), kind__in=kinds)
    rows = found.order_by("path").values_list("id", "kind", "name", "parent_id", "path")
    return [
        PlaceName(id, NodeKind(kind), name, parent_id, path)
        for id, kind, name, parent_id, path in rows
    ]


def _gazetteer(text: str, nodes: Sequence[PlaceName], paths: Sequence[str]) -> Gazetteer:
    """Everything in a few communities; in a larger area what the text names."""
    rows = Compound.objects.filter(_in_communities(nodes)).order_by("id")
    compounds = [
        CompoundNames(id, name, tuple(aliases))
        for id, name, aliases in rows.values_list("id", "name", "aliases")
    ]
    communities = [node.id for node in nodes if node.kind is NodeKind.COMMUNITY]
    buildings = Building.objects.filter(within_any("grid__path", paths))
    if len(communities) > FEW_COMMUNITIES:
        buildings = _named(buildings, text, compounds, nodes)
    fields = ("id", "compound_id", "community_id", "name", "grid_id")
    houses = [House(*row) for row in buildings.order_by("id").values_list(*fields)]
    return Gazetteer(compounds=compounds, nodes=nodes, houses=houses)


def _in_communities(nodes: Iterable[PlaceName]) -> Q:
    """Of a grid alone its community is not among the nodes, but it is the parent of one."""
    ids = {node.id if node.kind is NodeKind.COMMUNITY else node.parent_id for node in nodes}
    return Q(among("community_id", {each for each in ids if each}))


class _Skeleton(Func):
    """A name without its numbers."""

    function = "translate"


class _Position(Func):
    function = "strpos"
    output_field = IntegerField()


def _named(
    buildings: QuerySet[Building],
    text: str,
    compounds: Sequence[CompoundNames],
    nodes: Sequence[PlaceName],
) -> QuerySet[Building]:
    """Those of compounds and communities that the text names, and houses whose road and number it names."""
    folded = fold(text)
    mentions = Names(compounds, nodes, []).in_text(folded)
    compound_ids = {int(each.key) for each in mentions if each.kind == "compound"}
    communities = {node.id for node in nodes if node.kind is NodeKind.COMMUNITY}
    named = communities & {int(each.key) for each in mentions if each.kind == "node"}
    asked = Q(among("compound_id", compound_ids)) | Q(among("community_id", named))
    # the end of a name is quick to compare: few houses of a county are left for the rest
    numbered = Q(pk__in=[])
    for number in dict.fromkeys(re.findall(r"[0-9]+", folded)):
        numbered |= Q(name__endswith=f"{number}号")
    name = _Skeleton(F("name"), Value(NUMERALS), Value(""))
    skeleton = text.translate({ord(sign): None for sign in NUMERALS})
    found = buildings.annotate(bare=name, found_at=_Position(Value(skeleton), name))
    return found.filter(asked | numbered & Q(compound_id=None, found_at__gt=0) & ~Q(bare=""))


def _doors(options: Sequence[Option]) -> dict[tuple[int, str, str], int]:
    buildings = {each.building_id for each in options if each.building_id and each.room}
    rooms = {each.room for each in options if each.room}
    if not buildings:
        return {}
    homes: QuerySet[Dwelling] = Dwelling.objects.filter(
        among("building_id", {each for each in buildings if each}), among("room", rooms)
    )
    rows = homes.values_list("building_id", "unit", "room", "id")
    return {(building, unit, room): id for building, unit, room, id in rows}


def _candidate(spot: Spot, nodes: dict[int, PlaceName]) -> Candidate:
    grid = nodes[spot.grid_id]
    community = nodes.get(grid.parent_id or 0)
    return Candidate(
        spot.label,
        grid.id,
        grid.name,
        community.name if community else "",
        grid.path,
        spot.building_id,
        spot.dwelling_id,
        spot.doubts,
    )


def places_around(*, lng: float, lat: float, on: date) -> list[Candidate]:
    """What a point may mean: the grid that holds it, the grids around it, buildings next to it; the nearest first.

    lng, lat: WGS84 degrees. Empty where no boundary and no building is near. Four queries at most.
    """
    locator = locator_of(NodeKind.GRID, on=on)
    near = locator.near(lng, lat, within_m=NEAR_GRID_M, most=MOST_GRIDS) if locator else []
    grids = dict(near)
    buildings = _buildings_around(lng, lat)
    nodes = {
        node.pk: node
        for node in Node.objects.filter(
            among("id", {*grids, *(each.grid_id for each, _away in buildings)})
        ).select_related("parent")
    }
    found = [_of_building(each, away, nodes[each.grid_id]) for each, away in buildings]
    found += [_of_grid(nodes[id], away) for id, away in grids.items() if id in nodes]
    return sorted(found, key=lambda each: (each.away_m or 0.0, each.building_id is None))


def _buildings_around(lng: float, lat: float) -> list[tuple[Building, float]]:
    reach = NEAR_BUILDING_M / 70_000  # of a degree, on the safe side as far north as China goes
    boxed = Building.objects.filter(
        lat__range=(lat - reach, lat + reach), lng__range=(lng - reach, lng + reach)
    )
    away = [
        (each, metres_between((lng, lat), (each.lng or 0.0, each.lat or 0.0)))
        for each in boxed.select_related("compound")
    ]
    near = sorted((each for each in away if each[1] <= NEAR_BUILDING_M), key=lambda each: each[1])
    return near[:MOST_BUILDINGS]


def _of_building(building: Building, away_m: float, grid: Node) -> Candidate:
    label = (building.compound.name if building.compound else "") + building.name
    community = grid.parent.name if grid.parent else ""
    return Candidate(label, grid.pk, grid.name, community, grid.path, building.pk, None, (), away_m)


def _of_grid(grid: Node, away_m: float) -> Candidate:
    community = grid.parent.name if grid.parent else ""
    return Candidate(grid.name, grid.pk, grid.name, community, grid.path, None, None, (), away_m)
