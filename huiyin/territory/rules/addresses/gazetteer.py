"""Where a text is looked for, and what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from huiyin.territory.rules.addresses.naming import (
    CompoundNames,
    House,
    Names,
    PlaceName,
    Roads,
    number_of,
)


class Doubt(NamedTuple):
    """What is not certain about a candidate: a sentence of the catalogues and its values."""

    sentence: str
    values: Mapping[str, str]


class Near(NamedTuple):
    """Where whoever writes lives or works."""

    building_ids: frozenset[int] = frozenset()
    compound_ids: frozenset[int] = frozenset()
    grid_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Option:
    """A place that may be meant, before its door is looked up. No building: the part of a compound or road in a grid."""

    grid_id: int
    label: str
    score: float
    building_id: int | None = None
    unit: str = ""
    room: str = ""
    relation: str = ""
    doubts: tuple[Doubt, ...] = ()


class Spot(NamedTuple):
    """A candidate: a building, a door of it, or a grid. score: for the order alone."""

    label: str
    grid_id: int
    building_id: int | None
    dwelling_id: int | None
    score: float
    doubts: tuple[Doubt, ...]


class Gazetteer:
    """The names and houses among which a text is looked for."""

    def __init__(
        self,
        *,
        compounds: Sequence[CompoundNames],
        nodes: Sequence[PlaceName],
        houses: Sequence[House],
    ) -> None:
        self.names = Names(compounds, nodes, houses)
        self.roads = Roads(houses)
        self.nodes = {node.id: node for node in nodes}
        self.compounds = {compound.id: compound.name for compound in compounds}
        self.houses = {house.id: house for house in houses}
        self._numbered: dict[str, list[House]] = {}
        for house in houses:
            if house.compound_id is not None:
                self._numbered.setdefault(number_of(house.name), []).append(house)

    def numbered(self, number: str) -> list[House]:
        """The buildings of compounds with this number."""
        return self._numbered.get(number, []) if number else []

    def in_compound(self, compound_id: int) -> list[House]:
        return [house for house in self.houses.values() if house.compound_id == compound_id]

    def own(self, near: Near) -> list[House]:
        """The buildings where somebody lives or works."""
        return [self.houses[each] for each in sorted(near.building_ids) if each in self.houses]

    def name_of(self, house: House) -> str:
        """柳岸小区3号楼; a house of its own bears its address."""
        return self.compounds.get(house.compound_id or 0, "") + house.name
