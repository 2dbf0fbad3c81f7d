"""What an act must know of the rows and posts around its case: asked one by one, or for many cases beforehand."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from functools import cached_property, partial

from huiyin.cases.models import Application, Case, CaseStep, Party
from huiyin.cases.queries.access import waiting_application
from huiyin.cases.queries.holders import nearest
from huiyin.escalation import rules as ladder
from huiyin.escalation.rules import Due, Limit, Policy, Rung
from huiyin.ground.among import among
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts, Role
from huiyin.territory import queries as territory
from huiyin.territory.rules import paths_above


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
        return nearest(self.posts(case, roles).get, from_rung=from_rung)

    def title(self, post_id: int) -> str:
        return people.post_facts(post_id).title

    def places(self, case: Case) -> list[int]:
        """The nodes from the city down to the case's own."""
        return territory.ids_along(case.area)

    def due(self, case: Case, policy: Policy, limit: Limit, *, since: datetime) -> Due:
        """When a limit is used up at the case's place."""
        calendar = policy.calendar.at(case.area)
        return ladder.due(start=since, limit=limit, calendar=calendar, hours=policy.hours)


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
        self._paths = territory.paths_of({case.node_id for case in cases})
        self._nodes = territory.ids_at({*self._paths.values(), *(case.area for case in cases)})
        self._posts = people.PostsOver({node: path for path, node in self._nodes.items()})
        posts = {post for case in cases for post in (case.holder_id, case.checker_id) if post}
        self._titles = people.titles_of(posts)
        self._dues: dict[Hashable, Due] = {}

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
        found = {role: self._post(case, role) for role in roles}
        return {role: post for role, post in found.items() if post}

    def holder_on(self, case: Case, *, from_rung: Rung) -> tuple[Rung, PostFacts]:
        return nearest(partial(self._post, case), from_rung=from_rung)

    def _post(self, case: Case, role: Role) -> PostFacts | None:
        post = self._posts.nearest(self._paths[case.node_id], role)
        if post:
            self._titles[post.id] = post.title
        return post

    def title(self, post_id: int) -> str:
        return self._titles[post_id]

    def places(self, case: Case) -> list[int]:
        return [self._nodes[path] for path in paths_above(case.area) if path in self._nodes]

    def due(self, case: Case, policy: Policy, limit: Limit, *, since: datetime) -> Due:
        """Counted once for all that begin such a limit at this moment under the same calendar."""
        versions = policy.version, policy.calendar.version
        same = versions, policy.calendar.local_places(case.area), limit, since
        if same not in self._dues:
            self._dues[same] = super().due(case, policy, limit, since=since)
        return self._dues[same]
