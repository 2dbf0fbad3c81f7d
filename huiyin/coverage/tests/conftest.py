"""The group of the first grid, with buildings and homes around it."""

from dataclasses import dataclass

import pytest

from huiyin.conftest import NOON, Town
from huiyin.groups import actions as groups
from huiyin.groups.models import Group
from huiyin.people.models import Household, HouseholdMember, Person
from huiyin.people.rules import Viewer
from huiyin.territory.models import Building, Dwelling


@dataclass
class Street:
    """Two grids with a building each; the group is that of the first."""

    town: Town
    group: Group
    building: Building
    next_door: Building

    def viewer(self, who: str = "officer") -> Viewer:
        return self.town.viewer(who)

    def dwelling(
        self, room: str, *, is_occupied: bool = True, building: Building | None = None
    ) -> Dwelling:
        return Dwelling.objects.create(
            building=building or self.building, unit="1", room=room, is_occupied=is_occupied
        )

    def home(self, room: str, *, is_occupied: bool = True) -> Household:
        dwelling = self.dwelling(room, is_occupied=is_occupied)
        return Household.objects.create(
            dwelling=dwelling, grid=self.town.grid, label=f"{self.building.name}1单元{room}"
        )

    def person(self, household: Household, **there: bool) -> Person:
        person = Person.objects.create(name="张三", is_synthetic=True, created_at=NOON)
        HouseholdMember.objects.create(
            household=household, person=person, from_at=NOON.replace(year=2025), **there
        )
        return person

    def join(self, person: Person) -> None:
        groups.add_member(
            viewer=self.viewer(), group_id=self.group.pk, person_id=person.pk, now=NOON
        )


@pytest.fixture
def street(town: Town) -> Street:
    group = groups.create_group(
        viewer=town.viewer("officer"),
        kind="resident",
        name="第一网格群",
        node_id=town.grid.pk,
        now=NOON,
    )
    building, other = (
        Building.objects.create(community=town.community, name=name, grid=grid)
        for name, grid in (("3号楼", town.grid), ("8号楼", town.grid_next_door))
    )
    return Street(town, group, building, other)
