"""One case with all that its viewer may see, and what waits for a decision."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import ApplicationKind, Outcome, TellChannel
from huiyin.escalation.rules import Step
from huiyin.web.api.shapes.cases import CaseOut, PostOut, RungNumber
from huiyin.web.api.shapes.files import HangingFileOut
from huiyin.web.api.shapes.parts import Moment, Out

if TYPE_CHECKING:
    from huiyin.cases.models import Answer, Application, CaseStep, Check, Party, Told
    from huiyin.cases.queries.detail import CaseDetail
    from huiyin.ground.ledger.models import Entry


class StepOut(Out):
    """A step on a rung by one holder. `ended_by` is the operation that ended it."""

    rung: RungNumber
    step: Step
    holder: PostOut
    started_at: Moment
    due_at: Moment | None
    first_due_at: Moment | None
    ended_at: Moment | None
    ended_by: Operation | None

    @classmethod
    def of(cls, step: "CaseStep") -> "StepOut":
        return cls(
            rung=step.rung,
            step=Step(step.step),
            holder=PostOut.of(step.holder),
            started_at=step.started_at,
            due_at=step.due_at,
            first_due_at=step.first_due_at,
            ended_at=step.ended_at,
            ended_by=Operation(step.ended_by) if step.ended_by else None,
        )


class AnswerOut(Out):
    id: int
    serial: int
    text: str
    outcome: Outcome
    measures: str
    review_on: date | None
    by_post_id: int | None
    written_at: Moment
    approved_at: Moment | None

    @classmethod
    def of(cls, answer: "Answer") -> "AnswerOut":
        return cls.model_validate(answer)


class TellingOut(Out):
    """One telling of an answer, or an attempt that did not reach its person."""

    answer_id: int
    person_id: int | None
    channel: TellChannel
    at: Moment
    by_post_id: int | None
    proof: str
    reached: bool

    @classmethod
    def of(cls, told: "Told") -> "TellingOut":
        return cls(
            answer_id=told.answer_id,
            person_id=None if told.party.is_unnamed else told.party.person_id,
            channel=TellChannel(told.channel),
            at=told.at,
            by_post_id=told.by_post_id,
            proof=told.proof,
            reached=told.reached,
        )


class CheckOut(Out):
    answer_id: int
    at: Moment
    passed: bool
    reason: str

    @classmethod
    def of(cls, check: "Check") -> "CheckOut":
        return cls.model_validate(check)


class PartyOut(Out):
    """Somebody to whom the answer is owed. Without a person: unknown."""

    person_id: int | None
    name: str
    is_follower: bool
    since: Moment
    told_at: Moment | None

    @classmethod
    def of(cls, party: "Party") -> "PartyOut":
        return cls(
            person_id=None if party.is_unnamed else party.person_id,
            name=party.person.display_name if party.person and not party.is_unnamed else "",
            is_follower=party.is_follower,
            since=party.since,
            told_at=party.told_at,
        )


class ApplicationOut(Out):
    """What a holder asks of the rung above. `until`: the later due time, or when a pause is looked at again."""

    id: int
    case_id: int
    kind: ApplicationKind
    reason: str
    until: Moment | None
    right_place: str
    by_post_id: int
    asked_at: Moment
    decider_id: int
    decided_at: Moment | None
    is_approved: bool | None
    answer_text: str

    @classmethod
    def of(cls, application: "Application") -> "ApplicationOut":
        return cls.model_validate(application)


class DecisionOut(Out):
    """An application that waits for a decision, with its case."""

    application: ApplicationOut
    case: CaseOut


class DecisionsOut(Out):
    items: list[DecisionOut]


class HistoryOut(Out):
    """What happened. `by_person_id` is given to staff alone."""

    id: int
    kind: str
    at: Moment
    by_post_id: int | None
    by_person_id: int | None
    text: str
    is_public: bool

    @classmethod
    def of(cls, entry: "Entry", *, is_reporter_view: bool) -> "HistoryOut":
        return cls(
            id=entry.pk,
            kind=entry.kind,
            at=entry.at,
            by_post_id=entry.by_post_id,
            by_person_id=None if is_reporter_view else entry.by_person_id,
            text=entry.data.get("text", ""),
            is_public=bool(entry.data.get("is_public")),
        )


class CaseDetailOut(Out):
    """A case as the viewer may see it: its reporters get the public part, staff the whole.

    `operations`: what the viewer may do now, each a POST to /cases/{case_id}/<operation>.
    """

    case: CaseOut
    view: Literal["reporter", "staff"]
    operations: list[Operation]
    steps: list[StepOut]
    answers: list[AnswerOut]
    files: list[HangingFileOut]
    history: list[HistoryOut]
    parties: list[PartyOut]
    tellings: list[TellingOut]
    checks: list[CheckOut]
    applications: list[ApplicationOut]

    @classmethod
    def of(
        cls, found: "CaseDetail", *, checks: Sequence["Check"], now: datetime
    ) -> "CaseDetailOut":
        hides = found.is_reporter_view
        return cls(
            case=CaseOut.of(found.case, now=now),
            view="reporter" if hides else "staff",
            operations=found.operations,
            steps=[StepOut.of(step) for step in found.steps],
            answers=[AnswerOut.of(answer) for answer in found.answers],
            files=[HangingFileOut.of(file) for file in found.files],
            history=[HistoryOut.of(entry, is_reporter_view=hides) for entry in found.history],
            parties=[] if hides else [PartyOut.of(party) for party in found.parties],
            tellings=[] if hides else [TellingOut.of(told) for told in found.tellings],
            checks=[CheckOut.of(check) for check in checks],
            applications=[ApplicationOut.of(each) for each in found.applications],
        )
