from datetime import UTC, datetime
from pathlib import Path

import pytest

from huiyin.ground.packs.actions import PackReport, load_pack
from huiyin.territory import queries
from huiyin.territory.models import Dwelling, Node

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 14, tzinfo=UTC)
NODES = """nodes:
  - {code: "3716", name: 市}
  - {code: "371625", name: 县}
  - {code: "371625003", name: 街道}
  - {code: "371625003201", name: 社区}
  - {code: "371625003201Z001", name: 第一网格, micro_grids: 2}
"""
HOMES = """compounds:
  - key: garden
    name: 花园
    community: "371625003201"
    buildings:
      - {numbers: 1-2, grid: "371625003201Z001", units: 2, floors: 3, per_floor: 2, occupied: 7}
houses:
  - {community: "371625003201", road: 桥头路, numbers: 1-3, grid: "371625003201Z001", micro_grid: "371625003201Z001W01"}
"""


def load(folder: Path, territory: str) -> PackReport:
    (folder / "pack.yaml").write_text("key: t\nname: n\nsections:\n  territory: [t.yaml]\n")
    (folder / "t.yaml").write_text(territory)
    return load_pack(folder, now=NOW)


def faults(folder: Path, territory: str) -> list[str]:
    report = load(folder, territory)
    assert not report.is_written
    assert not Node.objects.exists()
    return [str(error) for error in report.errors]


def test_places_and_homes_are_written(tmp_path: Path) -> None:
    assert load(tmp_path, NODES + HOMES).is_written
    grid = queries.node_by_code("371625003201Z001")
    assert [node.name for node in queries.children(grid)] == [
        "第一网格第1微网格",
        "第一网格第2微网格",
    ]
    count = queries.dwelling_count(grid)
    assert (count.dwellings, count.occupied) == (24 + 3, 7 + 3)
    labels = [home.label for home in queries.homes_in(grid.path)]
    assert labels[:3] == ["桥头路1号", "桥头路2号", "桥头路3号"]
    assert labels[3] == "1号楼1单元101"


def test_writing_again_finds_everything_the_same(tmp_path: Path) -> None:
    first = load(tmp_path, NODES + HOMES).sections["territory"]
    ids = set(Dwelling.objects.values_list("id", flat=True))
    again = load(tmp_path, NODES + HOMES + "# a remark\n").sections["territory"]
    assert (again.new, again.changed, len(again.same)) == ([], [], len(first.new))
    assert set(Dwelling.objects.values_list("id", flat=True)) == ids


def test_a_changed_name_is_reported(tmp_path: Path) -> None:
    load(tmp_path, NODES)
    report = load(tmp_path, NODES.replace("name: 县", "name: 博兴县")).sections["territory"]
    assert report.changed == ["371625 博兴县"]


def test_a_pack_may_add_to_what_another_wrote(tmp_path: Path) -> None:
    load(tmp_path, NODES)
    assert load(tmp_path, HOMES).is_written


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('  - {code: "371625009201", name: x}', "7: 上级编码“371625009”不存在。"),
        ('  - {code: "371625", name: x}', "7: 编码“371625”已经用过。"),
        ('  - {code: "37162", name: x}', "7: “37162”不是有效"),
        ("  - {code: 371625004, name: x}", "7: “371625004”应当是文字"),
        ('  - {code: "371625004", name: 5}', "7: “5”应当是文字"),
        ('  - {code: "371625004"}', "7: 缺少“name”"),
        ('  - {code: "371625004", name: x, colour: red}', "7: 不认识“colour”"),
        (
            '  - {code: "371625004", name: x, parent: "371625004"}',
            "7: “371625004”的上级应当是“371625”",
        ),
        ('  - {code: "371625004", name: x, parent: "3799"}', "7: 上级编码“3799”不存在。"),
        ('  - {code: "371625004", name: x, micro_grids: 3}', "7: 只有网格下面才有微网格。"),
    ],
)
def test_a_wrong_node_is_told_with_its_line(tmp_path: Path, line: str, fault: str) -> None:
    (found,) = faults(tmp_path, NODES + line + "\n")
    assert found.startswith(f"t.yaml:{fault}")


def test_two_nodes_that_name_each_other_as_parent_are_both_told(tmp_path: Path) -> None:
    circle = (
        '  - {code: "371625004", name: a, parent: "371625005"}\n'
        '  - {code: "371625005", name: b, parent: "371625004"}\n'
    )
    found = faults(tmp_path, NODES + circle)
    assert [fault.split(":")[1] for fault in found] == ["7", "8"]


def test_what_hangs_on_a_refused_node_is_not_blamed_too(tmp_path: Path) -> None:
    wrong = (
        '  - {code: "371625004", name: x, parent: "3716"}\n  - {code: "371625004201", name: y}\n'
    )
    (found,) = faults(tmp_path, NODES + wrong)
    assert found.startswith("t.yaml:7:")


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("occupied: 7", "occupied: 25", "12: 入住 25 套，多于全部 24 套。"),
        ("units: 2", "units: 0", "12: “0”超出范围"),
        ("numbers: 1-2", "numbers: 2-1", "12: 编号“2-1”前大后小。"),
        ("numbers: 1-2", "numbers: 1-9999", "12: 一行最多"),
        (
            'grid: "371625003201Z001", units',
            'grid: "371625003201Z002", units',
            "12: 网格编码“371625003201Z002”不存在。",
        ),
        (
            'grid: "371625003201Z001", units',
            'grid: "371625003201", units',
            "12: “371625003201”不是网格。",
        ),
        ('community: "371625003201"\n', 'community: "371625003"\n', "10: “371625003”不是村社区。"),
        ("Z001W01", "Z001W07", "14: 微网格编码“371625003201Z001W07”不存在。"),
    ],
)
def test_a_wrong_home_is_told_with_its_line(
    tmp_path: Path, before: str, after: str, fault: str
) -> None:
    text = HOMES.replace(before, after)
    if "9999" in after:
        text = text.replace("floors: 3, per_floor: 2", "floors: 30, per_floor: 20")
    found = faults(tmp_path, NODES + text)
    assert found[0].startswith(f"t.yaml:{fault}")


def test_a_grid_of_another_community_cannot_take_a_building(tmp_path: Path) -> None:
    more = (
        '  - {code: "371625003202", name: 邻社区}\n  - {code: "371625003202Z001", name: 邻网格}\n'
    )
    text = HOMES.replace('grid: "371625003201Z001", units', 'grid: "371625003202Z001", units')
    (found,) = faults(tmp_path, NODES + more + text)
    assert found.startswith("t.yaml:14: ")


def test_a_building_is_described_once(tmp_path: Path) -> None:
    line = '      - {numbers: 2-3, grid: "371625003201Z001", units: 1, floors: 1, per_floor: 1, occupied: 0}\n'
    (found,) = faults(tmp_path, NODES + HOMES.replace("houses:", f"{line}houses:"))
    assert found == "t.yaml:13: “2号楼”已经写过。"


def test_every_fault_of_a_pack_is_told_at_once(tmp_path: Path) -> None:
    wrong = '  - {code: "37162", name: x}\n  - {code: "371625009201", name: x}\n'
    found = faults(tmp_path, NODES + wrong + HOMES.replace("occupied: 7", "occupied: 25"))
    assert len(found) == 3
