from pathlib import Path

import pytest

from huiyin.ground.packs.actions import PackReport
from huiyin.territory.models import Node
from huiyin.territory.tests.test_pack import NODES, faults, load

pytestmark = pytest.mark.django_db

FIRST, SECOND = "371625003201Z001", "371625003201Z002"
GRIDS = f'{NODES}  - {{code: "{SECOND}", name: 第二网格}}\n'
SQUARE = "[[118.0, 37.0], [118.1, 37.0], [118.1, 37.1], [118.0, 37.1], [118.0, 37.0]]"
BOW = "[[118.0, 37.0], [118.1, 37.1], [118.1, 37.0], [118.0, 37.1], [118.0, 37.0]]"


def boundary(code: str, ring: str = SQUARE) -> str:
    return f'  - code: "{code}"\n    geometry: {{type: Polygon, coordinates: [{ring}]}}\n'


def doubts(report: PackReport) -> list[str]:
    return [str(doubt) for doubt in report.sections["territory"].doubtful]


def test_boundaries_are_written_and_again_are_the_same(tmp_path: Path) -> None:
    text = f"{GRIDS}boundaries:\n{boundary(FIRST)}"
    report = load(tmp_path, text)
    assert report.sections["territory"].changed == [f"{FIRST} 的边界"]
    assert doubts(report) == []
    assert Node.objects.filter(code=FIRST, geometry__type="Polygon").exists()
    again = load(tmp_path, text + "# a remark\n").sections["territory"]
    assert again.changed == []


def test_a_pack_of_boundaries_alone_leaves_the_nodes_as_they_are(tmp_path: Path) -> None:
    load(tmp_path, GRIDS)
    assert load(tmp_path, f"boundaries:\n{boundary(FIRST)}").is_written
    assert load(tmp_path, GRIDS + "# a remark\n").is_written
    assert Node.objects.exclude(geometry=None).count() == 1


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (boundary(FIRST, BOW), "10: 边界自己相交"),
        (boundary(FIRST, "[[118.0, 37.0], [118.1, 37.0], [118.1, 37.1]]"), "10: 每一圈至少四个点"),
        (boundary(FIRST, "[[37.0, 118.0], [37.1, 118.0]]"), "10: 37.0, 118.0 不在中国附近"),
        (boundary(FIRST, ".nan"), "10: coordinates 的层次不对"),
        (boundary("371625003201Z009"), "9: 编码“371625003201Z009”不存在。"),
        (boundary(FIRST) + boundary(FIRST), "11: “371625003201Z001”的边界已经写过。"),
        (boundary("371625003201X001"), "9: 虚拟网格没有地界。"),
    ],
)
def test_a_wrong_boundary_is_told_with_its_line(tmp_path: Path, wrong: str, fault: str) -> None:
    grids = GRIDS.replace(SECOND, "371625003201X001")
    (found,) = faults(tmp_path, f"{grids}boundaries:\n{wrong}")
    assert found.startswith(f"t.yaml:{fault}")


def test_a_boundary_of_a_refused_node_is_not_blamed_too(tmp_path: Path) -> None:
    wrong = '  - {code: "371625009201", name: x}\n'
    (found,) = faults(tmp_path, f"{NODES}{wrong}boundaries:\n{boundary('371625009201')}")
    assert found.startswith("t.yaml:7:")


def test_an_overlap_is_written_and_told_with_its_line(tmp_path: Path) -> None:
    shifted = SQUARE.replace("118.0,", "118.09,")
    report = load(tmp_path, f"{GRIDS}boundaries:\n{boundary(FIRST)}{boundary(SECOND, shifted)}")
    assert report.is_written
    (found,) = doubts(report)
    assert found.startswith(f"t.yaml:12: “{SECOND}”和“{FIRST}”重叠 ")
    assert found.endswith(f"这块地算“{FIRST}”的。")


def test_an_overlap_with_what_stands_already_is_told(tmp_path: Path) -> None:
    load(tmp_path, f"{GRIDS}boundaries:\n{boundary(SECOND)}")
    (found,) = doubts(load(tmp_path, f"boundaries:\n{boundary(FIRST)}"))
    assert found.startswith("t.yaml:3: ")
