"""The auditor takes records away: asks, somebody else approves, and the file says whose it is and what for.

Its name comes before test_locked_out, after which auditor and security administrator need the factors they made there.
"""

import csv
import re
from pathlib import Path

from playwright.sync_api import expect

from journeys.conftest import DESK, Look, SignIn

WHY = "核对上周谁看过个人信息"


def test_records_leave_with_an_approval_and_a_mark(sign_in: SignIn, looked_at: Look) -> None:
    auditor, keeper = sign_in("骆思远", at=DESK), sign_in("祝文佳", at=DESK)
    auditor.goto("/office/audit/")
    auditor.get_by_label("导出做什么用").fill(WHY)
    auditor.get_by_role("button", name="申请导出").click()
    expect(auditor.get_by_text("已申请")).to_be_visible()
    expect(auditor.get_by_role("button", name="下载")).to_have_count(0)
    looked_at(auditor, "asked")

    keeper.goto("/office/exports/")
    keeper.get_by_role("link", name=re.compile(WHY)).first.click()
    expect(keeper.get_by_role("heading", level=1)).to_have_text("批准导出")
    keeper.get_by_role("radio", name="批准", exact=True).check(force=True)
    looked_at(keeper, "decide")
    keeper.get_by_role("button", name="处理").click()
    expect(keeper.get_by_text("已处理。")).to_be_visible()

    auditor.reload()
    with auditor.expect_download() as taken:
        auditor.get_by_role("button", name="下载").first.click()
    looked_at(auditor, "ready")
    *rows, mark = csv.reader(Path(taken.value.path()).read_text("utf-8-sig").splitlines())
    assert len(rows) > 1
    assert "骆思远" in mark[0]
    assert WHY in mark[0]
    assert {row[-1] for row in rows[1:]} == {mark[-1]}
