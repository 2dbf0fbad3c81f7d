"""The person who keeps a county's system brings in a table: what cannot be taken comes back with the reason."""

from pathlib import Path

from playwright.sync_api import Page, expect

from huiyin.ground.sheets import Format, read_table, write_table
from journeys.conftest import DESK, Look, SignIn

GRID, NAME = "371625104207Z991", "柳林专项网格"


def bring(page: Page, path: Path) -> None:
    """From the room to the preview."""
    page.goto("/office/imports/")
    page.get_by_role("link", name="上传：区划和网格").click()
    page.get_by_label("表格文件").set_input_files(path)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对列")
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_role("heading", name="退回")).to_be_visible()


def test_a_table_with_refused_rows_is_brought_in_corrected_and_taken_back(
    sign_in: SignIn, looked_at: Look, tmp_path: Path
) -> None:
    page = sign_in("凌志浩", at=DESK)
    path = tmp_path / "网格.csv"
    rows = [[GRID, NAME], ["371625104207Z99", "少了一位"], [GRID, NAME]]
    write_table(path, Format.CSV, ["网格编码", "网格名称"], rows, encoding="gb18030")
    bring(page, path)
    expect(page.get_by_text("GB18030")).to_be_visible()
    expect(page.get_by_text("不是有效的编码")).to_be_visible()
    expect(page.get_by_text("和第 2 行完全一样")).to_be_visible()
    looked_at(page, "previewed")

    with page.expect_download() as download:
        page.get_by_role("button", name="下载退回的行").click()
    came = tmp_path / "came.csv"
    download.value.save_as(came)
    with came.open("rb") as file:
        back = [row.cells for row in read_table(file).rows]
    assert back[0] == ["网格编码", "网格名称", "退回的列", "退回原因"]
    assert [row[0] for row in back[1:]] == ["371625104207Z99", GRID]

    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_text("已写入 1 行")).to_be_visible()
    looked_at(page, "done")
    page.get_by_role("button", name="撤销整批").click()
    expect(page.get_by_text("这次导入已经整批撤销")).to_be_visible()
    looked_at(page, "undone")
