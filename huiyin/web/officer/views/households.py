"""One household: its state, its code, its no, who of it was verified; and who waits to be."""

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.coverage import actions
from huiyin.coverage.queries import access
from huiyin.coverage.rules import Checked, Instead, State
from huiyin.coverage.rules.invitations import shown
from huiyin.lib.refusal import Refused
from huiyin.visits import queries as visits
from huiyin.visits.rules import Reason, Result
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.forms import client_key_of
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.uploads import number
from huiyin.web.officer.households import home_name, state_badge
from huiyin.web.officer.pages import page
from huiyin.web.officer.views.coverage import line_of

DONE = {
    "invite": gettext_lazy("邀请码已生成。"),
    "revoke": gettext_lazy("邀请码已收回。"),
    "refuse": gettext_lazy("已登记，不再邀请这一户。"),
    "withdraw": gettext_lazy("已撤回“不愿进群”。"),
}


class InsteadForm(forms.Form):
    """How a household is told of things that does not want to be in the group."""

    instead = forms.ChoiceField(
        label=gettext_lazy("以后怎样通知这一户"),
        choices=[(each.value, gettext_lazy(each.label)) for each in Instead],
        widget=forms.RadioSelect,
        initial=Instead.PAPER.value,
        error_messages={"required": gettext_lazy("请选择一项。")},
    )


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def household(request: SignedIn, household_id: int) -> HttpResponse:
    line = line_of(request, household_id)
    if request.method == "POST":
        return _act(request, household_id)
    found = access.standing(request.viewer, household_id, now=request.now)
    context = {
        "line": line,
        "name": home_name(line),
        "badge": state_badge(line.state),
        "is_gap": line.state.is_gap,
        "is_covered": line.state is State.COVERED,
        "found": found,
        "node": found.household.micro_grid or found.household.grid,
        "code": shown(found.invitation.code) if found.invitation else "",
        "instead": gettext(Instead(found.refusal.instead).label) if found.refusal else "",
        "form": InsteadForm(),
        "checked": [
            (each, gettext(Checked(each.way).label)) for each in found.verifications if each.way
        ],
        "history": [
            (
                each,
                gettext(Reason(each.reason).label),
                gettext(Result(each.result).label) if each.result else "",
            )
            for each in visits.visits_of(household_id)
        ],
        "waiting": visits.waiting_at([household_id]).get(household_id),
    }
    return page(request, "officer/household.html", context)


def _act(request: SignedIn, household_id: int) -> HttpResponse:
    viewer, now = request.viewer, request.now
    do = request.POST.get("do", "")
    if do == "visit":
        key = client_key_of(request)
        visit = actions.ask_to_join(viewer=viewer, home=f"h{household_id}", client_key=key, now=now)
        return redirect("officer:visit", visit_id=visit.pk)
    if do == "invite":
        actions.invite(viewer=viewer, household_id=household_id, now=now)
    elif do == "revoke":
        invitation = number(request.POST.get("invitation", "")) or 0
        actions.revoke(viewer=viewer, invitation_id=invitation, now=now)
    elif do == "refuse":
        form = InsteadForm(request.POST)
        if not form.is_valid():
            raise Refused(gettext("请选择以后怎样通知这一户。"))
        instead = Instead(form.cleaned_data["instead"])
        actions.refuse(viewer=viewer, household_id=household_id, instead=instead, now=now)
    elif do == "withdraw":
        actions.withdraw_refusal(viewer=viewer, household_id=household_id, now=now)
    else:
        raise Refused(gettext("表单不完整，请刷新页面后再试一次。"))
    toasts.success(request, str(DONE[do]))
    return redirect("officer:household", household_id=household_id)


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def arrivals(request: SignedIn) -> HttpResponse:
    """Who came by the poster and waits until somebody says that they live there."""
    if request.method == "POST":
        return _answer(request)
    return page(request, "officer/arrivals.html", {"waiting": access.waiting(request.viewer)})


def _answer(request: SignedIn) -> HttpResponse:
    who = number(request.POST.get("who", "")) or 0
    viewer, now = request.viewer, request.now
    if "reject" in request.POST:
        reason = request.POST.get("reason", "") or gettext("不住在这一户")
        actions.reject(viewer=viewer, verification_id=who, reason=reason, now=now)
        toasts.success(request, gettext("已请出群，住址已更正。"))
    else:
        actions.confirm(viewer=viewer, verification_id=who, now=now)
        toasts.success(request, gettext("已核实。"))
    return redirect("officer:arrivals")
