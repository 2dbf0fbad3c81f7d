"""One act on a case, run from its form: every surface does it the same way, in its own frame."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from huiyin.cases.queries.access import frozen_policy
from huiyin.cases.queries.detail import CaseDetail, detail
from huiyin.cases.queries.holders import next_holder
from huiyin.cases.rules import transitions
from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import State
from huiyin.lib.refusal import Conflict, NotThere
from huiyin.web.kit.casework.acts import OFFERED, Offer
from huiyin.web.kit.casework.forms import CaseForm, Desk
from huiyin.web.kit.forms import refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.uploads import resent


class Show(Protocol):
    """The page of a surface around a form; it answers with the status that the form asks for."""

    def __call__(
        self, request: SignedIn, form: CaseForm, context: Mapping[str, Any], /
    ) -> HttpResponse: ...


def act_on(request: SignedIn, *, case_id: int, act: str, show: Show, back: str) -> HttpResponse:
    """Show the form of an act, or do it and go back to the case. A stale version keeps what was typed.

    back: the address of the case on this surface. Raises NotThere, NotAllowed, Conflict for a form that could only be refused.
    """
    if act not in OFFERED:
        raise NotThere("没有找到这个页面。")
    offer, shown = OFFERED[act], detail(request.viewer, case_id, now=request.now)
    desk = Desk(shown, frozen_policy(shown.case), request.viewer, request.now)
    if request.method != "POST":
        _demand(offer, desk)
        form = offer.form(desk=desk)
        return show(request, form, _context(request, offer, form, desk))
    form = offer.form(request.POST, request.FILES, desk=desk)
    if form.is_valid():
        with refusals_in(form):
            offer.do(request, form, _asked(request, case_id, form))
            toasts.success(request, gettext(offer.done))
            return redirect(back)
    # what is sent next is about what the person sees now
    resent(form, "version", str(shown.case.version))
    return show(request, form, _context(request, offer, form, desk))


def _asked(request: SignedIn, case_id: int, form: CaseForm) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "viewer": request.viewer,
        "now": request.now,
        "version": form.cleaned_data["version"],
        "client_key": form.key,
    }


def _demand(offer: Offer, desk: Desk) -> None:
    case = desk.detail.case
    if offer.operation in desk.detail.operations:
        return
    state = State(case.state)
    if not transitions.TABLE[offer.operation].states & {state}:
        raise Conflict(
            "这件事现在是“%(state)s”，不能再“%(act)s”。请看最新进展。",
            state=state.label,
            act=offer.operation.label,
        )
    if offer.operation is Operation.REOPEN:
        days = desk.policy.settings.reopen_days
        transitions.demand_reopening(case.ended_at, days=days, now=desk.now)
    transitions.demand(offer.operation, state=state, relations=frozenset())


def _context(request: SignedIn, offer: Offer, form: CaseForm, desk: Desk) -> dict[str, Any]:
    case = desk.detail.case
    is_up = offer.operation is Operation.HAND_UP
    return {
        "case": case,
        "offer": offer,
        "templates": getattr(form, "templates", ()),
        "is_stale": form.refusal is not None and form.refusal.status == Conflict.status,
        "latest": _latest(desk.detail),
        "next": next_holder(case, now=request.now) if is_up else None,
        "waiting": desk.detail.waiting,
        "answer": desk.detail.answers[-1] if desk.detail.answers else None,
    }


def _latest(shown: CaseDetail) -> str:
    """The last thing that happened, for who has to decide anew."""
    said = [str(entry.data["text"]) for entry in shown.history if entry.data.get("text")]
    return gettext(said[-1]) if said else ""
