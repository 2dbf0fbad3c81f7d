"""Homes, a row each, with the buildings and compounds they are in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from huiyin.ground.ids import new_id
from huiyin.ground.imports import Change, Fact, File, Plan, Standing, What, WrongCell
from huiyin.ground.imports.rules import Claim, Trail
from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.territory import queries
from huiyin.territory.imports.words import (
    BUILDING,
    COMPOUND,
    GRID,
    MICRO_GRID,
    OCCUPIED,
    building_of,
    check_within,
    code_of_kind,
    room_of,
    short,
    unit_of,
    unknown_code,
    yes_or_no,
)
from huiyin.territory.models import Building, Compound, Dwelling, Node
from huiyin.territory.rules import CODE_LENGTHS, NodeKind, address

COMMUNITY_LENGTH = CODE_LENGTHS[NodeKind.COMMUNITY]


class BuildingKey(NamedTuple):
    """compound is empty for a house outside any."""

    community: str
    compound: str
    name: str


@dataclass(frozen=True)
class Found:
    """What stands already. dwellings: by building id, unit and room."""

    nodes: Mapping[str, Node]
    compounds: Mapping[tuple[str, str], Compound]
    buildings: Mapping[BuildingKey, Building]
    dwellings: Mapping[tuple[int, str, str], Dwelling]


class Homes:
    tables = (Compound, Building, Dwelling)

    def read(self, cells: Mapping[str, str], _file: File) -> Fact:
        grid = code_of_kind(cells["grid"], NodeKind.GRID, GRID)
        values = {
            "grid": grid,
            "compound": short(cells.get("compound", ""), 64, COMPOUND),
            "building": building_of(cells["building"]),
            "unit": unit_of(cells.get("unit", "")),
            "room": room_of(cells.get("room", "")),
        }
        if "micro_grid" in cells:
            values["micro_grid"] = _micro_grid(cells["micro_grid"], grid)
        door = (
            {"is_occupied": yes_or_no(cells["occupied"], OCCUPIED)} if "occupied" in cells else {}
        )
        place = "|".join(_building_key(values))
        label = f"{values['compound']}{values['building']}"
        claim = Claim(place, label, f"{grid}|{values.get('micro_grid', '')}")
        key = f"{place}|{values['unit']}|{values['room']}"
        return Fact(key, {**values, **door}, (claim,), scope=grid)

    def plan(self, facts: Mapping[int, Fact], file: File) -> Plan:
        found = _found(facts.values())
        plan = Plan(found)
        for row, fact in facts.items():
            try:
                _check(fact, found, file)
            except Refused as refusal:
                plan.refuse(row, refusal)
                continue
            plan.changes[row] = _change(fact, found)
        return plan

    def write(self, facts: Mapping[int, Fact], plan: Plan, trail: Trail, *, now: datetime) -> None:
        found: Found = plan.found
        compounds = _new_compounds(facts, found)
        trail.create(
            Compound, [row for _unit, row in compounds.values()], _units(compounds.values())
        )
        known = {**found.compounds, **{key: row for key, (_unit, row) in compounds.items()}}
        buildings = _new_buildings(facts, found, known)
        trail.create(
            Building, [row for _unit, row in buildings.values()], _units(buildings.values())
        )
        standing = {**found.buildings, **{key: row for key, (_unit, row) in buildings.items()}}
        homes: dict[int, Dwelling] = {}
        for row, fact in facts.items():
            building = standing[_building_key(fact.values)]
            _move_to_micro_grid(building, fact, found, trail)
            home = _dwelling(fact, building, found)
            if home is None:
                homes[row] = _new_dwelling(fact, building)
            elif "is_occupied" in fact.values:
                trail.change(home, {"is_occupied": fact.values["is_occupied"]})
        trail.create(Dwelling, list(homes.values()), list(homes))

    def standing(self, scopes: Iterable[str]) -> Iterator[Standing]:
        """The homes of the grids that the file names."""
        homes = Dwelling.objects.filter(building__grid__code__in=list(scopes)).order_by("id")
        columns = ("id", "building__grid__code", "building__compound__name", "building__name")
        rows = homes.values_list(*columns, "unit", "room").iterator()
        for home_id, grid, compound, building, unit, room in rows:
            key = (grid[:COMMUNITY_LENGTH], compound or "", building, unit, room)
            yield Standing("|".join(key), home_id, (compound or "") + address(building, unit, room))

    def end(self, ids: Sequence[int], trail: Trail, *, now: datetime) -> None:
        raise TypeError("a home does not end because a file leaves it out")

    def settle(self, put_back: Sequence[object], *, now: datetime) -> None:
        """Nobody keeps these rows in memory."""


def _micro_grid(text: str, grid: str) -> str:
    code = code_of_kind(text, NodeKind.MICRO_GRID, MICRO_GRID)
    if not code.startswith(grid):
        raise WrongCell(
            MICRO_GRID, _("“%(code)s”不在网格“%(grid)s”里。请核对两个编码。"), code=code, grid=grid
        )
    return code


def _building_key(values: Mapping[str, str]) -> BuildingKey:
    return BuildingKey(values["grid"][:COMMUNITY_LENGTH], values["compound"], values["building"])


def _units(made: Iterable[tuple[int, object]]) -> list[int]:
    return [unit for unit, _row in made]


def _found(facts: Iterable[Fact]) -> Found:
    said = [fact.values for fact in facts]
    codes = {values[name] for values in said for name in ("grid", "micro_grid") if name in values}
    communities = {code[:COMMUNITY_LENGTH] for code in codes}
    names = {values["building"] for values in said}
    compounds = Compound.objects.filter(community__code__in=communities).select_related("community")
    rows = Building.objects.filter(community__code__in=communities, name__in=names)
    buildings = {
        BuildingKey(row.community.code, row.compound.name if row.compound else "", row.name): row
        for row in rows.select_related("community", "compound", "grid")
    }
    wanted = {key for key in map(_building_key, said) if key in buildings}
    homes = Dwelling.objects.filter(
        building_id__in=[buildings[key].id for key in wanted],
        room__in={values["room"] for values in said},
    )
    return Found(
        nodes=queries.nodes_by_code(codes | communities),
        compounds={(row.community.code, row.name): row for row in compounds},
        buildings=buildings,
        dwellings={(row.building_id, row.unit, row.room): row for row in homes},
    )


def _check(fact: Fact, found: Found, file: File) -> None:
    grid = fact.values["grid"]
    check_within(grid, file, GRID)
    if grid not in found.nodes:
        raise unknown_code(GRID, grid)
    if fact.values.get("micro_grid", grid) not in found.nodes:
        raise unknown_code(MICRO_GRID, fact.values["micro_grid"])
    building = found.buildings.get(_building_key(fact.values))
    if building is not None and building.grid.code != grid:
        raise WrongCell(
            BUILDING,
            _("“%(name)s”现在属于%(grid)s（%(code)s）。一栋楼只属于一个网格，请核对网格编码。"),
            name=building.name,
            grid=building.grid.name,
            code=building.grid.code,
        )


def _dwelling(fact: Fact, building: Building, found: Found) -> Dwelling | None:
    return found.dwellings.get((building.id, fact.values["unit"], fact.values["room"]))


def _change(fact: Fact, found: Found) -> Change:
    values = fact.values
    label = values["compound"] + address(values["building"], values["unit"], values["room"])
    building = found.buildings.get(_building_key(values))
    home = _dwelling(fact, building, found) if building else None
    if building is None or home is None:
        return Change(What.NEW, label)
    details: list[tuple[str, str, str]] = []
    if "is_occupied" in values and values["is_occupied"] != home.is_occupied:
        details.append((OCCUPIED, _word(home.is_occupied), _word(values["is_occupied"])))
    if "micro_grid" in values:
        wanted = found.nodes[values["micro_grid"]]
        if building.micro_grid_id != wanted.id:
            details.append((MICRO_GRID, "", wanted.code))
    return Change(What.CHANGED if details else What.SAME, label, tuple(details))


def _word(is_so: object) -> str:
    return "是" if is_so else "否"


def _new_compounds(
    facts: Mapping[int, Fact], found: Found
) -> dict[tuple[str, str], tuple[int, Compound]]:
    """By community code and name, each with the first row that names it."""
    new: dict[tuple[str, str], tuple[int, Compound]] = {}
    for row, fact in facts.items():
        community, compound, _building = _building_key(fact.values)
        key = (community, compound)
        if compound and key not in found.compounds and key not in new:
            node = found.nodes[community]
            new[key] = (row, Compound(key=f"i{new_id()}", name=compound, community=node))
    return new


def _new_buildings(
    facts: Mapping[int, Fact], found: Found, compounds: Mapping[tuple[str, str], Compound]
) -> dict[BuildingKey, tuple[int, Building]]:
    new: dict[BuildingKey, tuple[int, Building]] = {}
    for row, fact in facts.items():
        key = _building_key(fact.values)
        if key not in found.buildings and key not in new:
            micro_grid = found.nodes.get(fact.values.get("micro_grid", ""))
            new[key] = (
                row,
                Building(
                    compound=compounds.get((key.community, key.compound)),
                    community=found.nodes[key.community],
                    name=key.name,
                    grid=found.nodes[fact.values["grid"]],
                    micro_grid=micro_grid,
                ),
            )
    return new


def _move_to_micro_grid(building: Building, fact: Fact, found: Found, trail: Trail) -> None:
    if "micro_grid" in fact.values:
        micro_grid = found.nodes[fact.values["micro_grid"]]
        trail.change(building, {"micro_grid_id": micro_grid.id})


def _new_dwelling(fact: Fact, building: Building) -> Dwelling:
    return Dwelling(
        building=building,
        unit=fact.values["unit"],
        room=fact.values["room"],
        is_occupied=fact.values.get("is_occupied", True),
    )
