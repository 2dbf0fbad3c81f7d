import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.lib.refusal import Refused
from huiyin.territory.rules import (
    GridType,
    NodeFacts,
    NodeKind,
    address,
    check_parent,
    child_path,
    codes_of,
    doors,
    is_within,
    kind_of,
    lived_in,
    paths_above,
)

CODES = {
    "3716": NodeKind.CITY,
    "371625": NodeKind.COUNTY,
    "371625003": NodeKind.STREET,
    "371625003201": NodeKind.COMMUNITY,
    "371625003201Z007": NodeKind.GRID,
    "371625003201Z007W03": NodeKind.MICRO_GRID,
}


@pytest.mark.parametrize(("code", "kind"), CODES.items())
def test_a_code_tells_its_level_and_its_parent(code: str, kind: NodeKind) -> None:
    facts = NodeFacts(code, "x")
    assert facts.kind is kind
    assert facts.parent_code in {None, *CODES}
    assert (facts.parent_code is None) == (kind is NodeKind.CITY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "37",
        "0716",
        "37162",
        "371625003201Y001",
        "371625003201Z01",
        "３７１６",
        "3716\n",
        "371625 ",
        "Z001",
    ],
)
def test_text_that_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        kind_of(text)


@pytest.mark.parametrize(
    ("letter", "grid_type"),
    [("Z", GridType.GENERAL), ("S", GridType.DEDICATED), ("X", GridType.VIRTUAL)],
)
def test_the_letter_tells_the_type_of_a_grid(letter: str, grid_type: GridType) -> None:
    assert NodeFacts(f"371625003201{letter}001", "x").grid_type is grid_type


def test_only_grids_have_a_type() -> None:
    assert NodeFacts("371625003201", "x").grid_type is None
    assert NodeFacts("371625003201Z007W03", "x").grid_type is None


def test_every_level_hangs_on_the_one_above_and_on_no_other() -> None:
    for kind in NodeKind:
        check_parent(kind, kind.parent)
        for other in {None, *NodeKind} - {kind.parent}:
            with pytest.raises(Refused):
                check_parent(kind, other)


def test_a_path_lists_the_codes_from_the_top() -> None:
    path = child_path(child_path(child_path("", "3716"), "371625"), "371625003")
    assert codes_of(path) == ["3716", "371625", "371625003"]
    assert paths_above(path) == ["3716/", "3716/371625/", path]


def test_a_neighbour_with_a_longer_number_is_not_within() -> None:
    assert is_within("3716/371625/371625003/", "3716/371625/")
    assert not is_within("3716/3716250/", "3716/371625/")


@given(st.integers(1, 4), st.integers(1, 40), st.integers(1, 12))
def test_every_door_of_a_building_is_another(units: int, floors: int, per_floor: int) -> None:
    made = doors(units=units, floors=floors, per_floor=per_floor)
    assert len(set(made)) == units * floors * per_floor


@given(st.integers(0, 200))
def test_exactly_as_many_homes_are_lived_in_as_asked_for(count: int) -> None:
    homes = [("1号楼", unit, room) for unit, room in doors(units=4, floors=25, per_floor=2)]
    chosen = lived_in(homes, count)
    assert len(chosen) == count
    assert chosen == lived_in(reversed(homes), count)


def test_the_first_doors_of_the_low_floors_are_lived_in_first() -> None:
    homes = [("1号楼", unit, room) for unit, room in doors(units=2, floors=18, per_floor=4)]
    rooms = {room for _building, _unit, room in lived_in(homes, 10)}
    assert rooms == {"101", "201", "301", "401", "501"}


def test_an_address_reads_as_neighbours_say_it() -> None:
    assert address("3号楼", "2", "501") == "3号楼2单元501"
    assert address("3号楼", "", "501") == "3号楼501"
    assert address("柳桥一路12号", "", "") == "柳桥一路12号"
