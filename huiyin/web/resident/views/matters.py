"""我的事: what one raised or follows, who has it, and what one may do about it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases import actions
from huiyin.cases.queries import detail, lists
from huiyin.cases.queries.detail import CaseDetail
from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import Outcome, State
from huiyin.ground.files import queries as files
from huiyin.lib.refusal import NotThere
from huiyin.people import queries as people
from huiyin.web.kit.edges import edge, resident_required
from huiyin.web.kit.forms import refusals_in
from huiyin.web.kit.ladders import rungs_of
from huiyin.web.kit.links import file_link
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.shapes import FileShown, LadderRung
from huiyin.web.resident.forms import (
    MatterForm,
    RateForm,
    ReasonForm,
    ReopenForm,
    ReplyForm,
    UrgeForm,
)
from huiyin.web.resident.pages import page, page_with_form

if TYPE_CHECKING:
    from huiyin.cases.models import Case
    from huiyin.ground.files.models import StoredFile

WAITS_FOR_ME = frozenset({State.AWAITING_REPORTER, State.AWAITING_RATING})


@never_cache
@require_safe
@edge
@resident_required
def matters(request: SignedIn) -> HttpResponse:
    mine = lists.mine(request.viewer)
    context = {
        "waiting": [case for case in mine if case.state in WAITS_FOR_ME],
        "running": [c for c in mine if not c.is_ended and c.state not in WAITS_FOR_ME],
        "ended": [case for case in mine if case.is_ended],
        "topic": f"person:{request.viewer.person_id}",
    }
    return page(request, "resident/matters.html", context)


@never_cache
@require_safe
@edge
@resident_required
def matter(request: SignedIn, case_id: int) -> HttpResponse:
    return _matter_page(request, case_id)


@dataclass(frozen=True)
class _Act:
    """Something a reporter does to their own matter, and the good news afterwards."""

    operation: Operation
    form: type[MatterForm]
    do: Callable[[SignedIn, Any, dict[str, Any]], "Case"]
    done: str


def _rate(_request: SignedIn, form: RateForm, asked: dict[str, Any]) -> "Case":
    said = form.cleaned_data
    return actions.rate(solved=said["solved"], stars=said["stars"], text=said["text"], **asked)


def _reopen(_request: SignedIn, form: ReopenForm, asked: dict[str, Any]) -> "Case":
    return actions.reopen(reason=form.cleaned_data["text"], **asked)


def _withdraw(_request: SignedIn, form: ReasonForm, asked: dict[str, Any]) -> "Case":
    return actions.withdraw(reason=form.cleaned_data["text"], **asked)


def _urge(_request: SignedIn, _form: UrgeForm, asked: dict[str, Any]) -> "Case":
    return actions.urge(**asked)


def _reply(request: SignedIn, form: ReplyForm, asked: dict[str, Any]) -> "Case":
    file_ids = form.take_files(request)
    text = form.cleaned_data["text"]
    if not text.strip() and file_ids:
        text = gettext_noop("（见附上的照片或语音）")  # stored: the language of the service
    return actions.reply_as_reporter(text=text, file_ids=file_ids, **asked)


ACTS = {
    "rate": _Act(Operation.RATE, RateForm, _rate, gettext_noop("谢谢您告诉我们。")),
    "reopen": _Act(
        Operation.REOPEN, ReopenForm, _reopen, gettext_noop("已经重新办理，交给了上一级。")
    ),
    "withdraw": _Act(Operation.WITHDRAW, ReasonForm, _withdraw, gettext_noop("已经撤回。")),
    "urge": _Act(Operation.URGE, UrgeForm, _urge, gettext_noop("已经提醒承办人和上一级。")),
    "reply": _Act(
        Operation.REPLY_AS_REPORTER, ReplyForm, _reply, gettext_noop("已经转给承办人，继续办理。")
    ),
}


@require_POST
@edge
@resident_required
def act(request: SignedIn, case_id: int, act: str) -> HttpResponse:
    if act not in ACTS:
        raise NotThere(gettext("没有找到这个页面。"))
    chosen = ACTS[act]
    form = chosen.form(request.POST, request.FILES)
    if form.is_valid():
        asked = {
            "case_id": case_id,
            "viewer": request.viewer,
            "now": request.now,
            "version": form.cleaned_data["version"],
            "client_key": form.key,
        }
        with refusals_in(form):
            # staff may see other people's matters; here everybody acts on their own
            detail.own_matter(request.viewer, case_id, now=request.now)
            chosen.do(request, form, asked)
            toasts.success(request, gettext(chosen.done))
            return redirect("resident:matter", case_id=case_id)
    return _matter_page(request, case_id, act=act, form=form)


def _matter_page(
    request: SignedIn, case_id: int, *, act: str = "", form: MatterForm | None = None
) -> HttpResponse:
    """The page of a matter; after an error, with the form as it was filled in and the newest state around it."""
    shown = detail.own_matter(request.viewer, case_id, now=request.now)
    case = shown.case
    names = people.acting_names([case.holder_id], at=request.now)
    stored = files.files([file.file_id for file in shown.files]) if shown.files else {}
    forms = {name: _fresh(case, each) for name, each in ACTS.items()}
    if form is not None:
        forms[act] = form
        form.show_version(case.version)
    context = {
        "case": case,
        "shown": shown,
        "rungs": _rungs(shown, rungs_of(shown, now=request.now, names=names)),
        "answer": _answer(shown),
        "files": [_shown(stored[f.file_id], request) for f in shown.files if f.file_id in stored],
        "history": [entry for entry in shown.history if entry.data.get("text")],
        "forms": forms,
        "failed": act,
        "may": {name: _may(name, shown) for name in ACTS},
        "phone": case.holder.phone or case.node.phone,
        "holder_name": names.get(case.holder_id, ""),
        "question": _question(shown),
        "was_urged": case.urged_at is not None and case.urged_count > 0,
        "topic": f"case:{case.pk}",
    }
    if form is None:
        return page(request, "resident/matter.html", context)
    return page_with_form(request, "resident/matter.html", form, context)


def _fresh(case: "Case", chosen: _Act) -> MatterForm:
    return chosen.form(initial={"version": case.version})


def _may(name: str, shown: CaseDetail) -> bool:
    if name == "reopen" and shown.case.state == State.WITHDRAWN:
        return False  # what the person took back themselves they say anew
    return ACTS[name].operation in shown.operations


def _question(shown: CaseDetail) -> str:
    """What the holder wants to know, while the matter waits for it."""
    if shown.case.state != State.AWAITING_REPORTER:
        return ""
    asked = [entry for entry in shown.history if entry.kind == "case.reporter_asked"]
    return str(asked[-1].data["text"]) if asked else ""


@dataclass(frozen=True)
class _Answer:
    """The answer as the person reads it."""

    text: str
    outcome: str
    measures: str
    is_solved: bool


def _answer(shown: CaseDetail) -> _Answer | None:
    if not shown.answers or shown.case.told_at is None:
        return None
    last = shown.answers[-1]
    outcome = Outcome(last.outcome)
    return _Answer(last.text, gettext(outcome.label), last.measures, outcome is Outcome.SOLVED)


def _rungs(shown: CaseDetail, rungs: list[LadderRung]) -> list[LadderRung]:
    """The ladder without the words of the answer, which stand above it."""
    answer = _answer(shown)
    if answer is None:
        return rungs
    return [
        replace(rung, sentences=[said for said in rung.sentences if said != answer.text])
        for rung in rungs
    ]


def _shown(file: "StoredFile", request: SignedIn) -> FileShown:
    person_id = request.viewer.person_id
    return FileShown(
        kind=file.kind,
        url=file_link(file.pk, person_id=person_id, now=request.now),
        thumb_url=file_link(file.pk, person_id=person_id, now=request.now, is_thumb=True)
        if file.thumb_path
        else "",
        width=file.width,
        height=file.height,
        seconds=round(file.seconds) if file.seconds else None,
    )
