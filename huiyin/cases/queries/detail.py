"""One case with all that a viewer may see of it."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.cases.models import Answer, Application, Case, CaseFile, CaseStep, Check, Party, Told
from huiyin.cases.queries import access
from huiyin.cases.rules.transitions import Operation, Relation
from huiyin.ground.ledger import queries as ledger_queries
from huiyin.ground.ledger.models import Entry
from huiyin.lib.refusal import NotThere
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import Viewer
from huiyin.trust.rules.detecting import public


@dataclass(frozen=True)
class CaseDetail:
    """A case as its page shows it. For a reporter: the public part of history, files and answers alone."""

    case: Case
    is_reporter_view: bool
    steps: list[CaseStep]
    parties: list[Party]
    answers: list[Answer]
    tellings: list[Told]
    applications: list[Application]
    files: list[CaseFile]
    history: list[Entry]
    operations: list[Operation]

    @property
    def waiting(self) -> Application | None:
        """The application that waits for a decision, if any."""
        return next((a for a in self.applications if a.decided_at is None), None)

    @property
    def reopen_days(self) -> int:
        """How long after its end the reporter may have it reopened: natural days."""
        return access.frozen_policy(self.case).settings.reopen_days


def own_matter(viewer: Viewer, case_id: int, *, now: datetime) -> CaseDetail:
    """The page of a person's own matter: its public part and what its reporter may do, whatever posts they hold.

    Four queries. Raises NotThere for a matter they neither raised nor follow.
    """
    own = Case.objects.filter(parties__person_id=viewer.person_id)
    case = own.select_related("node", "holder", "answer", "merged_into").filter(pk=case_id).first()
    if case is None:
        raise NotThere(_("没有找到这件事，或者您没有权限查看。"))
    history = ledger_queries.history("case", case.pk)
    if case.reporter_id != viewer.person_id:
        _mask_for_follower(case, history)
    return CaseDetail(
        case=case,
        is_reporter_view=True,
        steps=list(case.steps.select_related("holder").order_by("id")),
        parties=[],
        answers=[case.answer] if case.answer and case.answer.approved_at else [],
        tellings=[],
        applications=[],
        files=list(case.files.filter(is_public=True).order_by("id")),
        history=[entry for entry in history if entry.data.get("is_public")],
        operations=access.operations_of(case, frozenset({Relation.REPORTER}), None, now=now),
    )


def _mask_for_follower(case: Case, history: list[Entry]) -> None:
    """Who only follows a matter reads what others wrote in it as in a group; the rows themselves stay whole."""
    case.title, case.text, case.place = public(case.title), public(case.text), public(case.place)
    if case.answer:
        case.answer.text, case.answer.measures = (
            public(case.answer.text),
            public(case.answer.measures),
        )
    for entry in history:
        entry.data = {
            name: public(value) if isinstance(value, str) else value
            for name, value in entry.data.items()
        }


def detail(viewer: Viewer, case_id: int, *, now: datetime) -> CaseDetail:
    """Return a case within the viewer's scope, in eight queries. Raises NotThere outside it."""
    case = access.access_case(viewer, case_id)
    applications = list(case.applications.order_by("id"))
    parties = list(case.parties.select_related("person").order_by("id"))
    waiting = next((each for each in applications if each.decided_at is None), None)
    is_party = any(party.person_id == viewer.person_id for party in parties)
    who = access.relations(case, viewer, waiting=waiting, is_party=is_party)
    is_reporter_view = not who - {Relation.REPORTER}
    history = ledger_queries.history("case", case.pk)
    files = list(case.files.order_by("id"))
    answers = list(case.answers.select_related("by_post").order_by("serial"))
    tellings = case.tellings.select_related("party__person", "by_post").order_by("id")
    return CaseDetail(
        case=case,
        is_reporter_view=is_reporter_view,
        steps=list(case.steps.select_related("holder").order_by("id")),
        parties=parties,
        answers=[a for a in answers if a.approved_at or not is_reporter_view],
        tellings=list(tellings) if answers else [],
        applications=[] if is_reporter_view else applications,
        files=[file for file in files if file.is_public or not is_reporter_view],
        history=[e for e in history if e.data.get("is_public") or not is_reporter_view],
        operations=access.operations_of(case, who, waiting, now=now),
    )


def checks_of(found: CaseDetail) -> list[Check]:
    """The checks of what was answered, in order; no reporter sees them. One query; none without an answer."""
    is_any = found.answers and not found.is_reporter_view
    return list(found.case.checks.order_by("id")) if is_any else []
