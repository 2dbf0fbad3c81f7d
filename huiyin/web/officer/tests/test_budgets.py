"""How many queries a page takes, whatever the number of its rows. A change shows in review.

Of each number six are who asks: session, account, and the viewer with their posts; three at most are the bar. A page
that opens a talk for the first time moves the read pointer by one more.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases import actions as cases
from huiyin.web.officer.tests.conftest import Desk

BUDGETS = {
    "/officer/": 0,
    "/officer/groups/": 0,
    "/officer/talk/": 0,
    "/officer/groups/{group}/": 0,
    "/officer/groups/{group}/members/": 0,
    "/officer/groups/{group}/words/answer/?m={message}": 0,
    "/officer/groups/{group}/words/case/?m={message}": 0,
    "/officer/cases/": 0,
    "/officer/cases/{case}/": 0,
    "/officer/cases/{case}/hand_up/": 0,
    "/officer/cases/{case}/submit_result/": 0,
    "/officer/capture/": 0,
    "/officer/notices/": 0,
    "/officer/me/": 0,
}


def _fill(desk: Desk, rows: int) -> dict[str, int]:
    """A desk with as many words and cases, one of them with a history of as many steps."""
    said = [desk.say("resident", f"第 {n} 件：楼道灯坏了") for n in range(rows)]
    matters = [desk.matter(f"第 {n} 件：办居住证") for n in range(rows)]
    case = desk.accepted(matters[0])
    for n in range(rows):
        text = f"第 {n} 次上门"
        cases.note(case_id=case.pk, viewer=desk.viewer("officer"), now=desk.now, text=text)
    return {"group": desk.group.pk, "case": case.pk, "message": said[0].pk}


@pytest.mark.parametrize("rows", [2, 9])
def test_pages_take_as_many_queries_as_are_written_here(desk: Desk, rows: int) -> None:
    ids, client = _fill(desk, rows), desk.client()
    for address in BUDGETS:
        client.get(address.format(**ids))  # policies are read once, pointers moved
    taken = {}
    for address in BUDGETS:
        with CaptureQueriesContext(connection) as queries:
            client.get(address.format(**ids))
        taken[address] = len(queries)
    assert taken == BUDGETS
