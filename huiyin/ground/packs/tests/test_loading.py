"""Loading, told with a section of toys whose rows are kept in the table of loaded packs."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.ground.packs import Import, sections
from huiyin.ground.packs.actions import PackReport, load_pack, write_rows
from huiyin.ground.packs.models import LoadedPack

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 14, tzinfo=UTC)
LATER = datetime(2026, 9, 15, tzinfo=UTC)
SCHEMA = {
    "type": "object",
    "properties": {"toys": {"type": "array", "items": {"type": "object", "required": ["key"]}}},
}


def import_toys(under_way: Import) -> None:
    wanted = {}
    for row in under_way.rows("toys"):
        if row.get("is_broken"):
            row.refuse("这个玩具坏了。", "is_broken")
        else:
            wanted[row["key"]] = {"key": row["key"], "digest": row.get("colour", "")}
    existing = {toy.key: toy for toy in LoadedPack.objects.filter(key__in=wanted)}
    for values in wanted.values():
        values["loaded_at"] = NOW
    write_rows(LoadedPack.objects, wanted, existing=existing).tell(under_way, str)


@pytest.fixture(autouse=True)
def _only_toys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_sections", {})
    sections.section("toys", SCHEMA, import_toys)


def pack(
    folder: Path, toys: str, *, head: str = "key: p\nname: n\nsections:\n  toys: [t.yaml]\n"
) -> Path:
    (folder / "pack.yaml").write_text(head)
    (folder / "t.yaml").write_text(toys)
    return folder


def load(folder: Path, *, dry_run: bool = False) -> PackReport:
    return load_pack(folder, dry_run=dry_run, now=NOW)


def test_a_pack_is_written_and_reported(tmp_path: Path) -> None:
    report = load(pack(tmp_path, "toys: [{key: ball}, {key: car}]"))
    assert report.is_written
    assert report.sections["toys"].new == ["ball", "car"]
    assert LoadedPack.objects.count() == 3


def test_an_unchanged_pack_is_not_read_again(
    tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    folder = pack(tmp_path, "toys: [{key: ball}]")
    load(folder)
    with django_assert_num_queries(1):
        report = load(folder)
    assert report.is_unchanged
    assert not report.is_written


def test_a_changed_row_is_reported_as_changed_and_the_others_as_the_same(tmp_path: Path) -> None:
    load(pack(tmp_path, "toys: [{key: ball}, {key: car}]"))
    report = load(pack(tmp_path, "toys: [{key: ball}, {key: car, colour: red}, {key: doll}]"))
    toys = report.sections["toys"]
    assert (toys.new, toys.changed, toys.same) == (["doll"], ["car"], ["ball"])
    assert LoadedPack.objects.get(key="car").digest == "red"


def test_a_new_importer_reads_an_unchanged_pack_again(tmp_path: Path) -> None:
    folder = pack(tmp_path, "toys: [{key: ball}]")
    load(folder)
    sections.section("toys", SCHEMA, import_toys, version=2)
    assert load(folder).sections["toys"].same == ["ball"]


def test_a_dry_run_tells_what_would_be_and_leaves_no_row(tmp_path: Path) -> None:
    report = load(pack(tmp_path, "toys: [{key: ball}]"), dry_run=True)
    assert report.is_good
    assert report.sections["toys"].new == ["ball"]
    assert not report.is_written
    assert not LoadedPack.objects.exists()


def test_one_refused_row_keeps_the_whole_pack_out(tmp_path: Path) -> None:
    report = load(pack(tmp_path, "toys:\n  - {key: ball}\n  - key: car\n    is_broken: true\n"))
    assert [str(error) for error in report.errors] == ["t.yaml:4: 这个玩具坏了。"]
    assert not LoadedPack.objects.exists()


def test_a_pack_that_was_refused_is_read_again_next_time(tmp_path: Path) -> None:
    folder = pack(tmp_path, "toys: [{key: ball, is_broken: true}]")
    load(folder)
    assert load(folder).errors


def test_a_failure_halfway_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(under_way: Import) -> None:
        import_toys(under_way)
        raise RuntimeError

    sections.section("toys", SCHEMA, fail)
    with pytest.raises(RuntimeError):
        load(pack(tmp_path, "toys: [{key: ball}]"))
    assert not LoadedPack.objects.exists()


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        (
            "key: p\nname: n\nsections:\n  toys: [t.yaml, u.yaml]\n",
            "pack.yaml:4: 找不到文件“u.yaml”",
        ),
        (
            "key: p\nname: n\nsections:\n  toys: [t.yaml]\n  trees: [t.yaml]\n",
            "pack.yaml:5: 没有“trees”",
        ),
        ("key: p\nsections:\n  toys: [t.yaml]\n", "pack.yaml:1: 缺少“name”"),
        ("key: P!\nname: n\nsections:\n  toys: [t.yaml]\n", "pack.yaml:1: "),
        ("key: p\nname: n\nsections:\n  toys: t.yaml\n", "pack.yaml:4: "),
        ("key: p\nname: n\nsections:\n  toys: [../t.yaml]\n", "pack.yaml:4: "),
        ("key: [\n", "pack.yaml:2: "),
    ],
)
def test_a_wrong_pack_file_is_told_with_its_line(tmp_path: Path, head: str, fault: str) -> None:
    report = load(pack(tmp_path, "toys: []", head=head))
    assert str(report.errors[0]).startswith(fault)
    assert not LoadedPack.objects.exists()


def test_a_folder_without_a_pack_is_told(tmp_path: Path) -> None:
    assert str(load(tmp_path).errors[0]).startswith("pack.yaml:1: ")


def test_schema_faults_of_all_files_are_told_together_and_nothing_is_imported(
    tmp_path: Path,
) -> None:
    folder = pack(
        tmp_path, "toys: [{}]", head="key: p\nname: n\nsections:\n  toys: [t.yaml, u.yaml]\n"
    )
    (folder / "u.yaml").write_text("toys:\n  - {}\n")
    report = load(folder)
    assert [error.file for error in report.errors] == ["t.yaml", "u.yaml"]
    assert report.sections == {}
