import csv
import io
import os
from pathlib import Path

import pytest
from django.utils import timezone

from huiyin.conftest import Town
from huiyin.ground import jobs
from huiyin.ground.imports import actions, queries
from huiyin.ground.imports.models import ImportChunk, ImportKey, ImportPiece
from huiyin.ground.imports.rules import State, What
from huiyin.ground.imports.tests.flow import (
    BRINGER,
    brought,
    previewed,
    ran,
    reasons,
    table,
    undone,
)
from huiyin.ground.ledger.models import Entry
from huiyin.lib.refusal import Conflict, Refused
from huiyin.territory.imports.actions.nodes import Nodes
from huiyin.territory.models import Node

HEADER = ["编码", "名称", "上级编码", "公开电话"]
TREE = [
    HEADER,
    ["3801", "东海市", "", ""],
    ["380101002201Z001", "一网格", "380101002201", "0543-1"],
    ["380101002201", "一社区", "", ""],
    ["380101002", "一街道", "380101", ""],
    ["380101000000", "一县", "380100000000", ""],
]
pytestmark = pytest.mark.django_db


def test_places_are_written_from_the_top_whatever_their_order_in_the_file() -> None:
    batch = ran("nodes", TREE)
    assert (batch.stage, batch.counts) == (State.DONE, {"new": 5})
    grid = Node.objects.get(code="380101002201Z001")
    assert grid.path == "3801/380101/380101002/380101002201/380101002201Z001/"
    assert grid.grid_type == "general"


def test_the_preview_writes_nothing() -> None:
    batch = previewed("nodes", TREE)
    assert (batch.stage, batch.counts) == (State.PREVIEWED, {"new": 5})
    assert not Node.objects.exists()
    labels = [change.label for _row, change in queries.samples_of(batch)[What.NEW]]
    assert "380101 一县" in labels


def test_the_same_file_again_changes_nothing() -> None:
    ran("nodes", TREE)
    before = list(Node.objects.order_by("id").values())
    batch = ran("nodes", TREE)
    assert batch.counts == {"same": 5}
    assert list(Node.objects.order_by("id").values()) == before


def test_an_empty_cell_leaves_what_stands() -> None:
    ran("nodes", TREE)
    batch = ran("nodes", [HEADER, ["380101002201Z001", "甲网格", "", ""]])
    assert batch.counts == {"changed": 1}
    grid = Node.objects.get(code="380101002201Z001")
    assert (grid.name, grid.phone) == ("甲网格", "0543-1")


def test_a_preview_tells_what_would_change(town: Town) -> None:
    batch = previewed("nodes", [HEADER, [town.grid.code, "新名网格", "", ""]])
    [(row, change)] = queries.samples_of(batch)[What.CHANGED]
    assert (row, change.details) == (2, (("名称", "第一网格", "新名网格"),))


def test_what_the_site_has_and_the_file_has_not_is_shown_and_stays(town: Town) -> None:
    batch = ran("nodes", [HEADER, [town.grid.code, "第一网格", "", ""]])
    assert batch.counts == {"same": 1, "gone": 1}
    assert Node.objects.filter(code=town.grid_next_door.code).exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["12", "甲", "", ""], "不是有效的编码"),
        (["3.70123199001011E+17", "甲", "", ""], "不是有效的编码"),
        (["379901001201Z009", "", "", ""], "空的"),
        (["379901001209Z001", "甲", "", ""], "上级“379901001209”不存在"),
        (["379901001201Z009", "甲", "379901001202", ""], "上级应当是“379901001201”"),
        (["379901001201Z009", "#N/A", "", ""], "公式算不出来"),
        (["379901001201Z009", "长" * 65, "", ""], "超过 64 个字"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_the_others_are_taken(
    town: Town, row: list[str], said: str
) -> None:
    batch = ran("nodes", [HEADER, row, ["379901001201Z003", "三网格", "", ""]])
    assert batch.counts == {"new": 1, "refused": 1, "gone": 2}
    assert said in reasons(batch)[2]


def test_two_places_that_name_each_other_as_parents_are_both_refused(town: Town) -> None:
    a, b = "379901001201Z008", "379901001201Z009"
    batch = previewed("nodes", [HEADER, [a, "甲", b, ""], [b, "乙", a, ""]])
    assert set(reasons(batch)) == {2, 3}


def test_what_hangs_on_a_refused_place_is_refused_with_it(town: Town) -> None:
    rows = [
        HEADER,
        ["379901001209", "九社区", "379901002", ""],
        ["379901001209Z001", "一网格", "", ""],
        ["379901001209Z001W01", "一微网格", "", ""],
    ]
    assert set(reasons(previewed("nodes", rows))) == {2, 3, 4}


def test_a_row_that_comes_twice_is_taken_once_and_told(town: Town) -> None:
    row = ["379901001201Z003", "三网格", "", ""]
    batch = ran("nodes", [HEADER, row, row])
    assert batch.counts["new"] == 1
    assert "和第 2 行完全一样" in reasons(batch)[3]


def test_rows_that_contradict_each_other_are_all_refused(town: Town) -> None:
    rows = [["379901001201Z003", "三网格", "", ""], ["379901001201Z003", "叁网格", "", ""]]
    batch = previewed("nodes", [HEADER, *rows])
    assert "第 3 行" in reasons(batch)[2]
    assert "第 2 行" in reasons(batch)[3]
    assert not batch.counts.get("new")


def test_a_place_outside_the_bringers_own_is_refused(town: Town) -> None:
    rows = [HEADER, ["379901001201Z003", "甲", "", ""], ["379902", "乙县", "", ""]]
    batch = previewed("nodes", rows, area="3799/379901/")
    assert set(reasons(batch)) == {3}
    assert "不在您的辖区" in reasons(batch)[3]


def test_a_batch_is_taken_back_as_one(town: Town) -> None:
    before = list(Node.objects.order_by("id").values())
    rows = [
        HEADER,
        [town.grid.code, "改名网格", "", "0543-9"],
        ["379901001203", "三社区", "", ""],
        ["379901001203Z001", "一网格", "", ""],
    ]
    batch = ran("nodes", rows)
    assert batch.counts == {"new": 2, "changed": 1, "gone": 3}
    assert undone(batch).stage is State.UNDONE
    assert list(Node.objects.order_by("id").values()) == before


def test_what_others_changed_since_is_not_taken_back(town: Town) -> None:
    batch = ran("nodes", [HEADER, [town.grid.code, "改名网格", "", ""]])
    Node.objects.filter(code=town.grid.code).update(name="又改网格")
    assert undone(batch).kept == 1
    assert Node.objects.get(code=town.grid.code).name == "又改网格"


def test_what_others_hang_on_since_is_not_taken_back(town: Town) -> None:
    batch = ran(
        "nodes", [HEADER, ["379901001203", "三社区", "", ""], ["379901001204", "四社区", "", ""]]
    )
    ran("nodes", [HEADER, ["379901001203Z001", "一网格", "", ""]])
    assert undone(batch).kept == 1
    assert not Node.objects.filter(code="379901001204").exists()
    assert Node.objects.filter(code="379901001203").exists()


def test_a_worker_that_dies_in_the_middle_leaves_nothing_double(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("huiyin.ground.imports.actions.reading.CHUNK_ROWS", 2)
    batch = previewed("nodes", TREE)
    actions.run(batch_id=batch.id, by=BRINGER, now=timezone.now())
    write, calls = Nodes.write, iter(range(100))

    def dies(*arguments: object, **named: object) -> None:
        write(*arguments, **named)  # type: ignore[arg-type] # handed on as it came
        if next(calls) == 2:
            raise RuntimeError("killed")

    monkeypatch.setattr(Nodes, "write", dies)
    with pytest.raises(RuntimeError):
        jobs.run_pending()
    assert 0 < Node.objects.count() < 5
    jobs.run_pending()
    done = queries.batch(batch.id)
    assert (done.stage, done.counts) == (State.DONE, {"new": 5})
    assert Node.objects.count() == 5


def test_a_step_that_is_asked_for_twice_is_done_once() -> None:
    batch = previewed("nodes", TREE)
    actions.advance(batch.id, "checking", 0)
    assert queries.batch(batch.id).counts == {"new": 5}


def test_a_file_is_gone_when_it_has_been_read_and_its_rows_when_it_is_forgotten(
    town: Town,
) -> None:
    batch = ran("nodes", [HEADER, ["379901001201Z003", "三网格", "", ""]])
    assert not ImportPiece.objects.exists()
    assert not ImportKey.objects.exists()
    actions.forget(batch_id=batch.id, by=BRINGER, now=timezone.now())
    assert not ImportChunk.objects.exists()
    with pytest.raises(Conflict, match="保留期限"):
        actions.undo(batch_id=batch.id, by=BRINGER, now=timezone.now())


def test_a_file_that_cannot_be_read_fails_with_the_reason() -> None:
    batch = brought("nodes", io.BytesIO(b"\xd0\xcf\x11\xe0" + b"\0" * 600))
    assert batch.stage is State.FAILED
    assert "另存为" in batch.fault


def test_a_file_with_a_header_alone_fails_with_the_reason() -> None:
    batch = brought("nodes", table([HEADER]))
    assert "只有表头" in batch.fault


def test_a_required_column_has_to_be_found() -> None:
    batch = brought("nodes", table([["甲", "乙"], ["1", "2"]]))
    with pytest.raises(Refused, match="哪一列是“编码”"):
        actions.map_columns(
            batch_id=batch.id, mapping={}, is_complete=False, by=BRINGER, now=timezone.now()
        )


def test_a_column_that_was_chosen_is_suggested_the_next_time() -> None:
    rows = [["代号", "叫法"], ["3801", "东海市"]]
    batch = brought("nodes", table(rows))
    assert batch.mapping == {}
    chosen = {"code": 0, "name": 1}
    actions.map_columns(
        batch_id=batch.id, mapping=chosen, is_complete=False, by=BRINGER, now=timezone.now()
    )
    assert brought("nodes", table(rows)).mapping == chosen


def test_refused_rows_come_back_with_every_cell_as_it_was() -> None:
    rows = [["备注", *HEADER], ["请看", "99", "甲", "", ""], ["", "3801", "东海市", "", ""]]
    batch = previewed("nodes", rows)
    [refused] = queries.refused_rows(batch)
    assert (refused.number, refused.cells, refused.column) == (2, ["请看", "99", "甲"], "编码")


def test_the_ledger_has_counts_and_nothing_of_the_rows() -> None:
    batch = ran("nodes", TREE)
    entries = Entry.objects.filter(subject="import", subject_id=batch.id).order_by("id")
    assert [entry.kind for entry in entries] == ["import.begun", "import.run", "import.done"]
    assert entries[2].data["counts"] == {"new": 5}
    assert "网格" not in str([entry.data for entry in entries])


DIVISIONS = Path(
    os.environ.get("HUIYIN_DIVISIONS", Path(__file__).parents[5] / "shared/data/divisions")
)


@pytest.mark.skipif(not DIVISIONS.is_dir(), reason="the divisions of the country are not at hand")
def test_the_streets_of_the_whole_country_are_taken() -> None:
    for name in ("cities.csv", "areas.csv", "streets.csv"):
        with (DIVISIONS / name).open(encoding="utf-8") as file:
            rows = list(csv.reader(file))
        batch = ran("nodes", rows)
        counts = batch.counts
        assert counts.get("new", 0) + counts.get("refused", 0) == len(rows) - 1
        assert counts.get("refused", 0) < len(rows) / 100, list(reasons(batch).items())[:5]
