"""What bears a name, and where these names stand in a text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from huiyin.territory.rules.addresses.folding import fold
from huiyin.territory.rules.tree import NodeKind

# what people leave out when they name a compound or a village
COMMON_ENDINGS = (
    "居民小区", "住宅小区", "小区", "家园", "花园", "新城", "公寓", "社区", "新村", "村", "苑", "园", "里", "府",
)  # fmt: skip
SHORTEST = 2
MARK = "@"  # stands in a text where a name stood
EXACT, SHORT, MISSPELT = 1.0, 0.92, 0.7
LEAST_MISSPELT = 3  # characters: of shorter names a changed one leaves nothing
LEAST_SHARED = 3  # characters of an organisation's name


class CompoundNames(NamedTuple):
    """A compound with what it is called."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()


class PlaceName(NamedTuple):
    """A community, a grid or a micro-grid with what it is called; parent_id is the place it lies in."""

    id: int
    kind: NodeKind
    name: str
    parent_id: int | None
    path: str


class House(NamedTuple):
    """A building: in a compound, or a house of its own, whose name is then road and number."""

    id: int
    compound_id: int | None
    community_id: int
    name: str
    grid_id: int


class Mention(NamedTuple):
    """A name that stands in a text. kind: "compound", "road", "building" or "node"; key: an id, a road's folded name."""

    kind: str
    key: int | str
    strength: float
    start: int
    end: int


class Name(NamedTuple):
    """A folded name and how surely it means its place."""

    folded: str
    kind: str
    key: int | str
    strength: float


def shortened(folded: str) -> str:
    """A name without what is common to many, as neighbours say it; empty when nothing would be left."""
    for ending in COMMON_ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= SHORTEST:
            return folded.removesuffix(ending)
    return ""


_HOUSE = re.compile(r"^(?P<road>.*?[^\d-])?(?P<number>\d+(?:-\d+)?)号?(?:院|户)?$")


class Address(NamedTuple):
    """The name of a house of its own, taken apart."""

    road: str
    number: str


def address_of(name: str) -> Address | None:
    """Road and number of a house of its own; None for a name without a number."""
    found = _HOUSE.match(fold(name))
    return Address(found["road"] or "", found["number"]) if found else None


class Names:
    """The names of some places, found in texts."""

    def __init__(
        self,
        compounds: Iterable[CompoundNames],
        nodes: Iterable[PlaceName],
        houses: Iterable[House],
    ) -> None:
        self._names = sorted(
            {*_of_compounds(compounds), *_of_nodes(nodes), *_of_houses(houses)},
            key=lambda name: (-len(name.folded), -name.strength, name.folded, str(name.key)),
        )

    def in_text(self, folded: str) -> list[Mention]:
        """The names a folded text holds, the longer before the shorter; no two share a character, but one may mean two."""
        found = self._exactly(folded)
        taken = [(each.start, each.end) for each in found]
        if not any(each.kind in ("compound", "road") for each in found):
            found += self._misspelt(folded, taken)
        return found

    def _exactly(self, folded: str) -> list[Mention]:
        found: list[Mention] = []
        for name in self._names:
            for start in _starts(folded, name.folded):
                end = start + len(name.folded)
                if _is_free(found, start, end):
                    found.append(Mention(name.kind, name.key, name.strength, start, end))
        return found

    def _misspelt(self, folded: str, taken: Sequence[tuple[int, int]]) -> list[Mention]:
        """Names with one character that is another: 风林小区."""
        found: list[Mention] = []
        for name in self._names:
            if name.kind not in ("compound", "road") or len(name.folded) < LEAST_MISSPELT:
                continue
            start = _nearly(folded, name.folded)
            end = start + len(name.folded)
            if start >= 0 and all(end <= first or last <= start for first, last in taken):
                found.append(Mention(name.kind, name.key, MISSPELT, start, end))
        return found


def _is_free(found: Sequence[Mention], start: int, end: int) -> bool:
    """Whether no longer name stands there; another place of the same name may."""
    return all(
        end <= each.start or each.end <= start or (start, end) == (each.start, each.end)
        for each in found
    )


def _starts(text: str, name: str) -> Iterator[int]:
    """Where a name stands whole: 1路 does not stand in 11路."""
    start = text.find(name)
    while start >= 0:
        if not (name[0].isdigit() and start and text[start - 1].isdigit()):
            yield start
        start = text.find(name, start + 1)


def _nearly(text: str, name: str) -> int:
    """Where a name stands with one character, not a digit, that is another; -1 for nowhere."""
    for start in range(len(text) - len(name) + 1):
        wrong = [
            (is_, said)
            for is_, said in zip(name, text[start : start + len(name)], strict=True)
            if is_ != said
        ]
        if len(wrong) == 1 and not any(sign.isdigit() or not sign.isalnum() for sign in wrong[0]):
            return start
    return -1


def _of_compounds(compounds: Iterable[CompoundNames]) -> Iterator[Name]:
    for compound in compounds:
        for called in (compound.name, *compound.aliases):
            folded = fold(called)
            if len(folded) >= SHORTEST:
                yield Name(folded, "compound", compound.id, EXACT)
            if short := shortened(folded):
                yield Name(short, "compound", compound.id, SHORT)


def _of_nodes(nodes: Iterable[PlaceName]) -> Iterator[Name]:
    for node in nodes:
        folded = fold(node.name)
        yield Name(folded, "node", node.id, EXACT)
        bare = folded.removeprefix("第")
        if node.kind is NodeKind.GRID and bare != folded:
            yield Name(bare, "node", node.id, EXACT)
            number = bare.removesuffix("网格")
            for called in (f"{number}号网格", f"网格{number}"):
                yield Name(called, "node", node.id, EXACT)
        elif node.kind is NodeKind.GRID and len(bare := folded.removesuffix("网格")) >= SHORTEST:
            yield Name(bare, "node", node.id, SHORT)
        if node.kind is NodeKind.COMMUNITY and (short := shortened(folded)):
            yield Name(short, "node", node.id, SHORT)
        yield from _of_organisations(node, folded)


def _of_organisations(node: PlaceName, folded: str) -> Iterator[Name]:
    """A dedicated grid is named after those it is made of: 实验学校与书院路商铺专属网格."""
    if not folded.endswith("专属网格"):
        return
    for part in re.split("[与和及、,]", folded.removesuffix("专属网格")):
        if len(part) >= LEAST_SHARED:
            yield Name(part, "node", node.id, EXACT)


def _of_houses(houses: Iterable[House]) -> Iterator[Name]:
    for house in houses:
        folded = fold(house.name)
        if house.compound_id is None:
            address = address_of(house.name)
            if address and len(address.road) >= SHORTEST:
                yield Name(address.road, "road", address.road, EXACT)
                tail = _tail_of(address.road)
                if tail:
                    yield Name(tail, "road", address.road, SHORT)
            elif address is None and len(folded) >= SHORTEST:
                yield Name(folded, "building", house.id, EXACT)
        elif not number_of(house.name) and len(folded) >= SHORTEST:
            yield Name(folded, "building", house.id, EXACT)


_TAIL = re.compile(r"(?<=[^\d])(\d+(?:路|街|巷|胡同|道|组|队|排))$")


def _tail_of(road: str) -> str:
    """三路, where a village has roads that count on."""
    found = _TAIL.search(road)
    return found[1] if found else ""


_NUMBERED = re.compile(
    r"^(?:第)?(?P<number>\d{1,3}[a-z]?|[a-z]\d{0,2})(?:号楼|号栋|号|栋|幢|座|#|#楼|楼)?$"
)


def number_of(name: str) -> str:
    """The number or letter by which a building of a compound is known; empty for one with a name of its own."""
    found = _NUMBERED.match(fold(name))
    return found["number"] if found else ""


class Roads:
    """Houses of their own by road and number."""

    def __init__(self, houses: Iterable[House]) -> None:
        self._houses = [house for house in houses if house.compound_id is None]

    @cached_property
    def by_address(self) -> dict[Address, list[House]]:
        found: dict[Address, list[House]] = {}
        for house in self._houses:
            address = address_of(house.name)
            if address is not None:
                found.setdefault(address, []).append(house)
        return found

    def on(self, road: str) -> list[House]:
        return [
            house
            for address, houses in self.by_address.items()
            if address.road == road
            for house in houses
        ]

    def numbered(self, number: str) -> list[House]:
        """The houses of this number on any road."""
        return [
            house
            for address, houses in self.by_address.items()
            if address.number == number
            for house in houses
        ]
