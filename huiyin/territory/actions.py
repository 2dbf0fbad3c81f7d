"""Writing the territory, many rows at a time and as often as one likes: what stands already stays."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from huiyin.ground.commands import actions as commands
from huiyin.ground.ids import new_id
from huiyin.ground.ledger.actions import CLOCK, By, record
from huiyin.ground.packs.actions import Written, write_rows
from huiyin.lib.refusal import Conflict, NotThere, Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.territory.models import (
    BoundariesVersion,
    Boundary,
    Building,
    Compound,
    Dwelling,
    Node,
)
from huiyin.territory.rules import (
    DwellingFacts,
    GridType,
    NodeFacts,
    NodeKind,
    check_parent,
    child_path,
)


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
def write_boundaries(
    wanted: Mapping[str, Mapping[str, Any]],
    *,
    by: By = CLOCK,
    reason: str = "",
    now: datetime | None = None,
) -> Written[str, Node]:
    """Write the boundaries of nodes, by code: GeoJSON that `check_boundary` has let through.

    Each that differs becomes a version of its own. Raises Refused for a code that no node has.
    """
    known = _nodes(wanted)
    for code in wanted:
        if code not in known:
            raise Refused(_("编码“%(code)s”不存在。"), code=code)
    rows = {code: {"geometry": geometry} for code, geometry in wanted.items()}
    written = write_rows(Node.objects, rows, existing=known)
    changed = [written.rows[code] for code in written.changed]
    _keep(changed, by=by, reason=reason, now=now or timezone.now())
    return written


def keep_versions(nodes: Sequence[Node], *, reason: str, now: datetime) -> list[Boundary]:
    """Write down that the boundaries these nodes have now are in force again, or that they have none any more."""
    return _keep(nodes, by=CLOCK, reason=reason, now=now)


def _keep(
    nodes: Sequence[Node], *, by: By, reason: str, now: datetime, first_id: int | None = None
) -> list[Boundary]:
    """Write the boundaries that are in force now into their history, and let everybody know that they are new."""
    if not nodes:
        return []
    BoundariesVersion.objects.update_or_create(id=1, defaults={"version": new_id()})
    of_nodes = Boundary.objects.filter(node__in=nodes).values_list("node_id")
    last = dict(of_nodes.annotate(Max("number")))
    versions = [
        Boundary(
            node=node,
            number=last.get(node.pk, 0) + 1,
            geometry=node.geometry,
            at=now,
            by_person_id=by.person_id,
            by_post_id=by.post_id,
            reason=reason,
        )
        for node in nodes
    ]
    if first_id is not None:
        versions[0].id = first_id
    return Boundary.objects.bulk_create(versions, batch_size=500)


@transaction.atomic
def draw_boundary(
    *,
    node_id: int,
    geometry: Mapping[str, Any],
    reason: str,
    version: int,
    by: By,
    now: datetime,
    client_key: UUID | None = None,
) -> Boundary:
    """Put a new boundary in force, at once and for what is asked from now on. Takes the lock of the place.

    geometry: GeoJSON that `check_boundary` has let through. version: the number of the boundary that was changed, 0 for a
    place without one. Raises Conflict when another was drawn meanwhile, Refused for a virtual grid and for no change.
    """
    boundary_id = new_id()
    repeat = commands.repeat_of(
        client_key, verb="territory.draw", person_id=by.person_id, result_id=boundary_id
    )
    if repeat is not None:
        return Boundary.objects.get(pk=repeat)
    node = Node.objects.select_for_update().filter(pk=node_id).first()
    if node is None:
        raise NotThere("没有找到这个地方。")
    _check_drawing(node, geometry, version)
    node.geometry = dict(geometry)
    node.save(update_fields=["geometry"])
    (kept,) = _keep([node], by=by, reason=reason, now=now, first_id=boundary_id)
    _record_drawn(kept, node, by)
    return kept


def _record_drawn(kept: Boundary, node: Node, by: By) -> None:
    record(
        "boundary.drawn",
        subject="node",
        subject_id=node.pk,
        by=by,
        at=kept.at,
        area=node.path,
        data={"code": node.code, "number": kept.number, "reason": kept.reason},
        topics=[f"node:{node.pk}"],
    )


def _check_drawing(node: Node, geometry: Mapping[str, Any], version: int) -> None:
    if node.grid_type == GridType.VIRTUAL:
        raise Refused(_("虚拟网格没有地界。"))
    last = node.boundaries.aggregate(last=Max("number"))["last"] or 0
    if last != version:
        raise Conflict(
            _("“%(name)s”的地界刚刚有人改过，现在是第 %(number)d 版：请刷新后在新的地界上再改。"),
            name=node.name,
            number=last,
        )
    if node.geometry == geometry:
        raise Refused(_("地界没有变化，不用保存。"))


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


def mark_occupied(*, dwelling_id: int, is_occupied: bool) -> None:
    """Note that somebody, or nobody, lives in a home; the caller records why."""
    Dwelling.objects.filter(pk=dwelling_id).update(is_occupied=is_occupied)
