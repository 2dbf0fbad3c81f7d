import pytest

from huiyin.conftest import Town
from huiyin.ground.imports.tests.flow import previewed, ran, reasons, undone
from huiyin.territory.models import Building, Compound, Dwelling

HEADER = ["网格编码", "小区", "楼栋", "单元", "房号", "是否入住"]
GRID = "379901001201Z001"
NEXT = "379901001201Z002"
HOMES = [
    HEADER,
    [GRID, "柳堤小区", "3", "2单元", "501室", "是"],
    [GRID, "柳堤小区", "3号楼", "2", "502", "空置"],
    [GRID, "", "柳桥一路12号", "", "", ""],
    [NEXT, "柳堤小区", "4号楼", "1", "101", "是"],
]
pytestmark = pytest.mark.django_db


def test_homes_come_with_their_buildings_and_compounds(town: Town) -> None:
    assert ran("homes", HOMES).counts == {"new": 4}
    assert Compound.objects.get().name == "柳堤小区"
    assert sorted(Building.objects.values_list("name", flat=True)) == [
        "3号楼",
        "4号楼",
        "柳桥一路12号",
    ]
    doors = Dwelling.objects.order_by("id").values_list("unit", "room", "is_occupied")
    assert list(doors) == [
        ("2", "501", True),
        ("2", "502", False),
        ("", "", True),
        ("1", "101", True),
    ]


def test_the_same_file_again_changes_nothing(town: Town) -> None:
    ran("homes", HOMES)
    before = list(Dwelling.objects.order_by("id").values())
    assert ran("homes", HOMES).counts == {"same": 4}
    assert list(Dwelling.objects.order_by("id").values()) == before


def test_a_home_that_stands_empty_now_is_changed_and_put_back(town: Town) -> None:
    ran("homes", HOMES)
    row = [GRID, "柳堤小区", "3号楼", "2", "501", "否"]
    batch = ran("homes", [HEADER, row])
    assert batch.counts == {"changed": 1, "gone": 2}
    assert not Dwelling.objects.get(room="501").is_occupied
    undone(batch)
    assert Dwelling.objects.get(room="501").is_occupied


def test_a_batch_is_taken_back_with_its_buildings(town: Town) -> None:
    undone(ran("homes", HOMES))
    assert not Dwelling.objects.exists()
    assert not Building.objects.exists()
    assert not Compound.objects.exists()


def test_a_building_in_two_grids_is_refused_in_every_row_of_it(town: Town) -> None:
    rows = [HEADER, [GRID, "甲", "1", "", "101", ""], [NEXT, "甲", "1", "", "102", ""]]
    assert set(reasons(previewed("homes", rows))) == {2, 3}


def test_a_building_that_stands_in_another_grid_is_refused(town: Town) -> None:
    ran("homes", HOMES)
    batch = previewed("homes", [HEADER, [NEXT, "柳堤小区", "3号楼", "1", "101", ""]])
    assert "现在属于第一网格" in reasons(batch)[2]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["379901001201Z009", "", "1", "", "", ""], "还没有"),
        (["379901001201", "", "1", "", "", ""], "这里要网格编码"),
        (["379901001201Z00", "", "1", "", "", ""], "不是有效的编码"),
        ([GRID, "", "", "", "101", ""], "空的"),
        ([GRID, "", "1", "", "101", "也许"], "是还是否"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(town: Town, row: list[str], said: str) -> None:
    assert said in reasons(previewed("homes", [HEADER, row]))[2]
