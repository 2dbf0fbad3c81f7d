import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from huiyin.ground.sheets import Format, Limits, read_table
from huiyin.ground.sheets.tests.samples import MAIN, by_hand, cell, workbook
from huiyin.lib.refusal import Refused, TooLarge, UnsupportedMedia


def texts(file: io.BytesIO, limits: Limits | None = None) -> list[list[str]]:
    return [row.cells for row in read_table(file, limits).rows]


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    rows = [["379901001201Z001", "第一网格", ""], ["=1+1", "-5", "@x"]]
    path = workbook(tmp_path / "x.xlsx", ["编码", "名称", "备注"], rows)
    with path.open("rb") as file:
        table = read_table(file)
        assert (table.format, table.sheet) == (Format.XLSX, "网格")
        assert [(row.number, row.cells) for row in table.rows] == [
            (1, ["编码", "名称", "备注"]),
            (2, ["379901001201Z001", "第一网格"]),
            (3, ["=1+1", "-5", "@x"]),
        ]


def test_a_text_like_a_formula_is_written_as_text(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", ["a"], [["=HYPERLINK(1)"]])
    with ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"inlineStr" in sheet


def test_a_formula_is_not_computed_and_reads_as_what_was_computed_last() -> None:
    file = by_hand(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"</f><v>甲</v></c>'
        '<c r="C1"><f>WEBSERVICE("http://x")</f></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    assert texts(file) == [["2", "甲", "", "#DIV/0!"]]


def test_numbers_read_as_people_wrote_them() -> None:
    row = "".join(
        cell(f"{column}1", value)
        for column, value in zip(
            "ABCDE", ["501", "501.0", "1.3800001234E10", "0.5", "370123199001011234"], strict=True
        )
    )
    assert texts(by_hand(f'<row r="1">{row}</row>')) == [
        ["501", "501", "13800001234", "0.5", "3.70123199001011e+17"]
    ]


def test_days_are_numbers_with_the_style_of_a_day() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
        '<numFmt numFmtId="165" formatCode="0.0&quot;days&quot;"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
    )
    row = "".join(
        cell(f"{column}1", value, style=style)
        for column, value, style in [
            ("A", "18330", "1"),
            ("B", "18330", "2"),
            ("C", "18330", "0"),
            ("D", "18330", "3"),
            ("E", "18330.5", "1"),
        ]
    )
    found = texts(by_hand(f'<row r="1">{row}</row>', styles=styles))
    assert found == [["1950-03-08", "1950-03-08", "18330", "18330", "1950-03-08 12:00"]]


def test_a_workbook_may_count_its_days_from_1904() -> None:
    file = by_hand(
        f'<row r="1">{cell("A1", "16868", style="0")}</row>',
        styles='<cellXfs><xf numFmtId="14"/></cellXfs>',
        workbook_pr='<workbookPr date1904="1"/>',
    )
    assert texts(file) == [["1950-03-08"]]


def test_shared_texts_come_without_how_they_are_read_aloud() -> None:
    strings = ["<t>甲</t>", "<r><t>乙</t></r><r><t>丙</t></r><rPh><t>yi</t></rPh>", "<t/>"]
    row = "".join(cell(f"{letter}1", str(number), "s") for number, letter in enumerate("ABC"))
    assert texts(by_hand(f'<row r="1">{row}</row>', strings=strings)) == [["甲", "乙丙"]]


def test_merged_cells_all_read_as_the_one_that_is_seen() -> None:
    rows = (
        f'<row r="1">{cell("A1", "3号楼", "inlineStr")}{cell("B1", "甲", "inlineStr")}</row>'
        f'<row r="2">{cell("B2", "乙", "inlineStr")}</row>'
        f'<row r="3">{cell("A3", "4号楼", "inlineStr")}{cell("B3", "丙", "inlineStr")}</row>'
    )
    merges = '<mergeCells count="2"><mergeCell ref="A1:A2"/><mergeCell ref="B3:C3"/></mergeCells>'
    assert texts(by_hand(rows, behind=merges)) == [
        ["3号楼", "甲"],
        ["3号楼", "乙"],
        ["4号楼", "丙", "丙"],
    ]


def test_a_range_over_the_whole_sheet_fills_no_more_than_the_columns_there_may_be() -> None:
    rows = f'<row r="1">{cell("A1", "甲", "inlineStr")}</row>'
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert len(texts(by_hand(rows, behind=merges))[0]) == Limits().columns


def test_rows_and_cells_without_a_place_come_one_after_another() -> None:
    file = by_hand("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    assert texts(file) == [["1", "2"], ["3"]]


def test_two_cells_at_the_corners_of_the_sheet_cost_two_cells() -> None:
    file = by_hand(
        f'<row r="1">{cell("A1", "1")}</row><row r="1048576">{cell("A1048576", "2")}</row>'
    )
    assert [row.number for row in read_table(file).rows] == [1, 1_048_576]


def test_a_cell_far_to_the_right_is_told_by_its_row() -> None:
    file = by_hand(f'<row r="7">{cell("XFD7", "1")}</row>')
    with pytest.raises(Refused, match="第 7 行的内容超过 100 列"):
        texts(file)


def test_coloured_rows_without_text_do_not_count() -> None:
    empty = "".join(
        f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(2, 3000)
    )
    file = by_hand(f'<row r="1">{cell("A1", "1")}</row>{empty}')
    assert texts(file, Limits(rows=10)) == [["1"]]


def test_more_rows_than_allowed_are_refused_with_what_to_do() -> None:
    rows = "".join(f'<row r="{number}">{cell(f"A{number}", "1")}</row>' for number in range(1, 13))
    with pytest.raises(TooLarge, match="拆成几个文件"):
        texts(by_hand(rows), Limits(rows=10))


def test_the_first_sheet_that_is_not_hidden_is_read() -> None:
    file = by_hand(
        f'<row r="1">{cell("A1", "1")}</row>',
        sheets='<sheet name="藏" sheetId="1" state="hidden" r:id="rId1"/><sheet name="看" sheetId="2" r:id="rId2"/>',
        more={
            "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cell("A1", "2")}</row></sheetData></worksheet>'
        },
    )
    table = read_table(file)
    assert (table.sheet, [row.cells for row in table.rows]) == ("看", [["2"]])


def test_a_name_with_a_prefix_is_the_same_name() -> None:
    file = by_hand(
        "",
        more={
            "xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
        },
    )
    assert texts(file) == [["1"]]


def test_a_bomb_is_not_unpacked() -> None:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 20 * 1024 * 1024)
    with pytest.raises(TooLarge, match="大得不正常"):
        read_table(made)


def test_a_part_that_is_larger_than_the_directory_says_is_not_read_further() -> None:
    file = by_hand(f'<row r="1">{cell("A1", "1")}</row>')
    data = bytearray(file.getvalue())
    with ZipFile(file) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = bytes(data).replace(size.to_bytes(4, "little"), (size - 40).to_bytes(4, "little"))
    with pytest.raises(Refused, match="已损坏"):
        texts(io.BytesIO(lying))


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    file = by_hand(
        "",
        more={
            "xl/worksheets/sheet1.xml": f'{bomb}<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>&b;</v></c></row></sheetData></worksheet>'
        },
    )
    with pytest.raises(Refused, match="已损坏"):
        texts(file)


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-200], lambda data: b"PK\x03\x04" + data[40:]]
)
def test_a_broken_file_is_said_to_be_broken(damage: object) -> None:
    data = by_hand(f'<row r="1">{cell("A1", "1")}</row>').getvalue()
    assert callable(damage)
    with pytest.raises(Refused):
        texts(io.BytesIO(damage(data)))


def test_a_zip_of_something_else_and_old_spreadsheets_are_told_apart() -> None:
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("a.csv", "1,2")
    with pytest.raises(UnsupportedMedia, match="压缩包"):
        read_table(made)
    with pytest.raises(UnsupportedMedia, match=r"旧版 \.xls"):
        read_table(io.BytesIO(b"\xd0\xcf\x11\xe0" + b"\0" * 600))


def test_nothing_at_all_is_told() -> None:
    with pytest.raises(Refused, match="空的"):
        read_table(io.BytesIO(b"\xef\xbb\xbf \r\n"))
