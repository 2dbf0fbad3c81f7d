"""A case told for those who work on it: what happened and by whom, in public and inside, what is owed to whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

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
)
from huiyin.escalation.rules import Rung
from huiyin.ground.files import queries as files
from huiyin.groups.queries import words_of_case
from huiyin.people import queries as people
from huiyin.people.rules import Viewer
from huiyin.web.kit.casework.acts import Offer, offered
from huiyin.web.kit.casework.history import Told, history, who
from huiyin.web.kit.casework.owed import Owed, owed
from huiyin.web.kit.casework.stretches import Stretch, stretch
from huiyin.web.kit.ladders import rungs_of
from huiyin.web.kit.links import file_link
from huiyin.web.kit.shapes import FileShown, LadderRung

if TYPE_CHECKING:
    from huiyin.cases.models import Answer, Application, Case, CaseFile
    from huiyin.ground.files.models import StoredFile
    from huiyin.groups.models import MessageCase


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
        history=history(detail, viewer, names),
        stretches=[stretch(step, case, now) for step in detail.steps],
        applications=[_asked(each, names) for each in detail.applications],
        answer=_answer(detail),
        owed=owed(detail, viewer),
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


def _supervision(case: "Case") -> str:
    level = Supervision(case.supervision)
    return "" if level is Supervision.NONE else gettext(level.label)


def _asked(application: "Application", names: Mapping[int, str]) -> Asked:
    return Asked(
        application=application,
        kind=gettext(ApplicationKind(application.kind).label),
        by=who(names, application.by_post_id, application.by_person_id),
        decided_by=who(names, application.decider_id, application.decided_by_id),
    )


def _answer(detail: CaseDetail) -> AnswerShown | None:
    if not detail.answers:
        return None
    last = detail.answers[-1]
    return AnswerShown(last, gettext(Outcome(last.outcome).label), detail.case.told_at is not None)


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
