from datetime import timedelta
from typing import Any

from huiyin.conftest import NOON, Town
from huiyin.people.models import Household, Incumbency, Substitute
from huiyin.people.queries.unmanned import grids_without_officer, households_elsewhere
from huiyin.territory.models import Building, Dwelling

EVERYWHERE = ["3799/"]


def codes(town: Town) -> dict[str, bool]:
    found = grids_without_officer(EVERYWHERE, at=NOON)
    return {line.grid.code: line.has_post for line in found}


def test_a_grid_without_a_post_and_one_whose_post_is_empty_are_told_apart(town: Town) -> None:
    assert codes(town) == {"379901001202Z001": False}
    Incumbency.objects.filter(post=town.posts["officer"]).update(to_at=NOON - timedelta(days=1))
    assert codes(town) == {"379901001202Z001": False, "379901001201Z001": True}


def test_who_stands_in_is_an_officer_too(town: Town) -> None:
    Incumbency.objects.filter(post=town.posts["officer"]).update(to_at=NOON - timedelta(days=1))
    Substitute.objects.create(
        post=town.posts["officer"],
        by_post=town.posts["cadre"],
        from_at=NOON - timedelta(hours=1),
        to_at=NOON + timedelta(hours=1),
    )
    assert "379901001201Z001" not in codes(town)


def test_elsewhere_is_not_looked_at(town: Town, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert grids_without_officer([town.community.path], at=NOON) == []


def test_a_household_in_another_grid_than_its_building_is_found(town: Town) -> None:
    household = town.households["resident"]
    building = Building.objects.create(
        community=town.community, name="3号楼", grid=town.grid_next_door
    )
    home = Dwelling.objects.create(building=building, unit="2", room="501", is_occupied=True)
    Household.objects.filter(pk=household.pk).update(dwelling=home)
    (line,) = households_elsewhere(EVERYWHERE)
    assert (line.household, line.grid, line.home_grid) == (
        household,
        town.grid,
        town.grid_next_door,
    )
    Building.objects.update(grid=town.grid)
    assert households_elsewhere(EVERYWHERE) == []
