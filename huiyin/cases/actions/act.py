"""An act on one locked case: its time, its state, its people, and how it is written down."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from huiyin.cases.actions.papers import Papers
from huiyin.cases.models import Application, Case, CaseStep
from huiyin.cases.queries.around import Around
from huiyin.cases.rules import clock, transitions
from huiyin.cases.rules.transitions import Operation, Relation
from huiyin.cases.rules.words import END_STATES, PAUSED_STATES, State
from huiyin.escalation.rules import Due, Limit, Policy, Rung, Step, Urgency
from huiyin.ground.ids import new_id
from huiyin.ground.ledger import actions as ledger
from huiyin.ground.ledger.actions import By
from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import PostFacts, Viewer


@dataclass
class Act:
    """A locked case in the hands of somebody who may do `operation` to it. The caller is in a transaction."""

    case: Case
    operation: Operation
    now: datetime
    policy: Policy
    by: By
    relations: frozenset[Relation] = frozenset({Relation.CLOCK})
    viewer: Viewer | None = None
    waiting: Application | None = None
    is_repeat: bool = False
    told_posts: set[int] = field(default_factory=set)
    around: Around = field(default_factory=Around)
    papers: Papers = field(default_factory=Papers)

    def __post_init__(self) -> None:
        self._holder_before = self.case.holder_id
        self._is_opening = self.case._state.adding  # noqa: SLF001 - Django's only word for it

    # time

    def limit(self, step: Step) -> Limit | None:
        """The limit of a step on the case's rung, by the policy frozen into the case."""
        case = self.case
        return self.policy.limit(step, Rung(case.rung), case.category, Urgency(case.urgency))

    def due(self, limit: Limit, *, since: datetime) -> Due:
        return self.around.due(self.case, self.policy, limit, since=since)

    def begin_step(self, step: Step, *, since: datetime | None = None) -> None:
        """End the running step and start the next one's clock. since: when its time began, now if not given."""
        limit = self.limit(step)
        if limit is None:
            raise Refused(_("还没有为“%(step)s”设定时限，请联系管理员。"), step=step.label)
        due = self.due(limit, since=since or self.now)
        self.run_step(step, due, since=since or self.now)

    def run_step(self, step: Step, due: Due, *, since: datetime) -> None:
        """Put a step with a known due time in the place of the running one."""
        self.end_step(self.operation)
        self.note_step(step, due, since=since)
        self.case.step = step
        self.take_due(due)
        self.case.is_warned = due.warn_at <= self.now

    def note_step(self, step: Step, due: Due, *, since: datetime) -> None:
        """Write the row of a step that begins."""
        begun = {
            "id": new_id(),
            "case_id": self.case.pk,
            "rung": self.case.rung,
            "step": step,
            "holder_id": self.case.holder_id,
            "started_at": since,
            "due_at": due.at,
            "first_due_at": due.at,
        }
        self.papers.begin_step(begun)

    def take_due(self, due: Due) -> None:
        case = self.case
        case.due_at, case.warn_at = due.at, due.warn_at
        case.is_due_provisional = due.is_provisional
        case.is_warned = False
        case.overdue_since = case.nagged_at = None

    def end_step(self, how: str) -> None:
        self.papers.end_step(self.case, at=self.now, how=how)

    def running_step(self) -> CaseStep:
        return self.around.running_step(self.case)

    # state

    def enter(self, state: State) -> None:
        """Change the state, with what must change together with it."""
        case = self.case
        case.state, case.state_since = state, self.now
        case.is_ended = state in END_STATES
        if state is not State.AWAITING_CHECK:
            case.checker_id = case.checker_rung = None
        if state not in PAUSED_STATES:
            case.resume_at = case.remind_at = case.paused_at = case.time_left = None
        case.ended_at = self.now if case.is_ended else None
        if case.is_ended:
            self.end_step(self.operation)
            case.due_at = case.warn_at = None

    def reply_now(self) -> None:
        """Keep the moment of the first human answer to the reporter."""
        self.case.first_reply_at = self.case.first_reply_at or self.now

    # people

    def superior(self) -> PostFacts:
        """The post one rung up that decides; on the top rung the holder's own post, by another person."""
        rung = Rung(self.case.rung)
        return self.around.holder_on(self.case, from_rung=rung.above or rung)[1]

    def chain(self) -> set[int]:
        """Every post that has held the case, and the one that holds it now."""
        return {*self.around.held_by(self.case), self.case.holder_id}

    def lapse_application(self) -> None:
        """What the former holder asked for ends when the case changes hands or leaves the states it was asked in."""
        waiting = self.waiting
        if waiting is None or waiting.decided_at is not None:
            return
        is_handed_over = self.case.holder_id != self._holder_before
        asked_in = transitions.TABLE[Operation(f"decide_{waiting.kind}")].states
        if is_handed_over or self.case.state not in asked_in:
            waiting.decided_at, waiting.is_approved = self.now, False
            waiting.answer_text = "这件事已有变化，申请不再需要审批。"
            self.papers.decide(waiting)

    # the end of an act

    def finish(
        self,
        kind: str,
        text: str,
        *,
        is_public: bool = False,
        tell_posts: Iterable[int] = (),
        tell_parties: str = "",
        **data: Any,
    ) -> Case:
        """Write the row, then announce what happened; return the case. The arguments are those of `announce`."""
        self.lapse_application()
        self.save()
        return self.announce(
            kind,
            text,
            is_public=is_public,
            tell_posts=tell_posts,
            tell_parties=tell_parties,
            **data,
        )

    def announce(
        self,
        kind: str,
        text: str,
        *,
        is_public: bool = False,
        tell_posts: Iterable[int] = (),
        tell_parties: str = "",
        **data: Any,
    ) -> Case:
        """Write the ledger entry and the notices of a row that is written.

        kind: of the ledger entry, without `case.`. text: what the history shows. tell_posts: the posts that get a
        notice; the actor's own are left out. tell_parties: the sentence for the reporter and followers, if any.
        data: more for those who react.
        """
        entry_id = self.record(kind, text, is_public=is_public, **data)
        own_posts = self.viewer.post_ids if self.viewer else frozenset()
        about = {"case_id": self.case.pk, "entry_id": entry_id, "kind": kind, "at": self.now}
        posts = sorted({*tell_posts} - own_posts)
        told = [about | {"post_id": post, "person_id": None, "text": text} for post in posts]
        if tell_parties:
            others = [person for person in self.persons if person != self.by.person_id]
            words = {"text": tell_parties}
            told += [about | {"post_id": None, "person_id": each, **words} for each in others]
        self.papers.tell([{"id": new_id(), **notice} for notice in told])
        return self.case

    def save(self) -> None:
        case = self.case
        alarm = clock.next_alarm(case.clock_facts())
        case.clock_at = alarm.at if alarm else None
        case.version += not self._is_opening
        self.papers.save_case(case, is_new=self._is_opening)

    def record(self, kind: str, text: str, *, is_public: bool, **data: Any) -> int:
        """Write an entry of the ledger that nobody gets a notice of. Returns its id."""
        entry = ledger.draft(
            f"case.{kind}",
            subject="case",
            subject_id=self.case.pk,
            by=self.by,
            at=self.now,
            area=self.case.area,
            data=facts(self.case) | {"text": text, "is_public": is_public} | data,
            topics=self.topics(),
        )
        self.papers.record(entry)
        return entry.id

    @cached_property
    def persons(self) -> list[int]:
        """Who waits for the answer when the act begins, as far as they are known."""
        return self.around.persons(self.case)

    def topics(self) -> list[str]:
        case = self.case
        posts = self.told_posts | {post for post in (case.holder_id, case.checker_id) if post}
        return [
            f"case:{case.pk}",
            *(f"post:{p}" for p in sorted(posts)),
            *(f"person:{p}" for p in self.persons),
            # the lists of everybody who looks over the place
            *(f"node:{node}" for node in self.around.places(case)),
        ]


def facts(case: Case) -> dict[str, Any]:
    """What every entry about a case says of it."""
    return {
        "number": case.number,
        "state": str(case.state),
        "rung": int(case.rung),
        "holder_id": case.holder_id,
        "due_at": case.due_at.isoformat() if case.due_at else None,
    }
