"""导出: files with data of people, asked for with a purpose, approved by somebody else, taken within a day."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.lib.words import gettext_noop
from huiyin.people.rules import Verb
from huiyin.trust.actions.exports import decide_export, ready_until, take_export, watermark
from huiyin.trust.queries import exports
from huiyin.trust.rules.exporting import ExportKind, ExportState
from huiyin.web.kit.edges import edge, second_factor_required
from huiyin.web.kit.forms import Form, refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.office.pages import page, page_with_form
from huiyin.web.office.rooms import room_required
from huiyin.web.office.views.audit import table, told

if TYPE_CHECKING:
    from datetime import datetime

    from huiyin.trust.models import Export

OVER = gettext_noop("已过期")

exporting = room_required(Verb.READ_AUDIT, Verb.MANAGE_RIGHTS)
approving = room_required(Verb.MANAGE_RIGHTS)
taking = room_required(Verb.READ_AUDIT)


class DecideForm(Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("怎样处理"),
        choices=[("yes", gettext_lazy("批准")), ("no", gettext_lazy("不批准"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("说明（不批准要写明理由）"),
        required=False,
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
    )


@never_cache
@require_safe
@edge
@exporting
def listed(request: SignedIn) -> HttpResponse:
    """What one asked for, and what waits for one's approval."""
    viewer = request.viewer
    context = {
        "waiting": [(each, ExportKind(each.kind).label) for each in exports.waiting(viewer)],
        "own": [
            (each, ExportKind(each.kind).label, _state(request, each), _until(request, each))
            for each in exports.own(viewer)
        ],
        "approves": Verb.MANAGE_RIGHTS in viewer.verbs,
        "asks": Verb.READ_AUDIT in viewer.verbs,
    }
    return page(request, "office/exports.html", context)


def _state(request: SignedIn, export: "Export") -> str:
    is_over = export.state == ExportState.APPROVED and _until(request, export) is None
    return OVER if is_over else ExportState(export.state).label


def _until(request: SignedIn, export: "Export") -> "datetime | None":
    """Until when it can be taken; None where it cannot."""
    until = ready_until(export)
    is_ready = export.state == ExportState.APPROVED and until is not None and request.now < until
    return until if is_ready else None


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@approving
@second_factor_required
def decide(request: SignedIn, export_id: int) -> HttpResponse:
    export = exports.to_decide(request.viewer, export_id)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            decide_export(
                export_id=export_id,
                is_yes=form.cleaned_data["decision"] == "yes",
                answer=form.cleaned_data["answer"],
                viewer=request.viewer,
                now=request.now,
            )
            toasts.success(request, gettext("已处理。"))
            return redirect("office:exports")
    context = {
        "export": export,
        "kind": ExportKind(export.kind).label,
        "asked": told(export.asked),
        "is_open": export.state == ExportState.WAITING,
        "state": ExportState(export.state).label,
    }
    return page_with_form(request, "office/export.html", form, context)


@never_cache
@require_POST
@edge
@taking
@second_factor_required
def take(request: SignedIn, export_id: int) -> HttpResponse:
    """The file itself, in the language of who takes it. Whoever takes it has shown who they are just now."""
    export = take_export(export_id=export_id, viewer=request.viewer, now=request.now)
    mark = watermark(export, viewer=request.viewer, now=request.now)
    return table(export.asked, mark, serial=export.serial)
