"""Members of households, a row each. What a cell leaves empty stays as it stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huiyin.ground.crypto import lookup_hash, lookup_hashes
from huiyin.ground.imports import Change, Fact, File, Plan, Standing, What, WrongCell
from huiyin.ground.imports.rules import Trail
from huiyin.lib.refusal import Refused
from huiyin.lib.times import local
from huiyin.people.imports.actions.standing import Found, Home, find
from huiyin.people.imports.words import (
    ADDRESS,
    BORN,
    LIVING,
    PHONE,
    REGISTERED,
    born_on,
    name_of,
    phone_of,
)
from huiyin.people.models import Household, HouseholdMember, Person
from huiyin.people.rules import masked_name
from huiyin.territory.imports.words import (
    COMPOUND,
    GRID,
    building_of,
    check_within,
    code_of_kind,
    room_of,
    short,
    unit_of,
    yes_or_no,
)
from huiyin.territory.rules import NodeKind, address

MOST_LABEL = 64


class Households:
    tables = (Person, Household, HouseholdMember)

    def read(self, cells: Mapping[str, str], _file: File) -> Fact:
        values: dict[str, Any] = {
            "grid": code_of_kind(cells["grid"], NodeKind.GRID, GRID),
            "compound": short(cells.get("compound", ""), 64, COMPOUND),
            "name": name_of(cells["name"]),
            **_home(cells),
            **_presence(cells),
        }
        if "phone" in cells:
            values["phone"] = phone_of(cells["phone"])
        if "born" in cells:
            today = local(timezone.now()).date()
            values["born"] = born_on(cells["born"], today).isoformat()
        key = f"{values['grid']}|{values['label']}|{values['name']}"
        return Fact(key, values, scope=values["grid"])

    def plan(self, facts: Mapping[int, Fact], file: File) -> Plan:
        found = find([fact.values for fact in facts.values()])
        plan = Plan(found)
        for row, fact in facts.items():
            try:
                check_within(fact.values["grid"], file, GRID)
                plan.changes[row] = _change(fact.values, found)
            except Refused as refusal:
                plan.refuse(row, refusal)
        return plan

    def write(self, facts: Mapping[int, Fact], plan: Plan, trail: Trail, *, now: datetime) -> None:
        found: Found = plan.found
        found.load_numbers()
        new = _New(found, now)
        for row, fact in facts.items():
            home = found.home(fact.values)
            member = found.member(home, fact.values)
            if member is None:
                new.add(row, fact.values, home)
            else:
                trail.change(member.person, _person_values(fact.values))
                trail.change(member, _member_values(fact.values))
        new.write(trail)

    def standing(self, scopes: Iterable[str]) -> Iterator[Standing]:
        """Everybody who is a member of a household of the grids that the file names."""
        members = HouseholdMember.objects.filter(household__grid__code__in=list(scopes), to_at=None)
        columns = ("id", "household__grid__code", "household__label", "person__name")
        for member_id, grid, label, name in members.values_list(*columns).iterator():
            yield Standing(f"{grid}|{label}|{name}", member_id, f"{label} {masked_name(name)}")

    def end(self, ids: Sequence[int], trail: Trail, *, now: datetime) -> None:
        for member in HouseholdMember.objects.filter(id__in=ids, to_at=None):
            trail.change(member, {"to_at": now})

    def settle(self, put_back: Sequence[object], *, now: datetime) -> None:
        """Nobody keeps these rows in memory."""


def _home(cells: Mapping[str, str]) -> dict[str, str]:
    """The home as building, unit and room, or as one label where there is no building."""
    if "building" not in cells:
        if "address" not in cells:
            raise WrongCell(ADDRESS, _("不知道住在哪里：请填楼栋和房号，没有楼栋的填住址。"))
        return {"building": "", "label": short(cells["address"], MOST_LABEL, ADDRESS)}
    building = building_of(cells["building"])
    unit, room = unit_of(cells.get("unit", "")), room_of(cells.get("room", ""))
    label = address(building, unit, room)
    return {"building": building, "unit": unit, "room": room, "label": label}


def _presence(cells: Mapping[str, str]) -> dict[str, bool]:
    """Whether somebody lives there, and is registered there: one of the two at least."""
    said = {
        name: yes_or_no(cells[name], label)
        for name, label in (("living", LIVING), ("registered", REGISTERED))
        if name in cells
    }
    if said.get("living") is False and said.get("registered") is False:
        raise WrongCell(LIVING, _("既不住在这里，户籍也不在这里：请核对；确实无关的请删去这一行。"))
    if said.get("living") is False:
        said["registered"] = True
    return said


def _change(values: Mapping[str, Any], found: Found) -> Change:
    """Raises Refused where the home or the member cannot be told."""
    home = found.home(values)
    label = f"{values['label']} {masked_name(values['name'])}"
    member = found.member(home, values)
    if member is None:
        return Change(What.NEW, label)
    details = _differences(values, member)
    if any(column == PHONE for column, _was, _is in details):
        found.check_may_change_phone(member)
    return Change(What.CHANGED if details else What.SAME, label, details)


def _differences(
    values: Mapping[str, Any], member: HouseholdMember
) -> tuple[tuple[str, str, str], ...]:
    """Without the values themselves: a preview is read by others than the person."""
    person = member.person
    told = [
        (PHONE, "phone" in values and person.phone_hash not in lookup_hashes(values["phone"])),
        (BORN, "born" in values and person.born_on != date.fromisoformat(values["born"])),
        (LIVING, values.get("living", member.is_living_here) != member.is_living_here),
        (
            REGISTERED,
            values.get("registered", member.is_registered_here) != member.is_registered_here,
        ),
    ]
    return tuple((column, "", "") for column, differs in told if differs)


def _hash(values: Mapping[str, Any]) -> str:
    return lookup_hash(values["phone"]) if values.get("phone") else ""


def _person_values(values: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if "phone" in values:
        said |= {"phone": values["phone"], "phone_hash": _hash(values)}
    if "born" in values:
        said["born_on"] = date.fromisoformat(values["born"])
    return said


def _member_values(values: Mapping[str, Any]) -> dict[str, Any]:
    columns = {"living": "is_living_here", "registered": "is_registered_here"}
    return {column: values[name] for name, column in columns.items() if name in values}


@dataclass
class _New:
    """What a chunk adds: each household and each person once."""

    found: Found
    now: datetime
    households: dict[tuple[int, int | None, str], tuple[int, Household]] = field(
        default_factory=dict
    )
    persons: dict[tuple[str, str], tuple[int, Person]] = field(default_factory=dict)
    members: dict[int, HouseholdMember] = field(default_factory=dict)

    def add(self, row: int, values: Mapping[str, Any], home: Home) -> None:
        living = values.get("living", True)
        self.members[row] = HouseholdMember(
            household=self._household(row, home),
            person=self._person(row, values),
            is_living_here=living,
            is_registered_here=values.get("registered", not living),
            from_at=self.now,
        )

    def _household(self, row: int, home: Home) -> Household:
        if home.household is not None:
            return home.household
        key = (home.grid.id, home.dwelling_id, home.label)
        if key not in self.households:
            made = Household(
                grid=home.grid,
                dwelling_id=home.dwelling_id,
                micro_grid_id=home.micro_grid_id,
                label=home.label,
            )
            self.households[key] = (row, made)
        return self.households[key][1]

    def _person(self, row: int, values: Mapping[str, Any]) -> Person:
        """Somebody of the same name and number is the same person, in another household too."""
        known = self.found.person(values)
        if known is not None:
            return known
        number = _hash(values)
        key = (number, values["name"]) if number else ("", f"{row}")
        if key not in self.persons:
            made = Person(name=values["name"], created_at=self.now, **_person_values(values))
            self.persons[key] = (row, made)
        return self.persons[key][1]

    def write(self, trail: Trail) -> None:
        _create(trail, Household, self.households.values())
        _create(trail, Person, self.persons.values())
        trail.create(HouseholdMember, list(self.members.values()), list(self.members))


def _create(
    trail: Trail,
    model: type[Model],
    made: Iterable[tuple[int, Household]] | Iterable[tuple[int, Person]],
) -> None:
    rows = list(made)
    trail.create(model, [row for _unit, row in rows], [unit for unit, _row in rows])
