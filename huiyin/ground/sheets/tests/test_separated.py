import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ground.sheets import Format, Limits, read_table, write_table
from huiyin.lib.refusal import Refused, TooLarge, UnsupportedMedia

WORDS = "编码,名称\r\n379901,清河县\r\n"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (WORDS.encode(), "utf-8"),
        (WORDS.encode("utf-8-sig"), "utf-8-sig"),
        (WORDS.encode("gb18030"), "gb18030"),
        (WORDS.encode("utf-16"), "utf-16"),
    ],
)
def test_the_encoding_is_found_and_said(written: bytes, said: str) -> None:
    table = read_table(io.BytesIO(written))
    assert (table.format, table.encoding) == (Format.CSV, said)
    assert [row.cells for row in table.rows] == [["编码", "名称"], ["379901", "清河县"]]


def test_rare_characters_of_names_survive_gb18030() -> None:
    table = read_table(io.BytesIO("姓名\n㐂𠮷䶮\n".encode("gb18030")))
    assert [row.cells for row in table.rows][1] == ["㐂𠮷䶮"]


def test_what_is_in_no_encoding_is_told_by_its_row() -> None:
    with pytest.raises(UnsupportedMedia, match="从第 3 行起读不出文字"):
        read_table(io.BytesIO(b"a,b\n1,2\n\xff\xff\xff,3\n"))


def test_what_is_no_text_is_not_read_as_one() -> None:
    with pytest.raises(UnsupportedMedia, match="读不出文字"):
        read_table(io.BytesIO(b"a\0b\n"))


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_separator_is_seen_in_the_header(separator: str) -> None:
    written = f"编码{separator}名称\n1{separator}甲\n"
    assert [row.cells for row in read_table(io.BytesIO(written.encode())).rows][1] == ["1", "甲"]


def test_rows_are_counted_as_a_table_counts_them() -> None:
    table = read_table(io.BytesIO(b'a,b\n\n"x\ny",2\n3,4\n'))
    assert [(row.number, row.cells) for row in table.rows] == [
        (1, ["a", "b"]),
        (3, ["x y", "2"]),
        (4, ["3", "4"]),
    ]


def test_a_quote_that_never_ends_is_told() -> None:
    written = 'a,b\n1,"x' + "\n1,2" * 60_000
    with pytest.raises(Refused, match="第 2 行的引号没有成对"):
        list(read_table(io.BytesIO(written.encode())).rows)


def test_a_cell_that_is_far_too_long_is_told_by_its_row() -> None:
    written = "a\n" + "字" * 3000
    with pytest.raises(Refused, match="第 2 行有一格超过 2000 个字"):
        list(read_table(io.BytesIO(written.encode())).rows)


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(TooLarge, match="超过 3 行"):
        list(read_table(io.BytesIO(b"a\n1\n2\n3\n4\n"), Limits(rows=3)).rows)


def test_a_cell_that_a_program_would_compute_is_marked_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    write_table(path, Format.CSV, ["a"], [["=1+1"], ["+8613"], ["-1"], ["@x"], ["好"]])
    assert path.read_text("utf-8-sig").splitlines()[1:] == ["'=1+1", "'+8613", "'-1", "'@x", "好"]
    with path.open("rb") as file:
        cells = [row.cells for row in read_table(file).rows][1:]
    assert cells == [["=1+1"], ["+8613"], ["-1"], ["@x"], ["好"]]


@given(
    st.lists(st.lists(st.text(st.sampled_from("甲乙3,;\"'=")), min_size=2, max_size=4), max_size=5)
)
def test_whatever_is_written_is_read_again(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        write_table(path, Format.CSV, ["甲", "乙"], rows)
        written = io.BytesIO(path.read_bytes())
    found = [row.cells for row in read_table(written).rows][1:]
    kept = [cells for cells in rows if any(cells)]
    assert [(cells + [""] * 4)[:4] for cells in found] == [(cells + [""] * 4)[:4] for cells in kept]
