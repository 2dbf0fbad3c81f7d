"""The location test set: towns, spellings, and what they mean. See spellings.yaml."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from huiyin.territory.rules import doors, kind_of
from huiyin.territory.rules.addresses import (
    CompoundNames,
    Gazetteer,
    House,
    Near,
    PlaceName,
    Spot,
    options_of,
    ranked,
)
from huiyin.territory.rules.tree import CODE_LENGTHS

HERE = Path(__file__).parent
DEMO = HERE.parents[2] / "packs" / "demo" / "territory.yaml"


@dataclass
class Town:
    """The places of a pack, without a database."""

    compounds: list[CompoundNames] = field(default_factory=list)
    nodes: dict[str, PlaceName] = field(default_factory=dict)
    houses: list[House] = field(default_factory=list)
    doors: dict[tuple[int, str, str], int] = field(default_factory=dict)

    def gazetteer(self, area: Iterable[str]) -> Gazetteer:
        communities = {self.nodes[code].id for code in area}
        houses = [house for house in self.houses if house.community_id in communities]
        compounds = {house.compound_id for house in houses}
        return Gazetteer(
            compounds=[each for each in self.compounds if each.id in compounds],
            nodes=[
                each
                for each in self.nodes.values()
                if each.id in communities or each.parent_id in communities
            ],
            houses=houses,
        )

    def label(self, house: House) -> str:
        names = {compound.id: compound.name for compound in self.compounds}
        return names.get(house.compound_id or 0, "") + house.name

    def code(self, node_id: int) -> str:
        return next(code for code, node in self.nodes.items() if node.id == node_id)


@dataclass(frozen=True)
class Case:
    said: str
    want: str
    town: Town
    gazetteer: Gazetteer
    near: Near

    def found(self) -> list[str]:
        """The labels of the candidates in their order, with the grid where the wanted one names it."""
        options = options_of(self.said, self.gazetteer, self.near)
        return [self._label(spot) for spot in ranked(options, self.town.doors)]

    def _label(self, spot: Spot) -> str:
        is_part = "@" in self.want
        return f"{spot.label} @{self.town.code(spot.grid_id)}" if is_part else spot.label

    def rank(self) -> int:
        """Where the wanted candidate stands, from 1; 0 for not at all. No candidate, where none is wanted, is first."""
        found = self.found()
        if not self.want:
            return 0 if found else 1
        return found.index(self.want) + 1 if self.want in found else 0


def cases() -> list[Case]:
    written = yaml.safe_load((HERE / "spellings.yaml").read_text(encoding="utf-8"))
    towns = {name: town_of(facts) for name, facts in written["towns"].items()}
    towns["demo"] = town_of(yaml.safe_load(DEMO.read_text(encoding="utf-8")))
    return [case for each in written["sets"] for case in _cases(each, towns[each["town"]])]


def _cases(of: dict[str, Any], town: Town) -> Iterator[Case]:
    gazetteer, near = town.gazetteer(of["area"]), _near(of.get("near", {}), town)
    for said, want in of["said"].items():
        yield Case(str(said), want, town, gazetteer, near)


def _near(near: dict[str, str], town: Town) -> Near:
    homes = [house for house in town.houses if town.label(house) == near.get("home")]
    grids = [house.grid_id for house in homes]
    if "grid" in near:
        grids.append(town.nodes[near["grid"]].id)
    compounds = frozenset(house.compound_id for house in homes if house.compound_id)
    return Near(frozenset(house.id for house in homes), compounds, frozenset(grids))


def town_of(facts: dict[str, Any]) -> Town:
    """A town out of the section of a pack; buildings may have `names` here, where packs have numbers alone."""
    town, ids = Town(), count(1)
    for node in facts["nodes"]:
        code, kind = node["code"], kind_of(node["code"])
        parent = town.nodes.get(code[: CODE_LENGTHS[kind.parent]]) if kind.parent else None
        path = f"{parent.path if parent else ''}{code}/"
        town.nodes[code] = PlaceName(
            next(ids), kind, node["name"], parent.id if parent else None, path
        )
    for compound in facts["compounds"]:
        names = CompoundNames(next(ids), compound["name"], tuple(compound.get("aliases", ())))
        town.compounds.append(names)
        for block in compound["buildings"]:
            called = block.get("names") or [f"{each}号楼" for each in _numbers(block)]
            _build(town, ids, called, names.id, compound["community"], block)
    for block in facts["houses"]:
        called = [f"{block['road']}{number}号" for number in _numbers(block)]
        _build(town, ids, called, None, block["community"], block)
    return town


def _numbers(block: dict[str, Any]) -> range:
    first, _dash, last = str(block["numbers"]).partition("-")
    return range(int(first), int(last or first) + 1)


def _build(
    town: Town,
    ids: "count[int]",
    called: Iterable[str],
    compound_id: int | None,
    community: str,
    block: dict[str, Any],
) -> None:
    plan = [("", "")]
    if "units" in block:
        plan = doors(units=block["units"], floors=block["floors"], per_floor=block["per_floor"])
    for name in called:
        grid_id = town.nodes[block["grid"]].id
        house = House(next(ids), compound_id, town.nodes[community].id, name, grid_id)
        town.houses.append(house)
        town.doors |= {(house.id, unit, room): next(ids) for unit, room in plan}
