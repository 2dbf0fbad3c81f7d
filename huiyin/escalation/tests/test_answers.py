from pathlib import Path

import pytest

from huiyin.conftest import NOON, Town
from huiyin.escalation import queries
from huiyin.escalation.tests.samples import PACK
from huiyin.ground.packs.actions import load_pack

WATER = "0401"


@pytest.fixture
def pack(town: Town, tmp_path: Path) -> Path:
    """The answer templates of the demo pack, under a policy that is there already."""
    (tmp_path / "texts.yaml").write_text((PACK / "texts.yaml").read_text("utf-8"), "utf-8")
    (tmp_path / "pack.yaml").write_text(
        "key: test\nname: 测试\nsections:\n  answers: [texts.yaml]\n"
    )
    return tmp_path


def write(pack: Path, text: str) -> None:
    (pack / "texts.yaml").write_text(text, "utf-8")


def test_the_templates_of_the_demo_are_offered_by_category(pack: Path) -> None:
    assert load_pack(pack, now=NOON).is_good
    offered = queries.answer_templates(WATER)
    assert [each.title for each in offered] == ["停水恢复"]
    assert "【时间】" in offered[0].text


def test_a_class_offers_its_templates_after_the_leafs_own(pack: Path) -> None:
    load_pack(pack, now=NOON)
    assert [each.title for each in queries.answer_templates("0102")] == ["办事指南", "问清楚再答"]


def test_importing_again_changes_only_what_was_changed(pack: Path) -> None:
    load_pack(pack, now=NOON)
    text = (pack / "texts.yaml").read_text("utf-8")
    write(pack, text.replace("停水原因是", "这次停水是因为"))
    report = load_pack(pack, now=NOON).sections["answers"]
    assert (report.new, report.changed) == ([], ["0401 停水恢复"])
    assert "这次停水是因为" in queries.answer_templates(WATER)[0].text


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            'answers:\n  - {category: "0477", title: 一, text: 您好。}\n',
            "没有编号为“0477”的事项类别",
        ),
        (
            (
                'answers:\n  - {category: "0401", title: 一, text: 您好。}\n'
                '  - {category: "0401", title: 一, text: 再见。}\n'
            ),
            "答复模板“一”写了两次",
        ),
    ],
)
def test_a_fault_is_named_with_its_line(pack: Path, text: str, fault: str) -> None:
    write(pack, text)
    errors = [str(error) for error in load_pack(pack, now=NOON).errors]
    assert len(errors) == 1
    assert errors[0].startswith("texts.yaml:")
    assert fault in errors[0]
