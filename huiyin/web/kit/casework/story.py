"""A case told for those who work on it: what happened and by whom, in public and inside, what is owed to whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext

from huiyin.cases.queries.access import frozen_policy
from huiyin.cases.queries.detail import CaseDetail
from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import (
    PAUSED_STATES,
    ApplicationKind,
    Channel,
    Nature,
    Outcome,
    Supervision,
    TellChannel,
)
from huiyin.escalation.rules import Rung
from huiyin.escalation.rules import Step as StepName
from huiyin.ground.files import queries as files
from huiyin.groups.queries import words_of_case
from huiyin.lib.times import span_words
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.people.rules import Viewer, masked_name
from huiyin.web.kit.casework.acts import Offer, offered
from huiyin.web.kit.ladders import rungs_of
from huiyin.web.kit.links import file_link
from huiyin.web.kit.shapes import FileShown, LadderRung

if TYPE_CHECKING:
    from huiyin.cases.models import Answer, Application, Case, CaseFile, CaseStep, Party
    from huiyin.ground.files.models import StoredFile
    from huiyin.ground.ledger.models import Entry
    from huiyin.groups.models import MessageCase

# what happened, by the kind of the ledger entry without `case.`, where an operation has the word for it
HAPPENED = {
    "accepted": Operation.ACCEPT,
    "noted": Operation.NOTE,
    "handed_up": Operation.HAND_UP,
    "moved_up": Operation.MOVE_UP,
    "transferred": Operation.TRANSFER,
    "assigned": Operation.ASSIGN,
    "sent_back": Operation.SEND_BACK,
    "urgency_raised": Operation.RAISE_URGENCY,
    "instructed": Operation.INSTRUCT,
    "supervised": Operation.SUPERVISE,
    "supervision_ended": Operation.END_SUPERVISION,
    "promised": Operation.PROMISE,
    "extension_asked": Operation.ASK_EXTENSION,
    "extension_decided": Operation.DECIDE_EXTENSION,
    "reporter_asked": Operation.ASK_REPORTER,
    "reporter_replied": Operation.REPLY_AS_REPORTER,
    "suspension_asked": Operation.ASK_SUSPENSION,
    "suspension_decided": Operation.DECIDE_SUSPENSION,
    "suspended": Operation.DECIDE_SUSPENSION,
    "resumed": Operation.RESUME,
    "decline_asked": Operation.ASK_DECLINE,
    "decline_decided": Operation.DECIDE_DECLINE,
    "result_submitted": Operation.SUBMIT_RESULT,
    "checked": Operation.CHECK_RESULT,
    "told": Operation.TELL,
    "tell_tried": Operation.TELL,
    "rated": Operation.RATE,
    "called_back": Operation.CALL_BACK,
    "closed": Operation.CLOSE,
    "withdrawn": Operation.WITHDRAW,
    "merged": Operation.MERGE,
    "split": Operation.SPLIT,
    "reopened": Operation.REOPEN,
    "urged": Operation.URGE,
    "recategorised": Operation.RECATEGORISE,
    "marked_legacy": Operation.MARK_LEGACY,
    "example_published": Operation.PUBLISH_EXAMPLE,
}
SAID_SO = {
    "opened": _("反映"),
    "warned": _("快到期提醒"),
    "reminded": _("提醒"),
    "followed": _("又有人反映"),
    "unfollowed": _("不再等候"),
}


@dataclass(frozen=True)
class Told:
    """One line of the history. who: the office and the person that did it. is_public: the reporter sees it too."""

    at: datetime
    word: str
    text: str
    who: str
    is_public: bool


@dataclass(frozen=True)
class Stretch:
    """One step of the ladder with its limit. kept: whether it ended, or still stands, within it."""

    rung: str
    step: str
    holder: str
    started_at: datetime
    due_at: datetime | None
    first_due_at: datetime | None
    ended_at: datetime | None
    kept: Literal["kept", "late", "running", "paused", ""]
    late_by: str = ""

    @property
    def is_extended(self) -> bool:
        return self.first_due_at is not None and self.first_due_at != self.due_at


@dataclass(frozen=True)
class Owed:
    """Somebody to whom the answer is owed, and what was tried. phone: empty where the reader has no need of it."""

    party: "Party"
    name: str
    phone: str
    tellings: Sequence[str]


@dataclass(frozen=True)
class AnswerShown:
    answer: "Answer"
    outcome: str
    is_told: bool


@dataclass(frozen=True)
class CaseFileShown:
    file: FileShown
    is_proof: bool
    is_public: bool


@dataclass(frozen=True)
class Asked:
    """An application with its decision, if there is one."""

    application: "Application"
    kind: str
    by: str
    decided_by: str


@dataclass(frozen=True)
class Story:
    """Everything a page of a case shows. question: what the reporter was asked, while the matter waits for it."""

    case: "Case"
    detail: CaseDetail
    category: str
    nature: str
    channel: str
    supervision: str
    rung: str
    is_paused: bool
    rungs: Sequence[LadderRung]
    main: Sequence[Offer]
    more: Sequence[Offer]
    question: str
    waiting: "Application | None"
    history: Sequence[Told]
    stretches: Sequence[Stretch]
    applications: Sequence[Asked]
    answer: AnswerShown | None
    owed: Sequence[Owed]
    words: Sequence[tuple["MessageCase", str]]
    files: Sequence[CaseFileShown]


def story(
    detail: CaseDetail,
    *,
    viewer: Viewer,
    now: datetime,
    words_address: Callable[["MessageCase"], str] = lambda _words: "",
) -> Story:
    """Tell a case that the viewer may see, in three queries more than the detail; two without files.

    words_address: where this face shows words in their talk; empty for who may not open it.
    """
    case = detail.case
    names = _names(detail)
    main, more = offered(detail.operations)
    return Story(
        case=case,
        detail=detail,
        category=frozen_policy(case).category(case.category).name,
        nature=gettext(Nature(case.nature).label),
        channel=gettext(Channel(case.channel).label),
        supervision=_supervision(case),
        rung=gettext(Rung(case.rung).label),
        is_paused=case.state in PAUSED_STATES,
        rungs=rungs_of(detail, now=now, names=_held_by(detail, names)),
        main=main,
        more=more,
        question=_question(detail),
        waiting=detail.waiting,
        history=_history(detail, viewer, names),
        stretches=[_stretch(step, case, now) for step in detail.steps],
        applications=[_asked(each, names) for each in detail.applications],
        answer=_answer(detail),
        owed=_owed(detail, viewer),
        words=[(words, words_address(words)) for words in words_of_case(case)],
        files=_files(detail, viewer, now),
    )


def _names(detail: CaseDetail) -> dict[int, str]:
    """The names of who acted and the titles of the posts they acted for, by id."""
    known = {step.holder_id: step.holder.title for step in detail.steps}
    known |= {p.person_id: p.shown_name for p in detail.parties if p.person_id}
    acted = {e.by_person_id for e in detail.history} | {e.by_post_id for e in detail.history}
    asked = {
        each
        for a in detail.applications
        for each in (a.by_person_id, a.by_post_id, a.decider_id, a.decided_by_id)
    }
    missing = {each for each in acted | asked if each is not None} - known.keys()
    return known | people.names_of(missing) if missing else known


def _held_by(detail: CaseDetail, names: Mapping[int, str]) -> dict[int, str]:
    """Who acted for each post, the last one where several did."""
    return {
        entry.by_post_id: names.get(entry.by_person_id, "")
        for entry in detail.history
        if entry.by_post_id is not None and entry.by_person_id is not None
    }


def _history(detail: CaseDetail, viewer: Viewer, names: Mapping[int, str]) -> list[Told]:
    """The reporter and those who follow speak as such; who may not know their names reads them masked."""
    reporters = {p.person_id: p.shown_name for p in detail.parties if p.person_id}
    if _is_hidden(detail, viewer):
        reporters = {each: masked_name(name) for each, name in reporters.items()}
    asked = {each: gettext("诉求人 %s") % name for each, name in reporters.items()}
    as_reporter = {**names, **asked}
    said = (entry for entry in detail.history if entry.data.get("text"))
    return [_told(entry, names if entry.by_post_id else as_reporter) for entry in said]


def _is_hidden(detail: CaseDetail, viewer: Viewer) -> bool:
    """A restricted matter, and one without a name, keep the person to who handles it."""
    case = detail.case
    return (case.is_restricted or case.is_anonymous) and not viewer.acts_for(case.holder_id)


def _told(entry: "Entry", names: Mapping[int, str]) -> Told:
    return Told(
        at=entry.at,
        word=_word(entry.kind.removeprefix("case.")),
        text=gettext(str(entry.data["text"])),
        who=_who(names, entry.by_post_id, entry.by_person_id),
        is_public=bool(entry.data.get("is_public")),
    )


def _who(names: Mapping[int, str], post_id: int | None, person_id: int | None) -> str:
    words = f"{names.get(post_id or 0, '')} {names.get(person_id or 0, '')}".strip()
    return words or gettext("系统")


def _word(kind: str) -> str:
    operation = HAPPENED.get(kind)
    word = operation.label if operation else SAID_SO.get(kind, "")
    return gettext(word) if word else ""


def _stretch(step: "CaseStep", case: "Case", now: datetime) -> Stretch:
    return Stretch(
        rung=gettext(Rung(step.rung).label),
        step=gettext(StepName(step.step).label),
        holder=step.holder.title,
        started_at=step.started_at,
        due_at=step.due_at,
        first_due_at=step.first_due_at,
        ended_at=step.ended_at,
        kept=_kept(step, case, now),
        late_by=_late_by(step, now),
    )


def _kept(
    step: "CaseStep", case: "Case", now: datetime
) -> Literal["kept", "late", "running", "paused", ""]:
    if step.due_at is None:
        return ""
    if step.ended_at is not None:
        return "kept" if step.ended_at <= step.due_at else "late"
    if case.state in PAUSED_STATES:
        return "paused"
    return "running" if now <= step.due_at else "late"


def _late_by(step: "CaseStep", now: datetime) -> str:
    until = step.ended_at or now
    if step.due_at is None or until <= step.due_at:
        return ""
    return span_words(until - step.due_at, gettext)


def _supervision(case: "Case") -> str:
    level = Supervision(case.supervision)
    return "" if level is Supervision.NONE else gettext(level.label)


def _asked(application: "Application", names: Mapping[int, str]) -> Asked:
    return Asked(
        application=application,
        kind=gettext(ApplicationKind(application.kind).label),
        by=_who(names, application.by_post_id, application.by_person_id),
        decided_by=_who(names, application.decider_id, application.decided_by_id),
    )


def _answer(detail: CaseDetail) -> AnswerShown | None:
    if not detail.answers:
        return None
    last = detail.answers[-1]
    return AnswerShown(last, gettext(Outcome(last.outcome).label), detail.case.told_at is not None)


def _owed(detail: CaseDetail, viewer: Viewer) -> list[Owed]:
    """Who waits for the answer; a reporter is told of nobody else."""
    if detail.is_reporter_view:
        return []
    is_hidden = _is_hidden(detail, viewer)
    return [_party(party, detail, is_hidden=is_hidden) for party in detail.parties]


def _party(party: "Party", detail: CaseDetail, *, is_hidden: bool) -> Owed:
    tries = [
        _telling(telling.channel, reached=telling.reached)
        for telling in detail.tellings
        if telling.party_id == party.pk
    ]
    if party.person is None:
        return Owed(party, gettext("没有留名"), "", tries)
    if party.is_unnamed:
        return Owed(party, gettext(party.shown_name), "", tries)
    if is_hidden:
        return Owed(party, masked_name(party.person.name), "", tries)
    return Owed(party, party.person.name, party.person.phone, tries)


def _telling(channel: str, *, reached: bool) -> str:
    word = gettext(TellChannel(channel).label)
    return word if reached else gettext("%s（没联系上）") % word


def _question(detail: CaseDetail) -> str:
    if Operation.REPLY_AS_REPORTER not in detail.operations:
        return ""
    asked = [entry for entry in detail.history if entry.kind == "case.reporter_asked"]
    return str(asked[-1].data["text"]) if asked else ""


def _files(detail: CaseDetail, viewer: Viewer, now: datetime) -> list[CaseFileShown]:
    ids = sorted({file.file_id for file in detail.files})
    stored = files.files(ids) if ids else {}
    shown = (file for file in detail.files if file.file_id in stored)
    return [_file(file, stored[file.file_id], viewer, now) for file in shown]


def _file(file: "CaseFile", row: "StoredFile", viewer: Viewer, now: datetime) -> CaseFileShown:
    thumb = file_link(row.pk, person_id=viewer.person_id, now=now, is_thumb=True)
    return CaseFileShown(
        file=FileShown(
            kind=row.kind,
            url=file_link(row.pk, person_id=viewer.person_id, now=now),
            thumb_url=thumb if row.thumb_path else "",
            width=row.width,
            height=row.height,
            seconds=round(row.seconds) if row.seconds else None,
        ),
        is_proof=file.is_proof,
        is_public=file.is_public,
    )
