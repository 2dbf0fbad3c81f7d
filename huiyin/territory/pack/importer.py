"""Taking nodes, compounds, buildings and homes out of a pack. Faults are reported, not raised."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.ground.packs import Import, Row
from huiyin.lib.refusal import Refused
from huiyin.territory import actions, queries
from huiyin.territory.actions import BuildingPlace, CompoundFacts
from huiyin.territory.rules import (
    DwellingFacts,
    NodeFacts,
    NodeKind,
    check_parent,
    doors,
    is_within,
    lived_in,
)

MAX_HOMES = 500_000  # of one line of a pack: more is a slip of the pen


@dataclass(frozen=True)
class Place:
    """A node that the pack may refer to: written by it, or standing already."""

    id: int
    kind: NodeKind
    path: str


def import_territory(under_way: Import) -> None:
    """Write everything the section names; see the schema."""
    refused = _import_nodes(under_way)
    if any(True for _row in under_way.rows("boundaries")):
        # every process knows the importers, but few need numpy and GEOS in their memory
        from huiyin.territory.pack.boundaries import import_boundaries  # noqa: PLC0415

        import_boundaries(under_way, refused=refused)
    places = _Places(refused)
    blocks = [*_compound_blocks(under_way, places), *_house_blocks(under_way, places)]
    _import_homes(under_way, blocks)


# Nodes


def _import_nodes(under_way: Import) -> set[str]:
    """Write the nodes that can be written. Returns the codes that the pack names but that had to be refused."""
    described: dict[str, NodeFacts] = {}
    rows = [(row, facts) for row in under_way.rows("nodes") for facts in _described(row)]
    refused = {row["code"] for row in under_way.rows("nodes")}
    above = _kinds_above([facts for _row, facts in rows])
    for row, facts in rows:
        if facts.code in described:
            row.refuse(_("编码“%s”已经用过。") % facts.code, "code")
        elif _fits(row, facts, above):
            described[facts.code] = facts
    kept = _with_parents(described, above)
    written = actions.write_nodes(kept.values())
    written.tell(under_way, lambda code: f"{code} {kept[code].name}")
    return refused - kept.keys()


def _described(row: Row) -> Iterator[NodeFacts]:
    """The node of a row and the micro-grids it asks for."""
    optional = ("phone", "supervision_phone", "legacy_code")
    facts = NodeFacts(row["code"], row["name"], **{name: row.get(name, "") for name in optional})
    try:
        kind = facts.kind
    except Refused as refused:
        row.refuse(refused.sentence, "code")
        return
    yield facts
    if row.get("micro_grids") and kind is not NodeKind.GRID:
        row.refuse(_("只有网格下面才有微网格。"), "micro_grids")
        return
    for number in range(1, row.get("micro_grids", 0) + 1):
        name = _("%(grid)s第%(number)s微网格") % {"grid": row["name"], "number": number}
        yield NodeFacts(f"{facts.code}W{number:02}", name)


def _kinds_above(described: list[NodeFacts]) -> dict[str, NodeKind]:
    """The kinds of all nodes that may be parents here."""
    wanted = {facts.parent_code for facts in described if facts.parent_code}
    standing = queries.nodes_by_code(wanted)
    return {code: node.node_kind for code, node in standing.items()} | {
        facts.code: facts.kind for facts in described
    }


def _fits(row: Row, facts: NodeFacts, above: Mapping[str, NodeKind]) -> bool:
    named = row.get("parent") if facts.code == row["code"] else None
    if named is not None and named not in above and named != facts.parent_code:
        row.refuse(_("上级编码“%s”不存在。") % named, "parent")
        return False
    if named is not None and named != facts.parent_code:
        sentence = _("“%(code)s”的上级应当是“%(parent)s”，不是“%(named)s”。")
        values = {"code": facts.code, "parent": facts.parent_code, "named": named}
        row.refuse(sentence % values, "parent")
        return False
    if facts.parent_code and facts.parent_code not in above:
        at = "code" if named is None else "parent"
        row.refuse(_("上级编码“%s”不存在。") % facts.parent_code, at)
        return False
    check_parent(facts.kind, above[facts.parent_code] if facts.parent_code else None)
    return True


def _with_parents(
    described: Mapping[str, NodeFacts], above: Mapping[str, NodeKind]
) -> dict[str, NodeFacts]:
    """Leave out, without a word, what hangs on a refused node: its own fault has been told."""
    standing = queries.nodes_by_code(above).keys()
    kept: dict[str, NodeFacts] = {}
    for code in sorted(described, key=len):
        parent = described[code].parent_code
        if parent is None or parent in kept or parent in standing:
            kept[code] = described[code]
    return kept


class _Places:
    """Finds the nodes that compounds, buildings and houses name."""

    def __init__(self, refused: set[str]) -> None:
        self._refused = refused
        self._known: dict[str, Place | None] = {}

    def find(
        self, row: Row, name: str, kind: NodeKind, *, within: Place | None = None
    ) -> Place | None:
        """The node that `row[name]` names, or None after saying what is wrong with it."""
        code = row[name]
        place = self._place(code)
        if place is None:
            if code not in self._refused:
                row.refuse(
                    _("%(kind)s编码“%(code)s”不存在。") % {"kind": kind.label, "code": code}, name
                )
            return None
        if place.kind is not kind:
            row.refuse(_("“%(code)s”不是%(kind)s。") % {"kind": kind.label, "code": code}, name)
            return None
        if within is not None and not is_within(place.path, within.path):
            row.refuse(_("“%s”不在上面所写的范围内。") % code, name)
            return None
        return place

    def _place(self, code: str) -> Place | None:
        if code not in self._known:
            node = queries.nodes_by_code([code]).get(code)
            found = Place(node.id, node.node_kind, node.path) if node else None
            self._known[code] = found
        return self._known[code]


# Compounds, buildings, homes


@dataclass(frozen=True)
class Block:
    """Buildings of one line of the pack, alike, with their homes: {building name: [homes]}."""

    row: Row
    community_id: int
    compound_id: int | None
    grid_id: int
    micro_grid_id: int | None
    homes: Mapping[str, list[DwellingFacts]]


def _compound_blocks(under_way: Import, places: _Places) -> Iterator[Block]:
    rows: dict[str, tuple[Row, Place]] = {}
    for row in under_way.rows("compounds"):
        community = places.find(row, "community", NodeKind.COMMUNITY)
        if row["key"] in rows:
            row.refuse(_("“%s”已经用过。") % row["key"], "key")
        elif community is not None:
            rows[row["key"]] = (row, community)
    written = actions.write_compounds(
        CompoundFacts(key, row["name"], community.id, row.get("aliases", []))
        for key, (row, community) in rows.items()
    )
    written.tell(under_way, lambda key: f"{key} {rows[key][0]['name']}")
    for key, (row, community) in rows.items():
        for block in row.rows("buildings"):
            yield from _block(block, places, community, written.rows[key].id, _homes(block))


def _house_blocks(under_way: Import, places: _Places) -> Iterator[Block]:
    for row in under_way.rows("houses"):
        community = places.find(row, "community", NodeKind.COMMUNITY)
        if community is not None:
            houses = {
                f"{row['road']}{number}号": [DwellingFacts("", "", True)]
                for number in _numbers(row)
            }
            yield from _block(row, places, community, None, houses)


def _block(
    row: Row,
    places: _Places,
    community: Place,
    compound_id: int | None,
    homes: Mapping[str, list[DwellingFacts]],
) -> Iterator[Block]:
    """The block of a row, or nothing when its grid cannot be found."""
    grid = places.find(row, "grid", NodeKind.GRID, within=community)
    micro_grid = None
    if grid is not None and "micro_grid" in row.value:
        micro_grid = places.find(row, "micro_grid", NodeKind.MICRO_GRID, within=grid)
    if grid is not None:
        micro_grid_id = micro_grid.id if micro_grid else None
        yield Block(row, community.id, compound_id, grid.id, micro_grid_id, homes)


def _numbers(row: Row) -> range:
    """1-10 as a range; a range that runs backwards is refused and empty."""
    first, _dash, last = row["numbers"].partition("-")
    if int(last or first) < int(first):
        row.refuse(_("编号“%s”前大后小。") % row["numbers"], "numbers")
    return range(int(first), int(last or first) + 1)


def _homes(row: Row) -> dict[str, list[DwellingFacts]]:
    names = [f"{number}号楼" for number in _numbers(row)]
    each = row["units"] * row["floors"] * row["per_floor"]
    if each * len(names) > MAX_HOMES:
        row.refuse(_("一行最多 %s 套住房，请核对单元、楼层和户数。") % MAX_HOMES, "units")
        return {}
    if row["occupied"] > each * len(names):
        values = {"occupied": row["occupied"], "homes": each * len(names)}
        row.refuse(_("入住 %(occupied)s 套，多于全部 %(homes)s 套。") % values, "occupied")
        return {}
    plan = doors(units=row["units"], floors=row["floors"], per_floor=row["per_floor"])
    occupied = lived_in(
        ((name, unit, room) for name in names for unit, room in plan), row["occupied"]
    )
    return {
        name: [DwellingFacts(unit, room, (name, unit, room) in occupied) for unit, room in plan]
        for name in names
    }


def _import_homes(under_way: Import, blocks: list[Block]) -> None:
    wanted: dict[BuildingPlace, dict[str, Any]] = {}
    homes: dict[BuildingPlace, list[DwellingFacts]] = {}
    for block in blocks:
        for name, facts in block.homes.items():
            place = BuildingPlace(block.community_id, block.compound_id, name)
            if place in wanted:
                block.row.refuse(_("“%s”已经写过。") % name, "numbers")
            wanted[place] = {"grid_id": block.grid_id, "micro_grid_id": block.micro_grid_id}
            homes[place] = facts
    buildings = actions.write_buildings(wanted)
    buildings.tell(under_way, lambda place: place.name)
    ids = {place: building.id for place, building in buildings.rows.items()}
    names = {identity: place.name for place, identity in ids.items()}
    dwellings = actions.write_dwellings({ids[place]: facts for place, facts in homes.items()})
    dwellings.tell(under_way, lambda door: f"{names[door[0]]} {door[1]}-{door[2]}")
