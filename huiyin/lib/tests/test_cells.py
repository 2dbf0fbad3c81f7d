import pytest

from huiyin.lib.cells import as_text


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-3", "@SUM(A1)", "\t=1", "＝1"])
def test_what_a_spreadsheet_would_calculate_becomes_text(cell: str) -> None:
    assert as_text(cell) == f"'{cell}"


@pytest.mark.parametrize(("cell", "text"), [("王丽", "王丽"), (7, "7"), (None, ""), ("a=b", "a=b")])
def test_other_cells_stay_as_they_are(cell: object, text: str) -> None:
    assert as_text(cell) == text
