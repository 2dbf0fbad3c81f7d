"""Writing the territory, many rows at a time and as often as one likes: what stands already stays."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction

from huiyin.ground.ids import new_id
from huiyin.ground.packs.actions import Written, write_rows
from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.territory.models import BoundariesVersion, Building, Compound, Dwelling, Node
from huiyin.territory.rules import DwellingFacts, NodeFacts, NodeKind, check_parent, child_path


class CompoundFacts(NamedTuple):
    key: str
    name: str
    community_id: int
    aliases: Sequence[str] = ()


class BuildingPlace(NamedTuple):
    """What tells one building from another; compound_id is None for a village house."""

    community_id: int
    compound_id: int | None
    name: str


@transaction.atomic
def write_nodes(facts: Iterable[NodeFacts]) -> Written[str, Node]:
    """Write nodes by code, parents first. Raises Refused when a parent is missing or not one level above."""
    wanted = list(facts)
    written: Written[str, Node] = Written({}, [], [], [])
    known = _nodes({code for node in wanted for code in (node.code, node.parent_code) if code})
    for kind in NodeKind:
        level = {node.code: _node_values(node, known) for node in wanted if node.kind is kind}
        written.add(write_rows(Node.objects, level, existing=known))
        known |= written.rows
    return written


def _nodes(codes: Iterable[str]) -> dict[str, Node]:
    return {node.code: node for node in Node.objects.filter(code__in=codes)}


def _node_values(facts: NodeFacts, known: Mapping[str, Node]) -> dict[str, Any]:
    parent = known.get(facts.parent_code) if facts.parent_code else None
    if facts.parent_code and parent is None:
        raise Refused(f"“{facts.code}”的上级“{facts.parent_code}”不存在。")
    check_parent(facts.kind, parent.node_kind if parent else None)
    return {
        "code": facts.code,
        "name": facts.name,
        "kind": facts.kind.value,
        "grid_type": facts.grid_type and facts.grid_type.value,
        "parent_id": parent.id if parent else None,
        "path": child_path(parent.path if parent else "", facts.code),
        "phone": facts.phone,
        "supervision_phone": facts.supervision_phone,
        "legacy_code": facts.legacy_code,
    }


@transaction.atomic
def write_boundaries(wanted: Mapping[str, Mapping[str, Any]]) -> Written[str, Node]:
    """Write the boundaries of nodes, by code: GeoJSON that `check_boundary` has let through.

    Raises Refused for a code that no node has.
    """
    known = _nodes(wanted)
    for code in wanted:
        if code not in known:
            raise Refused(_("编码“%(code)s”不存在。"), code=code)
    rows = {code: {"geometry": geometry} for code, geometry in wanted.items()}
    written = write_rows(Node.objects, rows, existing=known)
    if written.changed:
        BoundariesVersion.objects.update_or_create(id=1, defaults={"version": new_id()})
    return written


@transaction.atomic
def write_compounds(facts: Iterable[CompoundFacts]) -> Written[str, Compound]:
    """Write compounds by key."""
    wanted = {
        compound.key: {**compound._asdict(), "aliases": list(compound.aliases)}
        for compound in facts
    }
    existing = {compound.key: compound for compound in Compound.objects.filter(key__in=wanted)}
    return write_rows(Compound.objects, wanted, existing=existing)


@transaction.atomic
def write_buildings(
    wanted: Mapping[BuildingPlace, Mapping[str, Any]],
) -> Written[BuildingPlace, Building]:
    """Write buildings by place. Values: grid_id, and micro_grid_id, lat, lng where known."""
    communities = {place.community_id for place in wanted}
    existing = {
        BuildingPlace(building.community_id, building.compound_id, building.name): building
        for building in Building.objects.filter(community_id__in=communities)
    }
    rows = {place: {**place._asdict(), **values} for place, values in wanted.items()}
    return write_rows(Building.objects, rows, existing=existing)


@transaction.atomic
def write_dwellings(
    homes: Mapping[int, Sequence[DwellingFacts]],
) -> Written[tuple[int, str, str], Dwelling]:
    """Write the homes of buildings, by building id; a home is known by building, unit and room."""
    wanted = {
        (building_id, home.unit, home.room): {
            "building_id": building_id,
            "unit": home.unit,
            "room": home.room,
            "is_occupied": home.is_occupied,
        }
        for building_id, facts in homes.items()
        for home in facts
    }
    existing = {
        (home.building_id, home.unit, home.room): home
        for home in Dwelling.objects.filter(building_id__in=list(homes))
    }
    return write_rows(Dwelling.objects, wanted, existing=existing)
