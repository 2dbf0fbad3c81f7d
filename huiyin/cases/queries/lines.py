"""Cases as lists show them: a line of each, read as plain rows. Fifty whole cases with their places and posts took twice
as long, and were put together before they were sorted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.cases.models.case import turn_at
from huiyin.ground.asking import ask


@dataclass(frozen=True, slots=True)
class CaseLine:
    """What a list says of a case. turn_at: by when it has its turn in a list by limits.

    node: the name of its place; holder: the title of the post that has it.
    """

    id: int
    version: int
    number: str
    title: str
    place: str
    category: str
    urgency: str
    supervision: str
    state: str
    is_ended: bool
    holder_id: int
    opened_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    warn_at: datetime | None
    is_due_provisional: bool
    policy_version: int
    calendar_version: int
    turn_at: datetime
    node: str
    holder: str


_COLUMNS = (
    "id", "version", "number", "title", "place", "category", "urgency", "supervision", "state", "is_ended", "holder_id",
    "opened_at", "ended_at", "due_at", "warn_at", "is_due_provisional", "policy_version", "calendar_version", "turn_at",
)  # fmt: skip
# a subquery that is read as it stands keeps its order; names are asked for the lines of the page alone
_LINES = """
SELECT {columns}, (SELECT name FROM territory_node WHERE id = node_id), (SELECT title FROM people_post WHERE id = holder_id)
FROM ({cases}) AS listed
""".replace("{columns}", ", ".join(_COLUMNS))


def lines(cases: QuerySet[Case]) -> list[CaseLine]:
    """The lines of an ordered and bounded list, in one query."""
    listed = cases.annotate(turn_at=turn_at()).values(*_COLUMNS, "node_id")
    return [CaseLine(*row) for row in ask(_LINES, cases=listed)]


def whole(listed: Iterable[CaseLine]) -> list[Case]:
    """The cases of some lines with their places and posts, in the same order. One query."""
    ids = [line.id for line in listed]
    found = Case.objects.select_related("node", "holder").in_bulk(ids)
    return [found[each] for each in ids if each in found]
