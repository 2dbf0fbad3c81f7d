"""How many queries a page takes, whatever the number of its rows. A change shows in review.

Of each number four are who asks (session, account, and the viewer with their posts; up to two more for whoever covers
vacant posts), and five are the bar; the inbox needs one for it. What is left is the page's own: 6 for the inbox, 1 to 5
for a list, 9 for a case.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases import actions as cases
from huiyin.coverage.actions import ask_to_join
from huiyin.territory.models import Building, Dwelling
from huiyin.visits.models import Visit
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
    "/officer/groups/{group}/about/": 13,
    "/officer/coverage/": 16,
    "/officer/coverage/{grid}/homes/": 12,
    "/officer/coverage/{grid}/units/": 11,
    "/officer/coverage/{grid}/sheets/": 11,
    "/officer/coverage/households/{household}/": 18,
    "/officer/coverage/arrivals/": 10,
    "/officer/visits/": 10,
    "/officer/visits/{visit}/": 11,
    "/officer/posts/{post}/": 33,
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
    visit = _call_at_doors(desk, rows)
    hidden = desk.say("resident", "请打14000006677")
    return {
        "group": desk.group.pk,
        "case": case.pk,
        "message": said[0].pk,
        "grid": desk.town.grid.pk,
        "household": visit.household_id or 0,
        "visit": visit.pk,
        "post": desk.town.posts["officer"].pk,
        "original": hidden.pk,
    }


def _call_at_doors(desk: Desk, rows: int) -> Visit:
    """As many households without anybody in the group, each with a visit on its way."""
    building = Building.objects.create(
        community=desk.town.community, grid=desk.town.grid, name="9号楼"
    )
    for n in range(rows):
        home = Dwelling.objects.create(building=building, unit="1", room=str(n), is_occupied=True)
        visit = ask_to_join(viewer=desk.viewer("officer"), home=f"d{home.pk}", now=desk.now)
    return visit


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
