"""The live process plans its statement once, whatever the tables hold at that moment; here they are empty."""

import re

import pytest
from django.db import connection

from huiyin.ground.live.writer import SESSION
from huiyin.groups import intake

pytestmark = pytest.mark.django_db


def plan(*, offices: bool = False, mentions: bool = False, hidden: bool = False) -> str:
    """How PostgreSQL would go about the statement in a session of the live process."""
    statement = intake.SPEECH.statements[offices, mentions, hidden] % {"said": "$1", "at": "$2"}
    with connection.cursor() as cursor:
        # emptied anew: of tables that were once full the database may still have figures
        cursor.execute("TRUNCATE groups_group CASCADE")
        cursor.execute(SESSION)
        cursor.execute(f"EXPLAIN (GENERIC_PLAN, COSTS OFF) {statement}")
        lines = [line for (line,) in cursor.fetchall()]
        cursor.execute("RESET ALL")
    return "\n".join(lines)


def conditions(plan: str, table: str) -> set[str]:
    """By what rows of a table are looked for: the names of columns."""
    found = re.findall(rf"Index Scan using \S+ on {table}.*\n\s+Index Cond: (.*)", plan)
    return {" ".join(re.findall(r"\(*(\w+) = ", condition)) for condition in found}


@pytest.mark.parametrize("offices", [False, True])
@pytest.mark.parametrize("mentions", [False, True])
@pytest.mark.parametrize("hidden", [False, True])
def test_no_table_of_the_groups_is_read_from_end_to_end(
    *, offices: bool, mentions: bool, hidden: bool
) -> None:
    found = plan(offices=offices, mentions=mentions, hidden=hidden)
    assert "Seq Scan on groups_" not in found


@pytest.mark.parametrize("index", ["post_published", "node_published", "node_supervision"])
def test_a_number_that_was_published_is_found_by_it(index: str) -> None:
    found = plan(hidden=True)
    assert re.search(rf"Index (Only )?Scan using {index} on|Bitmap Index Scan on {index}", found)
    assert "Seq Scan on people_post" not in found
    assert "Seq Scan on territory_node" not in found


def test_a_message_is_never_looked_for_through_its_group() -> None:
    assert conditions(plan(), "groups_message") == {"client_key", "id"}


def test_a_member_is_never_looked_for_through_the_group() -> None:
    assert conditions(plan(), "groups_member") == {"person_id", "id"}
