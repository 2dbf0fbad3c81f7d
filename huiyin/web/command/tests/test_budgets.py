"""How many questions each page asks the database: its own, and the frame of every page, whatever the length."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.web.command.tests.conftest import Centre

# asked before any page is made, and by the rail around it
FRAME = ("django_session", "people_account", "people_incumbency", "cases_notice")
BUDGET = {"list": 0, "case": 0, "pane": 0, "decisions": 0, "groups": 0, "notices": 0, "posts": 0}


def asked(centre: Centre, address: str, who: str = "secretary") -> list[str]:
    client = centre.client(who)
    client.get(address)  # versions of the policy are read once
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("count", [5, 50])
def test_print(centre: Centre, count: int) -> None:
    centre.many(count)
    for address in ("/command/", "/command/notices/", "/command/groups/", "/command/posts/"):
        found = asked(centre, address)
        print(address, len(found))
        for sql in found:
            print("   ", sql[:90].replace("\n", " "), "...", sql[-60:])
