"""The one scope of cases, and what a viewer may do to one of them."""

from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from huiyin.cases.models import Application, Case, Party
from huiyin.cases.queries.lines import CaseLine
from huiyin.cases.rules.transitions import TABLE, Operation, Relation, allowed, may_reopen
from huiyin.cases.rules.words import ApplicationKind, State
from huiyin.escalation import queries as escalation
from huiyin.escalation.rules import Policy, Rung
from huiyin.lib.refusal import NotThere
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import PostFacts, Role, Verb, Viewer

RUNG_OF_ROLE: dict[Role, Rung] = {rung.role: rung for rung in Rung} | {
    Role.GOVERNANCE_DEPUTY: Rung.STREET_GRID_CENTRE,  # answers for rung 4 (handbook §4.2)
    Role.STREET_LEAD: Rung.STREET_GRID_CENTRE,  # watches over it, holds no case
}
# the posts a case can be given to
HOLDING: dict[Role, Rung] = {
    role: rung for role, rung in RUNG_OF_ROLE.items() if Verb.HANDLE in role.verbs
}
# restricted cases are known to their holder, and to those who must decide above
RESTRICTED_FROM = Rung.SECRETARY

_DECISIONS = {
    Operation.DECIDE_EXTENSION: ApplicationKind.EXTENSION,
    Operation.DECIDE_SUSPENSION: ApplicationKind.SUSPENSION,
    Operation.DECIDE_DECLINE: ApplicationKind.DECLINE,
}
_APPLICATIONS = {
    Operation.ASK_EXTENSION,
    Operation.ASK_SUSPENSION,
    Operation.ASK_DECLINE,
}


def visible(viewer: Viewer) -> QuerySet[Case]:
    """The cases a viewer may see: list, detail, search, counts, map, export and files all begin here.

    Raised or followed by them; held or checked by a post they act for now; in the area of such a post, restricted
    ones from the secretary upwards.
    """
    return Case.objects.filter(_SeenBy(viewer))


def visible_apart(viewer: Viewer) -> tuple[QuerySet[Case], QuerySet[Case]]:
    """The same cases, for counting: those of the viewer's places, and the others. Each part has an index of its own."""
    in_places, besides = _SeenBy(viewer, _Sight.IN_PLACES), _SeenBy(viewer, _Sight.BESIDES)
    return Case.objects.filter(in_places), Case.objects.filter(besides)


class _Sight(Enum):
    """By what a viewer sees a case. BESIDES: by what they hold, check, raised or follow, and by no place."""

    ANY = auto()
    IN_PLACES = auto()
    BESIDES = auto()


class _SeenBy(Func):
    """The scope as one condition: every question about cases carries it, a tree of Q took longer to write down than to
    answer.
    """

    output_field = BooleanField()

    def __init__(self, viewer: Viewer, by: _Sight = _Sight.ANY) -> None:
        super().__init__("id", "holder_id", "checker_id", "is_restricted", "area")
        self._by = by
        self._person_id = viewer.person_id
        self._post_ids = [post.id for post in viewer.posts]
        ladder = [
            (rung, path)
            for post in viewer.posts
            if (rung := RUNG_OF_ROLE.get(post.role))
            for path in post.paths
        ]
        self._whole = sorted({path for rung, path in ladder if rung >= RESTRICTED_FROM})
        # what decides sees everything there: asked again, the same place would cost a second look
        self._open = sorted({path for _rung, path in ladder} - set(self._whole))

    def as_sql(  # type: ignore[override]  # the stubs know of no value that is an array
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any
    ) -> tuple[str, tuple[object, ...]]:
        columns = (compiler.compile(column)[0] for column in self.get_source_expressions())
        pk, holder, checker, is_restricted, area = columns
        places = [f"{area} LIKE %s"] * len(self._whole)
        places += [f"(NOT {is_restricted} AND {area} LIKE %s)"] * len(self._open)
        in_places = " OR ".join(places) or "FALSE"
        paths = tuple(f"{path}%" for path in (*self._whole, *self._open))
        # the array is read once and met by the primary key; EXISTS would be asked of every row
        raised = "SELECT case_id FROM cases_party WHERE person_id = %s"
        besides = f"{holder} = ANY(%s) OR {checker} = ANY(%s) OR {pk} = ANY(ARRAY({raised}))"
        values = (self._post_ids, self._post_ids, self._person_id)
        match self._by:
            case _Sight.IN_PLACES:
                return f"({in_places})", paths
            case _Sight.BESIDES:
                return f"(NOT ({in_places}) AND ({besides}))", (*paths, *values)
            case _:
                # places first: for who counts a whole county they are the answer nearly always, the rest is not asked
                return f"({in_places} OR {besides})", (*paths, *values)


def access_case(viewer: Viewer, case_id: int) -> Case:
    """Return a case within the viewer's scope. Raises NotThere otherwise, whether it exists or not."""
    case = visible(viewer).select_related("node", "holder", "answer").filter(pk=case_id).first()
    if case is None:
        raise NotThere(_("没有找到这件事，或者您没有权限查看。"))
    return case


def relations(
    case: Case, viewer: Viewer, *, waiting: Application | None, is_party: bool | None = None
) -> frozenset[Relation]:
    """What a viewer is to a case now. waiting: the undecided application of the case, if any.

    is_party: whether the viewer raised or follows it, where the caller has loaded the parties already.
    """
    found = set()
    if is_party is None:
        is_party = Party.objects.filter(case=case, person_id=viewer.person_id).exists()
    if is_party:
        found.add(Relation.REPORTER)
    if viewer.acts_for(case.holder_id):
        found.add(Relation.HOLDER)
    rungs = {RUNG_OF_ROLE[post.role] for post in covering(case, viewer)}
    if rungs:
        found.add(Relation.STAFF)
        if max(rungs) > case.rung:
            found.add(Relation.SUPERIOR)
    may_check = viewer.acts_for(case.checker_id) or Relation.SUPERIOR in found
    if may_check and viewer.person_id != case.handler_id:
        found.add(Relation.CHECKER)
    if waiting and viewer.acts_for(waiting.decider_id) and viewer.person_id != waiting.by_person_id:
        found.add(Relation.DECIDER)
    return frozenset(found)


def covering(case: Case, viewer: Viewer) -> list[PostFacts]:
    """The viewer's posts on the ladder whose area holds the case: of a restricted one those who decide, and who holds it.

    Whoever raised it and has a low post in the same place reads of it as its reporter, no more.
    """
    return [
        post
        for post in viewer.posts
        if post.role in RUNG_OF_ROLE
        and any(case.area.startswith(path) for path in post.paths)
        and _knows_of(post, case)
    ]


def _knows_of(post: PostFacts, case: Case) -> bool:
    is_high = RUNG_OF_ROLE[post.role] >= RESTRICTED_FROM
    return not case.is_restricted or is_high or post.id in (case.holder_id, case.checker_id)


def waiting_application(case: Case) -> Application | None:
    return Application.objects.filter(case=case, decided_at=None).first()


def operations(case: Case, viewer: Viewer, *, now: datetime) -> list[Operation]:
    """What the viewer may do to the case now, in the order of the table."""
    waiting = waiting_application(case)
    return operations_of(case, relations(case, viewer, waiting=waiting), waiting, now=now)


def frozen_policy(case: Case | CaseLine) -> Policy:
    """The policy and calendar under which a case was opened."""
    return escalation.policy(version=case.policy_version, calendar_version=case.calendar_version)


def operations_of(
    case: Case, who: frozenset[Relation], waiting: Application | None, *, now: datetime
) -> list[Operation]:
    """What these relations may do to the case now, in the order of the table."""
    state = State(case.state)
    return [
        operation
        for operation in TABLE
        if allowed(operation, state=state, relations=who)
        and _is_open_to(operation, case, waiting, now)
    ]


def _is_open_to(
    operation: Operation, case: Case, waiting: Application | None, now: datetime
) -> bool:
    if operation in _DECISIONS:
        return waiting is not None and waiting.kind == _DECISIONS[operation]
    if operation in _APPLICATIONS:
        return waiting is None
    if operation is Operation.SEND_BACK:
        return not case.must_take
    if operation is Operation.HAND_UP:
        return case.rung < max(Rung)
    if operation is Operation.REOPEN:
        return may_reopen(case.ended_at, days=frozen_policy(case).settings.reopen_days, now=now)
    return True
