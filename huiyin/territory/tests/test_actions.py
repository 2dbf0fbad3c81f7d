import pytest
from django.db import IntegrityError, transaction

from huiyin.lib.refusal import NotThere, Refused
from huiyin.territory import queries
from huiyin.territory.actions import (
    BuildingPlace,
    CompoundFacts,
    write_buildings,
    write_compounds,
    write_dwellings,
    write_nodes,
)
from huiyin.territory.models import Building, Node
from huiyin.territory.rules import DwellingFacts, NodeFacts

pytestmark = pytest.mark.django_db

CODES = ["3716", "371625", "371625003", "371625003201", "371625003201Z001", "371625003201Z001W01"]


def write(*codes: str) -> dict[str, Node]:
    return write_nodes(NodeFacts(code, f"n{code}") for code in codes).rows


def test_a_tree_may_be_described_in_any_order() -> None:
    nodes = write(*reversed(CODES))
    assert nodes[CODES[-1]].path == "/".join(CODES) + "/"
    assert nodes["371625"].parent_id == nodes["3716"].id
    assert nodes["371625003201Z001"].grid_type == "general"


def test_writing_again_changes_nothing() -> None:
    write(*CODES)
    again = write_nodes(NodeFacts(code, f"n{code}") for code in CODES)
    assert (again.new, again.changed, again.same) == ([], [], CODES)


def test_a_new_name_is_a_change() -> None:
    write(*CODES)
    written = write_nodes([NodeFacts("371625", "博兴县")])
    assert written.changed == ["371625"]
    assert queries.node_by_code("371625").name == "博兴县"


def test_a_node_without_its_parent_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(Refused, match="371625"):
        write("3716", "371625003")
    assert not Node.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"grid_type": None},
        {"grid_type": "virtual"},
        {"kind": "community"},
        {"code": "371625003201Q001"},
        {"parent_id": None},
    ],
)
def test_the_database_refuses_a_node_that_contradicts_itself(change: dict[str, object]) -> None:
    node = write(*CODES)["371625003201Z001"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Node.objects.filter(id=node.id).update(**change)


def test_subtree_and_ancestors_meet_in_the_node() -> None:
    nodes = write(*CODES, "371625003201Z002", "371625004")
    community = nodes["371625003201"]
    assert [node.code for node in queries.subtree(community.path)] == [
        *CODES[3:],
        "371625003201Z002",
    ]
    assert [node.code for node in queries.ancestors(community)] == CODES[:3]
    assert [node.code for node in queries.grids_of(community)] == [
        "371625003201Z001",
        "371625003201Z002",
    ]


def test_an_unknown_place_is_not_there() -> None:
    with pytest.raises(NotThere):
        queries.node(1)
    with pytest.raises(NotThere):
        queries.node_by_code("3716")
    with pytest.raises(NotThere):
        queries.dwelling(1)


def test_homes_are_written_once_and_counted_by_area() -> None:
    nodes = write(*CODES)
    community, grid = nodes["371625003201"], nodes["371625003201Z001"]
    facts = [CompoundFacts("garden", "花园", community.id)]
    compound = write_compounds(facts).rows["garden"]
    place = BuildingPlace(community.id, compound.id, "1号楼")
    for expected in (["new"], ["same"]):
        buildings = write_buildings({place: {"grid_id": grid.id}})
        homes = {
            buildings.rows[place].id: [
                DwellingFacts("1", "101", True),
                DwellingFacts("1", "102", False),
            ]
        }
        written = write_dwellings(homes)
        assert len(getattr(written, expected[0])) == 2
    assert write_compounds(facts).same == ["garden"]
    count = queries.dwelling_count(nodes["3716"])
    assert (count.dwellings, count.occupied) == (2, 1)


def test_two_village_houses_of_one_address_are_refused_by_the_database() -> None:
    nodes = write(*CODES)
    row = {
        "community": nodes["371625003201"],
        "grid": nodes["371625003201Z001"],
        "name": "桥头路1号",
    }
    Building.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Building.objects.create(**row)


@pytest.mark.parametrize("point", [{"lat": 37.1}, {"lng": 118.1}, {"lat": 118.1, "lng": 237.1}])
def test_half_a_point_or_one_off_the_earth_is_refused_by_the_database(
    point: dict[str, float],
) -> None:
    nodes = write(*CODES)
    with pytest.raises(IntegrityError), transaction.atomic():
        Building.objects.create(
            community=nodes["371625003201"], grid=nodes["371625003201Z001"], name="1号楼", **point
        )
