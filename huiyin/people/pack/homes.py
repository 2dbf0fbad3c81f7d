"""Where the named residents of a pack live."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.ground.packs import Import, Row
from huiyin.people.actions.bulk import HomeKey, Membership, write_households, write_members
from huiyin.territory import queries as territory
from huiyin.territory.queries import Home


def import_homes(under_way: Import, persons: Mapping[str, int], since: datetime) -> Counter[int]:
    """Put the named residents into the households of their homes. Returns how many, by dwelling id."""
    finder = _Finder(list(under_way.rows("residents")))
    lived = {
        row["key"]: home
        for row in finder.rows
        if (home := finder.home(row)) is not None and row["key"] in persons
    }
    households = write_homes(under_way, lived.values())
    members = [
        Membership(households[home.dwelling_id], persons[key]) for key, home in lived.items()
    ]
    write_members(members, from_at=since).tell(under_way, lambda pair: f"member {pair[1]}")
    return Counter(home.dwelling_id for home in lived.values())


def write_homes(under_way: Import, homes: Iterable[Home]) -> dict[int, int]:
    """Write a household for each home. Returns the households' ids by dwelling id."""
    wanted = {
        HomeKey(home.grid_id, home.dwelling_id, home.label): home.micro_grid_id for home in homes
    }
    written = write_households(wanted)
    written.tell(under_way, lambda home: f"household {home.label}")
    return {home.dwelling_id: row.id for home, row in written.rows.items() if home.dwelling_id}


class _Finder:
    """Finds homes by the addresses that the rows give, with one reading per compound or village."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        addresses = [row["household"] for row in rows]
        compounds = {address["compound"] for address in addresses if "compound" in address}
        codes = {address["community"] for address in addresses if "community" in address}
        self._homes: dict[tuple[str, str, str, str], Home] = {
            (home.compound_key, home.building, home.unit, home.room): home
            for home in territory.homes_of_compounds(compounds)
        }
        for code, community in territory.nodes_by_code(codes).items():
            for home in territory.homes_in(community.path):
                if not home.compound_key:
                    self._homes[code, home.building, "", ""] = home

    def home(self, row: Row) -> Home | None:
        """The home of a resident, or None after saying that there is none or that it stands empty."""
        address = row["household"]
        if "compound" in address:
            place = (
                address["compound"],
                address["building"],
                address.get("unit", ""),
                address["room"],
            )
        else:
            place = (address["community"], f"{address['road']}{address['number']}号", "", "")
        home = self._homes.get(place)
        if home is None:
            row.refuse(_("没有“%s”这套住房。") % " ".join(filter(None, place)), "household")
        elif not home.is_occupied:
            row.refuse(_("“%s”登记为空置，请换一套有人住的。") % home.label, "household")
            return None
        return home
