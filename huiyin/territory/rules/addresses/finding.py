"""Which places a text may mean. A machine only offers: which of them is meant, a person says."""

from collections.abc import Iterable, Iterator, Sequence

from huiyin.lib.words import gettext_noop as _
from huiyin.territory.rules.addresses import saying
from huiyin.territory.rules.addresses.folding import fold
from huiyin.territory.rules.addresses.gazetteer import Doubt, Gazetteer, Near, Option
from huiyin.territory.rules.addresses.naming import MARK, House, Mention, address_of
from huiyin.territory.rules.tree import NodeKind, is_within

MOST_OPTIONS = 60
LEAST = 0.05
NOWHERE_NEAR = Near()
# how much a candidate is worth that names less, or names what there is not
WHOLE_COMPOUND, WHOLE_ROAD, WHOLE_GRID = 0.6, 0.55, 0.5
UNNAMED, NO_SUCH_BUILDING = 0.5, 0.6
# where somebody lives or works is what they mean, unless they say something else
OWN_BUILDING, OWN_COMPOUND, OWN_GRID = 1.3, 1.2, 1.15
IN_NAMED_PLACE, OUTSIDE_NAMED_PLACE = 1.2, 0.5
NEARBY = _("“%(relation)s”只说了大概：这里列的是参照的地方，具体在哪请写清。")
NO_BUILDING = _("没有找到%(building)s号楼，请核对。")
OTHERWISE = _("写法和登记的名称不完全一样。")
WHOLE = saying.Reading("", "", "", 1.0)  # nothing but the building


def options_of(text: str, gazetteer: Gazetteer, near: Near = NOWHERE_NEAR) -> list[Option]:
    """What a text may mean, the likelier first; empty when it names no place at all."""
    folded = fold(text)
    mentions = gazetteer.names.in_text(folded)
    relation, rest = saying.relations(_marked(folded, mentions))
    search = _Search(gazetteer, near, mentions, relation, rest)
    best: dict[tuple[object, ...], Option] = {}
    for option in search.found():
        key = (option.building_id, option.grid_id if option.building_id is None else 0, option.label, option.unit, option.room)  # fmt: skip
        if option.score > LEAST and (key not in best or best[key].score < option.score):
            best[key] = option
    return sorted(best.values(), key=_order)[:MOST_OPTIONS]


def _order(option: Option) -> tuple[float, int, str]:
    return -round(option.score, 4), len(option.label), option.label


def _marked(folded: str, mentions: Iterable[Mention]) -> str:
    """The text with a mark where a name stood, so that the numbers of names are not read as numbers of doors."""
    marked = list(folded)
    for mention in mentions:
        marked[mention.start : mention.end] = [""] * (mention.end - mention.start)
        marked[mention.start] = MARK
    # what joined the name to a number is no dash of that number: 阳光100 5号楼
    return "".join(marked).replace(f"{MARK}-", MARK)


class _Search:
    """One text against one gazetteer."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        near: Near,
        mentions: Sequence[Mention],
        relation: str,
        rest: str,
    ) -> None:
        self._places, self._near = gazetteer, near
        self._mentions, self._relation, self._rest = mentions, relation, rest
        self._readings = saying.readings(rest)
        named = (gazetteer.nodes.get(int(each.key)) for each in mentions if each.kind == "node")
        self._named = [node for node in named if node]

    def found(self) -> Iterator[Option]:
        compounds, roads = self._of_kind("compound"), self._of_kind("road")
        for mention in self._of_kind("building"):
            yield self._at(
                self._places.houses[int(mention.key)], mention.strength, saying.door_of(self._rest)
            )
        for mention in compounds:
            yield from self._in_compound(mention)
        for mention in roads:
            yield from self._on_road(mention)
        if not compounds or compounds[0].strength < 0.9:
            yield from self._anywhere(bool(roads))
        yield from self._whole_grids()

    def _of_kind(self, kind: str) -> list[Mention]:
        return [mention for mention in self._mentions if mention.kind == kind]

    def _in_compound(self, mention: Mention) -> Iterator[Option]:
        houses = self._places.in_compound(int(mention.key))
        is_found = False
        for reading in self._readings:
            if not reading.building:
                continue
            for house in self._places.numbered(reading.building):
                if house.compound_id == mention.key:
                    is_found = True
                    yield self._at(house, mention.strength, reading)
        own = [house for house in self._places.own(self._near) if house in houses]
        for reading in self._readings:
            for house in own if not reading.building else ():
                yield self._at(house, mention.strength, reading)
        if not is_found:
            yield from self._whole_compound(mention, houses)

    def _whole_compound(self, mention: Mention, houses: Sequence[House]) -> Iterator[Option]:
        """The parts of a compound by grid, where the building is not said or not known."""
        said = next((each.building for each in self._readings if each.building), "")
        doubts = (Doubt(NO_BUILDING, {"building": said}),) if said else ()
        worth = WHOLE_COMPOUND * (NO_SUCH_BUILDING if said else 1.0)
        name = self._places.compounds[int(mention.key)]
        yield from self._parts(name, houses, mention.strength * worth, doubts)

    def _parts(
        self, name: str, houses: Iterable[House], score: float, doubts: tuple[Doubt, ...]
    ) -> Iterator[Option]:
        by_grid: dict[int, House] = {}
        for house in houses:
            by_grid.setdefault(house.grid_id, house)
        for grid_id, house in by_grid.items():
            yield Option(
                grid_id,
                name,
                score * self._nearness(house, with_building=False),
                relation=self._relation,
                doubts=(*doubts, *self._about()),
            )

    def _on_road(self, mention: Mention) -> Iterator[Option]:
        road, is_found = str(mention.key), False
        on_road = self._places.roads.on(road)
        numbers = saying.house_numbers(self._rest)
        # 5-1号 is a part of 5号 where it is no house of its own
        for number in [*numbers, *(each.partition("-")[0] for each in numbers if "-" in each)]:
            for house in on_road if not is_found else ():
                if _number_on(house) == number:
                    is_found = True
                    yield self._at(house, mention.strength, WHOLE)
        if not is_found:
            first = on_road[0]
            name = first.name[: -len(_number_on(first)) - 1]
            yield from self._parts(name, on_road, mention.strength * WHOLE_ROAD, ())

    def _anywhere(self, has_road: bool) -> Iterator[Option]:
        """Numbers without a name: of the place where one lives or works, or of any."""
        for reading in self._readings:
            places = self._places
            own = () if reading.building else places.own(self._near)
            for house in (*own, *places.numbered(reading.building)):
                yield self._at(house, UNNAMED, reading)
        for number in () if has_road else saying.any_numbers(self._rest):
            for house in self._places.roads.numbered(number):
                yield self._at(house, UNNAMED * 0.9, WHOLE)

    def _whole_grids(self) -> Iterator[Option]:
        """A grid that is named itself."""
        for mention in self._of_kind("node"):
            node = self._places.nodes[int(mention.key)]
            if node.kind is not NodeKind.GRID:
                continue
            score = (
                WHOLE_GRID * mention.strength * (OWN_GRID if node.id in self._near.grid_ids else 1)
            )
            is_within_named = any(
                each.id == node.parent_id for each in self._named if each is not node
            )
            score *= IN_NAMED_PLACE if is_within_named else 1
            yield Option(node.id, node.name, score, relation=self._relation, doubts=self._about())

    def _at(self, house: House, strength: float, reading: saying.Reading) -> Option:
        name = self._places.name_of(house)
        doubts = (Doubt(OTHERWISE, {}),) if strength < 0.9 and strength != UNNAMED else ()
        score = strength * reading.weight * self._nearness(house)
        return Option(
            house.grid_id,
            name,
            score,
            house.id,
            reading.unit,
            reading.room,
            self._relation,
            (*doubts, *self._about()),
        )

    def _about(self) -> tuple[Doubt, ...]:
        if not self._relation:
            return ()
        return (Doubt(NEARBY, {"relation": self._relation}),)

    def _nearness(self, house: House, *, with_building: bool = True) -> float:
        near = self._near
        worth = 1.0
        if with_building and house.id in near.building_ids:
            worth *= OWN_BUILDING
        elif house.compound_id in near.compound_ids:
            worth *= OWN_COMPOUND
        if house.grid_id in near.grid_ids:
            worth *= OWN_GRID
        return worth * self._in_named(house)

    def _in_named(self, house: House) -> float:
        """Whether it lies in a community or grid that the text names."""
        grid = self._places.nodes.get(house.grid_id)
        if not self._named or grid is None:
            return 1.0
        inside = any(is_within(grid.path, node.path) for node in self._named)
        return IN_NAMED_PLACE if inside else OUTSIDE_NAMED_PLACE


def _number_on(house: House) -> str:
    found = address_of(house.name)
    return found.number if found else ""
