import shutil
from pathlib import Path

import pytest

from huiyin.escalation import queries
from huiyin.escalation.models import PolicyVersion
from huiyin.escalation.tests.samples import PACK, at, demo_policy
from huiyin.ground.packs.actions import load_pack

pytestmark = pytest.mark.django_db

NOW = at("2026-09-14 12:00")
FILES = ("categories.yaml", "ladder.yaml", "calendar.yaml")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The sections of this app out of the demo pack."""
    for file in FILES:
        shutil.copy(PACK / file, tmp_path)
    (tmp_path / "pack.yaml").write_text(
        "key: test\nname: 测试\nsections:\n"
        "  policy: [categories.yaml, ladder.yaml]\n  calendar: [calendar.yaml]\n"
    )
    return tmp_path


def change(pack: Path, file: str, old: str, new: str) -> None:
    text = (pack / file).read_text("utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1), "utf-8")


def faults(pack: Path) -> list[str]:
    report = load_pack(pack, now=NOW)
    assert not PolicyVersion.objects.exists()
    return [str(error) for error in report.errors]


def test_the_demo_pack_is_imported_as_it_is_written(pack: Path) -> None:
    report = load_pack(pack, now=NOW)
    assert report.errors == []
    assert queries.policy().limits == demo_policy().limits
    assert queries.calendar().days == demo_policy().calendar.days
    assert report.sections["calendar"].new == ["2024", "2025", "2026"]
    assert len(report.sections["policy"].new) == 160


def test_a_note_in_the_file_makes_no_new_version(pack: Path) -> None:
    load_pack(pack, now=NOW)
    change(pack, "ladder.yaml", "settings:", "# a note\nsettings:")
    report = load_pack(pack, now=NOW)
    assert len(report.sections["policy"].same) == 160
    assert PolicyVersion.objects.count() == 1


def test_a_new_limit_makes_a_new_version(pack: Path) -> None:
    load_pack(pack, now=NOW)
    change(pack, "ladder.yaml", "secretary: 1440 minutes", "secretary: 720 minutes")
    assert load_pack(pack, now=NOW).sections["policy"].changed
    assert PolicyVersion.objects.count() == 2


def test_a_dry_run_leaves_no_version(pack: Path) -> None:
    report = load_pack(pack, dry_run=True, now=NOW)
    assert report.is_good
    assert not PolicyVersion.objects.exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("ladder.yaml", "720 minutes", "12 hours", "ladder.yaml:33: “12 hours”的写法不对"),
        ("ladder.yaml", "12:00", "14:30", "时段 08:30-14:30 和 14:00-17:30 重叠或顺序不对"),
        ("ladder.yaml", "22:00-07:00", "25:00-07:00", "“25:00”不是一天中的时刻"),
        ("ladder.yaml", "rating_days", "rating_weeks", "不认识“rating_weeks”这一项"),
        ("ladder.yaml", "secretary: 240 minutes", "category: '05'", "缺少办理时限"),
        ("ladder.yaml", '"0507", "06"', '"0577", "06"', "0577 不在事项类别中"),
        ("ladder.yaml", "to: street_grid_centre", "to: officer", "越级只能向上"),
        ("ladder.yaml", "copy: [governance_deputy]", "copy: [police]", "“police”不在可选范围内"),
        ("categories.yaml", 'code: "0201"', 'code: "0301"', "类别 0301 不属于 02"),
        ("categories.yaml", 'code: "0102"', 'code: "0101"', "类别编号重复：0101"),
        ("categories.yaml", 'code: "0102"', "code: 0102", "应当是文字"),
        ("calendar.yaml", "04-04..04-06", "04-04..04-31", "不是 2024 年的日期"),
        ("calendar.yaml", "10-01..10-07", "10-07..10-01", "结束日期早于开始日期"),
        ("calendar.yaml", "days: 02-18", "days: 02-17", "日期重复：2024-02-17"),
    ],
)
def test_a_fault_is_named_and_nothing_is_imported(
    pack: Path, file: str, old: str, new: str, fault: str
) -> None:
    change(pack, file, old, new)
    assert any(fault in said for said in faults(pack)), faults(pack)


def test_a_fault_in_a_row_is_named_with_its_line(pack: Path) -> None:
    change(pack, "calendar.yaml", "04-04..04-06", "04-04..04-31")
    assert faults(pack) == ["calendar.yaml:4: “04-04..04-31”不是 2024 年的日期。"]


def test_categories_without_a_ladder_are_refused(pack: Path) -> None:
    change(pack, "pack.yaml", "categories.yaml, ladder.yaml", "categories.yaml")
    assert any("缺少“hours”" in said for said in faults(pack))
