"""What stands already of the homes and people that some rows name, asked for in a few queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext_noop as _

from huiyin.ground.crypto import lookup_hashes
from huiyin.ground.imports import WrongCell
from huiyin.people.imports.words import ADDRESS, NAME, PHONE
from huiyin.people.models import Account, Household, HouseholdMember, Person
from huiyin.territory import queries as territory
from huiyin.territory.imports.words import BUILDING, COMPOUND, GRID, unknown_code
from huiyin.territory.models import Dwelling, Node

Values = Mapping[str, Any]
Door = tuple[str, str, str, str]  # grid code, building, unit, room


class Place(NamedTuple):
    """A dwelling as rows name it."""

    id: int
    compound: str
    micro_grid_id: int | None


class Home(NamedTuple):
    """Where a row says that somebody lives; household is None where nobody is registered yet."""

    grid: Node
    dwelling_id: int | None
    micro_grid_id: int | None
    label: str
    household: Household | None


@dataclass(frozen=True)
class Found:
    grids: Mapping[str, Node]
    dwellings: Mapping[Door, Sequence[Place]]
    households: Mapping[tuple[int, str], Sequence[Household]]
    members: Mapping[tuple[int, str], Sequence[HouseholdMember]]
    persons: Mapping[tuple[str, str], Person]
    signed_in: frozenset[int]

    def home(self, values: Values) -> Home:
        """Raises WrongCell for an unknown grid or dwelling, and where several could be meant."""
        grid = self.grids.get(values["grid"])
        if grid is None:
            raise unknown_code(GRID, values["grid"])
        place = self._dwelling(values) if values["building"] else None
        label = values["label"]
        standing = self.households.get((grid.id, label), ())
        if place is not None:
            standing = [home for home in standing if home.dwelling_id in (place.id, None)]
        if len(standing) > 1:
            raise WrongCell(
                ADDRESS, _("“%(label)s”有几户，分不清是哪一户。请填小区、楼栋和房号。"), label=label
            )
        return Home(
            grid,
            place.id if place else None,
            place.micro_grid_id if place else None,
            label,
            standing[0] if standing else None,
        )

    def _dwelling(self, values: Values) -> Place:
        door = (values["grid"], values["building"], values["unit"], values["room"])
        places = self.dwellings.get(door, ())
        if values["compound"]:
            places = [place for place in places if place.compound == values["compound"]]
        if not places:
            raise WrongCell(
                BUILDING,
                _(
                    "网格里没有“%(label)s”这套住房。请先导入“小区、楼栋和住房”，或核对小区、楼栋、单元和房号。"
                ),
                label=values["label"],
            )
        if len(places) > 1:
            raise WrongCell(
                COMPOUND, _("几个小区都有“%(label)s”，请填小区。"), label=values["label"]
            )
        return places[0]

    def member(self, home: Home, values: Values) -> HouseholdMember | None:
        """Who stands there under that name. Raises WrongCell where two do and the number tells neither."""
        if home.household is None:
            return None
        named = self.members.get((home.household.id, values["name"]), ())
        if len(named) < 2:
            return named[0] if named else None
        hashes = lookup_hashes(values["phone"]) if values.get("phone") else []
        meant = [member for member in named if member.person.phone_hash in hashes]
        if len(meant) != 1:
            raise WrongCell(NAME, _("这一户有两个人同名，靠手机号也分不清。请在系统里逐个改。"))
        return meant[0]

    def person(self, values: Values) -> Person | None:
        """Somebody known by the same name and number."""
        for number in lookup_hashes(values["phone"]) if values.get("phone") else ():
            known = self.persons.get((number, values["name"]))
            if known is not None:
                return known
        return None

    def load_numbers(self) -> None:
        """Have the numbers of those who stand there already, before some of them are changed."""
        persons = {each.person_id: each.person for of_it in self.members.values() for each in of_it}
        numbers = Person.objects.filter(id__in=persons).values_list("id", "phone")
        for person_id, phone in numbers:
            persons[person_id].phone = phone

    def check_may_change_phone(self, member: HouseholdMember) -> None:
        """Whoever signs in by their own number changes it themselves: a file must not lead them out of their account."""
        if member.person_id in self.signed_in:
            raise WrongCell(
                PHONE, _("本人已经登录使用，号码以本人登记的为准。请本人在“我的”里改。")
            )


def find(said: Sequence[Values]) -> Found:
    """Look up what these rows name."""
    grids = territory.nodes_by_code(values["grid"] for values in said)
    ids = [grid.id for grid in grids.values()]
    households = _households(ids, {values["label"] for values in said})
    members = _members([home for homes in households.values() for home in homes])
    persons = [member.person_id for of_it in members.values() for member in of_it]
    accounts = Account.objects.filter(person_id__in=persons).values_list("person_id", flat=True)
    return Found(
        grids=grids,
        dwellings=_dwellings(ids, said),
        households=households,
        members=members,
        persons=_persons(_unknown(said, grids, households, members)),
        signed_in=frozenset(filter(None, accounts)),
    )


def _unknown(
    said: Sequence[Values],
    grids: Mapping[str, Node],
    households: Mapping[tuple[int, str], Sequence[Household]],
    members: Mapping[tuple[int, str], Sequence[HouseholdMember]],
) -> list[Values]:
    """The rows whose home has nobody of that name yet: for them alone a person is looked for elsewhere."""
    return [
        values
        for values in said
        if values["grid"] in grids
        and not any(
            (home.id, values["name"]) in members
            for home in households.get((grids[values["grid"]].id, values["label"]), ())
        )
    ]


def _dwellings(grid_ids: Sequence[int], said: Sequence[Values]) -> dict[Door, list[Place]]:
    inside = [values for values in said if values["building"]]
    rows = Dwelling.objects.filter(
        building__grid_id__in=grid_ids,
        building__name__in={values["building"] for values in inside},
        room__in={values["room"] for values in inside},
    ).values_list(
        "building__grid__code",
        "building__name",
        "unit",
        "room",
        "id",
        "building__compound__name",
        "building__micro_grid_id",
    )
    found: dict[Door, list[Place]] = defaultdict(list)
    for grid, building, unit, room, dwelling_id, compound, micro_grid_id in rows:
        found[grid, building, unit, room].append(Place(dwelling_id, compound or "", micro_grid_id))
    return found


def _households(
    grid_ids: Sequence[int], labels: Iterable[str]
) -> dict[tuple[int, str], list[Household]]:
    found: dict[tuple[int, str], list[Household]] = defaultdict(list)
    for home in Household.objects.filter(grid_id__in=grid_ids, label__in=set(labels)):
        found[home.grid_id, home.label].append(home)
    return found


def _members(households: Sequence[Household]) -> dict[tuple[int, str], list[HouseholdMember]]:
    """By household and name. Numbers stay encrypted: they are compared by their hashes."""
    found: dict[tuple[int, str], list[HouseholdMember]] = defaultdict(list)
    ids = [home.id for home in households]
    members = HouseholdMember.objects.filter(household_id__in=ids, to_at=None)
    for member in members.select_related("person").defer("person__phone"):
        found[member.household_id, member.person.name].append(member)
    return found


def _persons(said: Sequence[Values]) -> dict[tuple[str, str], Person]:
    """By hash of the number and name."""
    hashes = {
        number
        for values in said
        if values.get("phone")
        for number in lookup_hashes(values["phone"])
    }
    known = Person.objects.filter(phone_hash__in=hashes).defer("phone").order_by("-id")
    return {(person.phone_hash, person.name): person for person in known}
