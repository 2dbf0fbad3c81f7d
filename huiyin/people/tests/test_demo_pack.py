"""The demo county is shaped as it is meant to be: its places and people, loaded once for the module."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from huiyin.ground.packs.actions import PackReport, load_pack
from huiyin.people import queries
from huiyin.people.models import Account, Household, HouseholdMember, Incumbency, Person, Post
from huiyin.people.rules import Role
from huiyin.territory import queries as territory
from huiyin.territory.models import Dwelling, Node
from huiyin.territory.rules import GridType, NodeKind

DEMO = Path(__file__).parents[3] / "packs" / "demo"
HEAD = """key: demo
name: n
is_synthetic: true
sections:
  territory: [territory.yaml]
  people: [people.yaml, residents.yaml]
"""
NOW = datetime(2026, 11, 20, tzinfo=UTC)
REPLAYED = datetime(2026, 9, 14, tzinfo=UTC)
M = "371625003201"
VILLAGE = "371625104207"


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[PackReport]:
    folder = tmp_path_factory.mktemp("demo")
    for file in ("territory.yaml", "people.yaml", "residents.yaml"):
        shutil.copy(DEMO / file, folder)
    (folder / "pack.yaml").write_text(HEAD)
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_pack(folder, now=NOW)
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_the_demo_loads_without_a_fault(demo: PackReport) -> None:
    assert demo.errors == []
    assert demo.is_written


def test_one_community_is_shaped_like_meijing() -> None:
    community = territory.node_by_code(M)
    count = territory.dwelling_count(community)
    assert len(territory.compounds_of(community)) == 5
    assert (count.dwellings, count.occupied) == (14_550, 6_512)
    assert [grid.code for grid in territory.grids_of(community)] == [
        f"{M}Z{number:03}" for number in range(1, 12)
    ]
    assert queries.living_count(community, at=REPLAYED) == 12_251


def test_its_seventh_grid_has_four_hundred_households_and_a_thousand_people() -> None:
    grid = territory.node_by_code(f"{M}Z007")
    assert queries.households_in(grid.pk).count() == 410
    assert queries.living_count(grid, at=REPLAYED) == 1_004
    assert territory.children(grid).count() == 8


def test_every_lived_in_home_of_it_is_a_household() -> None:
    homes = Dwelling.objects.filter(building__community__code=M)
    assert not homes.filter(is_occupied=True, households=None).exists()
    assert not homes.filter(is_occupied=False).exclude(households=None).exists()


def test_each_grid_of_it_has_its_officer_and_its_cadre() -> None:
    areas = {"post_cadre_a": 4, "post_cadre_b": 4, "post_cadre_c": 3}
    found = dict.fromkeys(areas, 0)
    for number, grid in enumerate(territory.grids_of(territory.node_by_code(M)), start=1):
        officer = queries.responsible_post(role=Role.OFFICER, node_id=grid.pk)
        assert officer is not None
        person = queries.staff_person(officer.id, REPLAYED)
        assert person is not None
        assert person.key == f"officer_z{number:02}"
        assert officer == queries.post_by_key(f"post_officer_z{number:02}")
        cadre = queries.responsible_post(role=Role.AREA_CADRE, node_id=grid.pk)
        assert cadre is not None
        found[Post.objects.get(id=cadre.id).key] += 1
    assert found == areas


def test_one_village_has_667_households_and_20_micro_grids_with_heads() -> None:
    village = territory.node_by_code(VILLAGE)
    living = Household.objects.filter(grid__path__startswith=village.path, dwelling__isnull=False)
    micro_grids = territory.subtree(village.path).filter(kind=NodeKind.MICRO_GRID)
    heads = queries.posts_below(village.path, roles=[Role.MICRO_GRID_HEAD])
    assert living.count() == 667
    assert queries.living_count(village, at=REPLAYED) == 2_670
    assert (micro_grids.count(), len(heads)) == (20, 20)
    assert len({house.label.rstrip("0123456789号") for house in living}) == 10


def test_the_county_has_its_twelve_real_streets_and_all_types_of_grid() -> None:
    assert territory.nodes_of_kind(NodeKind.STREET).count() == 12
    types = set(Node.objects.exclude(grid_type=None).values_list("grid_type", flat=True))
    assert types == {kind.value for kind in GridType}


def test_everybody_is_made_up_and_marked_so() -> None:
    assert not Person.objects.filter(is_synthetic=False).exists()
    assert not any(
        person.phone and not person.phone.startswith("1400") for person in Person.objects.all()
    )


def test_everybody_who_holds_a_post_signs_in_under_their_key() -> None:
    holders = set(Incumbency.objects.values_list("person__key", flat=True))
    accounts = set(Account.objects.values_list("username", flat=True))
    assert holders <= accounts
    assert {"secretary_m", "street_1", "street_3", "county_2", "lawyer_1", "auditor_1"} <= holders


def test_the_line_of_the_seventh_grid_is_staffed_to_the_top() -> None:
    grid = territory.node_by_code(f"{M}Z007")
    ladder = [
        Role.OFFICER,
        Role.AREA_CADRE,
        Role.SECRETARY,
        Role.STREET_GRID_CENTRE,
        Role.COUNTY_COMMAND,
    ]
    posts = queries.responsible_posts(roles=ladder, node_id=grid.pk)
    keys = dict(Post.objects.values_list("id", "key"))
    assert [keys[posts[role].id] for role in ladder] == [
        "post_officer_z07",
        "post_cadre_b",
        "post_secretary_m",
        "post_street_centre",
        "post_county_command",
    ]


def test_the_one_vacant_grid_falls_to_its_secretary() -> None:
    county = territory.node_by_code("371625")
    (vacant,) = queries.vacant_posts(county.path, at=REPLAYED)
    secretary = queries.person_by_key("secretary_shuyuan")
    assert queries.acting_person_ids(vacant.id, at=REPLAYED) == [secretary.pk]


def test_named_residents_live_in_the_grid_that_their_talk_is_in() -> None:
    wang = queries.person_by_key("wang_guilan")
    (home,) = queries.households_of(wang.pk, at=REPLAYED)
    assert home.grid.code == f"{M}Z007"
    assert wang.elder_mode
    assert HouseholdMember.objects.filter(person=wang).count() == 1
