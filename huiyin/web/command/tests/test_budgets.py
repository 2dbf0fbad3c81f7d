"""How many questions each page asks the database, whatever its length: a change shows here in review."""

import io
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from huiyin.cases import actions
from huiyin.cases.models import Case
from huiyin.cases.rules.words import Outcome
from huiyin.ground.files.actions import store_upload
from huiyin.groups import actions as groups
from huiyin.web.command.tests.conftest import WATER, Centre

# session, account and who the viewer is: asked before any page is made
ENTERING = 4
# the numbers in the rail; a pane has none
RAIL = 1
OWN = {
    "list": 6,
    "list, filtered": 7,
    "case": 11,
    "pane": 11,
    "act": 8,
    "coverage": 4,
    "decisions": 12,
    "groups": 7,
    "notices": 1,
    "posts": 4,
    "post": 24,
    "vacancies": 1,
    "duty": 4,
}


def own_queries(centre: Centre, address: str, *, rail: int = RAIL) -> int:
    client = centre.client("secretary")
    client.get(address)  # versions of policy and calendar are read once and kept
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked) - ENTERING - rail


def rich_case(centre: Centre) -> Case:
    """A case with words from the group, a photo, an answer that was checked, and an application."""
    said = groups.send_message(
        viewer=centre.viewer("resident"),
        group_id=centre.group.pk,
        text="三号楼没有水了。",
        client_key=uuid.uuid4(),
        now=centre.now,
    )
    case = groups.make_case(
        viewer=centre.viewer("officer"), message_ids=[said.pk], category=WATER, now=centre.now
    )
    case = centre.do(actions.hand_up, case, "officer", reason="要协调。")
    case = centre.do(actions.accept, case, "cadre")
    photo = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(photo, "PNG")
    photo.seek(0)
    stored = store_upload(stream=photo, person_id=centre.town.persons["cadre"].pk, now=centre.now)
    case = centre.do(
        actions.submit_result, case, "cadre", text="修好了。", outcome=Outcome.SOLVED,
        file_ids=[stored.pk],
    )  # fmt: skip
    case = centre.do(actions.check_result, case, "secretary", passed=False, reason="还在漏。")
    until = centre.now + timedelta(days=3)
    return centre.do(actions.ask_extension, case, "cadre", until=until, reason="等配件。")


@pytest.mark.parametrize("count", [5, 50])
def test_each_page_keeps_its_budget_however_many_cases_there_are(
    centre: Centre, count: int
) -> None:
    centre.many(count)
    case = rich_case(centre)
    page = f"/command/cases/{case.pk}"
    found = {
        "list": own_queries(centre, "/command/"),
        "list, filtered": own_queries(
            centre, "/command/?state=all&words=水&rung=1&due=today&category=04&order=new"
        ),
        "case": own_queries(centre, f"{page}/"),
        "pane": own_queries(centre, f"{page}/pane/", rail=0),
        "act": own_queries(centre, f"{page}/instruct/"),
        "coverage": own_queries(centre, "/command/coverage/"),
        "decisions": own_queries(centre, "/command/decisions/"),
        "groups": own_queries(centre, "/command/groups/"),
        "notices": own_queries(centre, "/command/notices/"),
        "posts": own_queries(centre, "/command/posts/"),
        "post": own_queries(centre, f"/command/posts/{centre.town.posts['officer'].pk}/"),
        "vacancies": own_queries(centre, "/command/posts/vacant/"),
        "duty": own_queries(centre, "/command/duty/"),
    }
    assert found == OWN
