from huiyin.ground.imports import Column
from huiyin.ground.imports.rules.columns import header_place, suggested

CODE = Column("code", "编码", ("区划代码",))
NAME = Column("name", "名称")
COLUMNS = (CODE, NAME)


def test_headers_are_known_by_their_names_whatever_people_write_around_them() -> None:
    assert suggested(["序号", "* 编码（必填）", "名称："], COLUMNS, {}) == {"code": 1, "name": 2}


def test_what_was_chosen_before_goes_before_what_names_suggest() -> None:
    assert suggested(["编码", "新编码"], COLUMNS, {"新编码": "code"}) == {"code": 1}


def test_one_column_of_the_file_means_one_thing() -> None:
    assert suggested(["编码"], COLUMNS, {"编码": "name"}) == {"name": 0}


def test_a_column_that_is_no_longer_there_is_not_suggested() -> None:
    assert suggested(["x"], COLUMNS, {"x": "floor"}) == {}


def test_the_header_is_found_below_a_title() -> None:
    head = [["清河县网格一览表"], ["制表：2026 年"], ["编码", "名称"], ["1", "甲"]]
    assert header_place(head, COLUMNS) == 2


def test_without_any_known_name_the_first_row_with_two_cells_is_the_header() -> None:
    assert header_place([["表"], ["a", "b"], ["1", "2"]], COLUMNS) == 1
