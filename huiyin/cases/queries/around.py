"""What an act must know of the rows and posts around its case: asked one by one, or for many cases beforehand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from huiyin.cases.models import Application, Case, CaseStep, Party
from huiyin.cases.queries.access import waiting_application
from huiyin.cases.queries.holders import nearest
from huiyin.escalation.rules import Rung
from huiyin.ground.among import among
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts, Role
from huiyin.territory import queries as territory


def _by_case(rows: Iterable[tuple[int, int | None]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for case_id, other_id in rows:
        if other_id is not None:
            found[case_id].append(other_id)
    return found


class Around:
    """Asks the database at each question: right for an act on one case."""

    def waiting(self, case: Case) -> Application | None:
        return waiting_application(case)

    def running_step(self, case: Case) -> CaseStep:
        return CaseStep.objects.get(case=case, ended_at=None)

    def held_by(self, case: Case) -> set[int]:
        """The posts that have held the case up to now."""
        return set(CaseStep.objects.filter(case=case).values_list("holder_id", flat=True))

    def persons(self, case: Case) -> list[int]:
        """Who waits for the answer, as far as they are known."""
        known = Party.objects.filter(case=case, person__isnull=False)
        return list(known.values_list("person_id", flat=True))

    def posts(self, case: Case, roles: Iterable[Role]) -> dict[Role, PostFacts]:
        """The posts of these roles that look after the case's place."""
        return people.responsible_posts(roles=roles, node_id=case.node_id)

    def holder_on(self, case: Case, *, from_rung: Rung) -> tuple[Rung, PostFacts]:
        """The post of the case's place on a rung, or on the next one that has any. Raises Refused without one."""
        roles = [rung.role for rung in Rung if rung >= from_rung]
        return nearest(self.posts(case, roles), from_rung=from_rung)

    def title(self, post_id: int) -> str:
        return people.post_facts(post_id).title

    def places(self, case: Case) -> list[int]:
        """The nodes from the city down to the case's own."""
        return territory.ids_along(case.area)


class AroundNew(Around):
    """For a case that is being opened: its people and its place were read to open it."""

    def __init__(self, *, persons: Sequence[int], places: Sequence[int]) -> None:
        self._persons, self._places = persons, places

    def persons(self, case: Case) -> list[int]:
        return list(self._persons)

    def places(self, case: Case) -> list[int]:
        return list(self._places)


class AroundMany(Around):
    """Has asked for all of these cases in a handful of queries, however many they are: for the clock."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._ids = [case.pk for case in cases]
        ours = among("case_id", self._ids)
        undecided = Application.objects.filter(ours, decided_at=None)
        self._waiting = {each.case_id: each for each in undecided}
        steps = CaseStep.objects.filter(ours)
        self._held_by = _by_case(steps.values_list("case_id", "holder_id"))
        known = Party.objects.filter(ours, person__isnull=False)
        self._persons = _by_case(known.values_list("case_id", "person_id"))
        self._places = territory.ids_along_each({case.area for case in cases})
        self._paths = territory.paths_of({case.node_id for case in cases})
        self._posts = people.PostsOver(self._paths.values())
        posts = {post for case in cases for post in (case.holder_id, case.checker_id) if post}
        self._titles = people.titles_of(posts)

    @cached_property
    def _running(self) -> dict[int, CaseStep]:
        """Asked for when the first act wants it: most that the clock does ends a step unread."""
        running = CaseStep.objects.filter(among("case_id", self._ids), ended_at=None)
        return {step.case_id: step for step in running}

    def waiting(self, case: Case) -> Application | None:
        return self._waiting.get(case.pk)

    def running_step(self, case: Case) -> CaseStep:
        return self._running[case.pk]

    def held_by(self, case: Case) -> set[int]:
        return set(self._held_by[case.pk])

    def persons(self, case: Case) -> list[int]:
        return self._persons[case.pk]

    def posts(self, case: Case, roles: Iterable[Role]) -> dict[Role, PostFacts]:
        posts = self._posts.of(self._paths[case.node_id], roles)
        self._titles.update((post.id, post.title) for post in posts.values())
        return posts

    def title(self, post_id: int) -> str:
        return self._titles[post_id]

    def places(self, case: Case) -> list[int]:
        return self._places[case.area]
