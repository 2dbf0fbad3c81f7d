"""The vacancy report: what stands empty, since when, who covers it, what waits there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.cases.queries.held import open_by_holder
from huiyin.people import queries as people
from huiyin.people.queries import Staffing
from huiyin.people.rules import Viewer
from huiyin.posts import queries
from huiyin.posts.rules import is_over


@dataclass(frozen=True)
class Vacancy:
    """since: None where nobody ever held the post. waiting: open cases there. may_staff: the viewer can appoint somebody."""

    staffing: Staffing
    since: datetime | None
    waiting: int
    may_staff: bool


def report(viewer: Viewer, path: str, *, at: datetime) -> Sequence[Vacancy]:
    """The vacancies at a place and below, those nobody covers first, then the longest. Five queries at most."""
    empty = people.vacancies(path, at=at)
    ids = [each.post.id for each in empty]
    since, waiting = queries.vacant_since(ids, at=at), open_by_holder(ids)
    lines = [
        Vacancy(
            each, since.get(each.post.id), waiting.get(each.post.id, 0), is_over(viewer, each.post)
        )
        for each in empty
    ]
    never = at.replace(year=1)
    return sorted(lines, key=lambda line: (bool(line.staffing.by), line.since or never))
