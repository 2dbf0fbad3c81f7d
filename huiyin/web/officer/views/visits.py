"""走访: what is to be done at doors, and doing it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from qrcode import constants, make
from qrcode.image.svg import SvgPathImage

from huiyin.coverage import actions
from huiyin.coverage.queries import access
from huiyin.coverage.rules import Instead
from huiyin.coverage.rules.invitations import shown
from huiyin.lib.refusal import NotThere
from huiyin.visits import queries
from huiyin.visits.actions import Found
from huiyin.visits.rules import RESULTS, Reason, Result, Way
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.forms import Form, refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.officer.pages import page, page_with_form

if TYPE_CHECKING:
    from huiyin.coverage.models import Invitation
    from huiyin.visits.models import Visit


class ResultForm(Form):
    """What came of a visit."""

    result = forms.ChoiceField(
        label=gettext_lazy("结果"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择结果。")},
    )
    instead = forms.ChoiceField(
        label=gettext_lazy("不愿进群的，以后怎样通知"),
        choices=[(each.value, gettext_lazy(each.label)) for each in Instead],
        initial=Instead.PAPER.value,
        required=False,
    )
    way = forms.ChoiceField(
        label=gettext_lazy("怎样联系的"),
        choices=[(each.value, gettext_lazy(each.label)) for each in Way],
        initial=Way.DOOR.value,
    )
    words = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("可以不写。不要写身份证号、病情等与走访无关的信息。"),
    )

    def __init__(self, *args: Any, reason: Reason, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["result"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows for mypy
        field.choices = [(each.value, gettext(each.label)) for each in RESULTS[reason]]
        if reason is not Reason.COVERAGE:
            del self.fields["instead"]


@never_cache
@require_safe
@edge
@staff_required
def visits(request: SignedIn) -> HttpResponse:
    """What is still to be done, the first due on top."""
    lines = [
        (each, _title(each), gettext(Reason(each.reason).label))
        for each in queries.to_do(request.viewer)
    ]
    return page(request, "officer/visits.html", {"lines": lines})


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def visit(request: SignedIn, visit_id: int) -> HttpResponse:
    found = queries.access_visit(request.viewer, visit_id)
    if request.method == "POST" and request.POST.get("do") == "invite" and found.household_id:
        actions.invite(
            viewer=request.viewer,
            household_id=found.household_id,
            visit_id=found.pk,
            now=request.now,
        )
        return redirect("officer:visit", visit_id=visit_id)
    reason = Reason(found.reason)
    form = ResultForm(request.POST or None, reason=reason)
    if form.is_valid():
        with refusals_in(form):
            _end(request, found, form)
            toasts.success(request, gettext("走访结果已记下。"))
            return redirect("officer:visits")
    invitation = _invitation(request, found)
    context = {
        "visit": found,
        "title": _title(found),
        "reason": gettext(reason.label),
        "result": gettext(Result(found.result).label) if found.result else "",
        "invites": reason is Reason.COVERAGE and found.household_id is not None,
        "invitation": invitation,
        "code": shown(invitation.code) if invitation else "",
    }
    return page_with_form(request, "officer/visit.html", form, context)


def _title(visit: "Visit") -> str:
    whom = visit.household or visit.organisation
    return str(whom) if whom else ""


def _end(request: SignedIn, visit: "Visit", form: ResultForm) -> None:
    typed = form.cleaned_data
    actions.end_visit(
        viewer=request.viewer,
        visit_id=visit.pk,
        found=Found(Result(typed["result"]), Way(typed["way"]), typed["words"]),
        instead=Instead(typed.get("instead") or Instead.PAPER),
        now=request.now,
    )


def _invitation(request: SignedIn, visit: "Visit") -> "Invitation | None":
    """The code that was made at this door, while the visit is under way."""
    if visit.household_id is None or visit.ended_at is not None:
        return None
    return access.shown_at(visit.household_id, visit_id=visit.pk, now=request.now)


@never_cache
@require_safe
@edge
@staff_required
def code(request: SignedIn, visit_id: int) -> HttpResponse:
    """The address of the code made at this door, as a picture that the resident's phone reads. Raises NotThere without."""
    invitation = _invitation(request, queries.access_visit(request.viewer, visit_id))
    if invitation is None:
        raise NotThere(gettext("还没有邀请码。"))
    address = request.build_absolute_uri(f"/join/{shown(invitation.code)}/")
    picture = make(
        address,
        image_factory=SvgPathImage,
        error_correction=constants.ERROR_CORRECT_M,
        border=2,
    )
    return HttpResponse(picture.to_string(), content_type="image/svg+xml")
