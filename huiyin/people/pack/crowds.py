"""Made-up residents without a name in the pack, so that a demonstration has as many people as a real place."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.ground.packs import Import, Row
from huiyin.people.actions.bulk import (
    HomeKey,
    Membership,
    PersonFacts,
    write_households,
    write_members,
    write_persons,
)
from huiyin.people.pack.homes import write_homes
from huiyin.people.rules.synthetic import household_sizes, synthetic_birthday, synthetic_name
from huiyin.territory import queries as territory
from huiyin.territory.rules import is_within


@dataclass(frozen=True)
class Crowd:
    """New people for households: {household id: how many}, in the order of the addresses."""

    seed: str
    newcomers: Mapping[int, int]
    is_living_here: bool

    def people(self) -> "Iterator[tuple[PersonFacts, int]]":
        """Each person with their household: the first two of different families, children like the first."""
        for number, (household_id, size) in enumerate(self.newcomers.items()):
            home = f"{self.seed}_{number + 1:04}"
            family = synthetic_name(home)[0]
            for member in range(size):
                seed = f"{home}_{member + 1}"
                name = synthetic_name(seed, family="" if member == 1 else family)
                yield PersonFacts(seed, name, True, born_on=synthetic_birthday(seed)), household_id


def import_crowds(under_way: Import, named: Counter[int], since: datetime) -> None:
    """Fill the areas of `generate_residents`. named: residents already at home, by dwelling id."""
    filled: list[str] = []
    for row in under_way.rows("generate_residents"):
        area = territory.nodes_by_code([row["area"]]).get(row["area"])
        if area is None:
            row.refuse(_("区划或网格编码“%s”不存在。") % row["area"], "area")
        elif any(is_within(area.path, path) or is_within(path, area.path) for path in filled):
            row.refuse(_("“%s”与前面的范围重叠。") % row["area"], "area")
        elif not under_way.is_synthetic:
            row.refuse(_("只有标明 is_synthetic: true 的数据包才能生成虚构居民。"), "area")
        else:
            filled.append(area.path)
            _fill(under_way, row, area.id, area.path, named, since)


def _fill(
    under_way: Import, row: Row, area_id: int, path: str, named: Counter[int], since: datetime
) -> None:
    is_away = "away_households" in row.value
    try:
        if is_away:
            newcomers = _away(under_way, row, area_id)
        else:
            newcomers = _at_home(under_way, row, path, named)
    except ValueError:
        row.refuse(_("%s 人与这里有人住的户数不相称：每户 1 到 9 人。") % row["people"], "people")
        return
    _write(under_way, Crowd(row["area"].lower(), newcomers, not is_away), since)


def _at_home(under_way: Import, row: Row, path: str, named: Counter[int]) -> dict[int, int]:
    homes = [home for home in territory.homes_in(path) if home.is_occupied]
    sizes = household_sizes(
        [home.dwelling_id for home in homes],
        row["people"],
        seed=row["area"],
        at_least={home.dwelling_id: named[home.dwelling_id] for home in homes},
    )
    households = write_homes(under_way, homes)
    return {
        households[dwelling_id]: size - named[dwelling_id] for dwelling_id, size in sizes.items()
    }


def _away(under_way: Import, row: Row, grid_id: int) -> dict[int, int]:
    """Households that are only registered here: they have no home in the place."""
    labels = [f"在外第{number}户" for number in range(1, row["away_households"] + 1)]
    written = write_households({HomeKey(grid_id, None, label): None for label in labels})
    written.tell(under_way, lambda home: f"household {home.label}")
    ids = [home.id for home in written.rows.values()]
    return household_sizes(ids, row["people"], seed=row["area"], at_least={})


def _write(under_way: Import, crowd: Crowd, since: datetime) -> None:
    people = list(crowd.people())
    written = write_persons([facts for facts, _household in people], now=under_way.now)
    written.tell(under_way, lambda key: key)
    members = [
        Membership(household_id, written.rows[facts.key].id, crowd.is_living_here)
        for facts, household_id in people
    ]
    write_members(members, from_at=since).tell(under_way, lambda pair: f"member {pair[1]}")
