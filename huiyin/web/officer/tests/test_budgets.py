"""How many queries a page takes, whatever the number of its rows. A change shows in review.

Of each number four are who asks (session, account, and the viewer with their posts; up to two more for whoever covers
vacant posts), and five are the bar; the inbox needs one for it. What is left is the page's own: 6 for the inbox, 1 to 5
for a list, 9 for a case.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases import actions as cases
from huiyin.web.officer.tests.conftest import Desk

BUDGETS = {
    "/officer/": 12,
    "/officer/groups/": 12,
    "/officer/talk/": 12,
    "/officer/groups/{group}/": 13,
    "/officer/groups/{group}/members/": 14,
    "/officer/groups/{group}/words/answer/?m={message}": 15,
    "/officer/groups/{group}/words/case/?m={message}": 15,
    "/officer/cases/": 10,
    "/officer/cases/{case}/": 18,
    "/officer/cases/{case}/hand_up/": 18,
    "/officer/cases/{case}/submit_result/": 17,
    "/officer/capture/": 11,
    "/officer/notices/": 10,
    "/officer/me/": 11,
    "/original/{original}/": 8,
}


def _fill(desk: Desk, rows: int) -> dict[str, int]:
    """A desk with as many words and cases, one of them with a history of as many steps."""
    said = [desk.say("resident", f"第 {n} 件：楼道灯坏了") for n in range(rows)]
    matters = [desk.matter(f"第 {n} 件：办居住证") for n in range(rows)]
    case = desk.accepted(matters[0])
    for n in range(rows):
        text = f"第 {n} 次上门"
        cases.note(case_id=case.pk, viewer=desk.viewer("officer"), now=desk.now, text=text)
    hidden = desk.say("resident", "请打14000006677")
    return {
        "group": desk.group.pk,
        "case": case.pk,
        "message": said[0].pk,
        "original": hidden.pk,
    }


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
