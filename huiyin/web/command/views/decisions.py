"""What waits for a decision: extensions, suspensions, declines, and who must take a case nobody wants."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.queries import lists
from huiyin.cases.queries.detail import CaseDetail, detail
from huiyin.cases.rules.words import ApplicationKind
from huiyin.lib.refusal import Conflict
from huiyin.lib.words import gettext_noop as _
from huiyin.web.command.pages import commanding, page, page_with_form
from huiyin.web.kit.casework.acting import act_on
from huiyin.web.kit.casework.acts import OFFERED
from huiyin.web.kit.casework.forms import CaseForm
from huiyin.web.kit.casework.story import story
from huiyin.web.kit.edges import edge
from huiyin.web.kit.requests import SignedIn

if TYPE_CHECKING:
    from huiyin.cases.models import Case

DISPUTE = _("指定承办")


@dataclass(frozen=True)
class Waiting:
    """One decision to take. act: by which operation."""

    case: "Case"
    kind: str
    icon: str
    act: str
    reason: str
    by: str
    since: datetime


@never_cache
@require_safe
@edge
@commanding
def decisions(request: SignedIn) -> HttpResponse:
    waiting = _waiting(request)
    if not waiting:
        return page(request, "command/decisions.html", {"waiting": []})
    first = waiting[0]
    return _decide(request, waiting, first.case.pk, first.act, is_list=True)


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@commanding
def decision(request: SignedIn, case_id: int) -> HttpResponse:
    """One of them beside its case. Decided meanwhile by a colleague: a sentence, and what was typed."""
    waiting = _waiting(request)
    act = next((each.act for each in waiting if each.case.pk == case_id), "")
    sent = request.POST.get("act", "")
    if not act and sent not in OFFERED:
        detail(request.viewer, case_id, now=request.now)  # outside the scope it is not there
        raise Conflict("这件事已经不需要您审批，可能同事刚刚处理过。")
    return _decide(request, waiting, case_id, act or sent, is_list=False)


def _decide(
    request: SignedIn, waiting: list[Waiting], case_id: int, act: str, *, is_list: bool
) -> HttpResponse:
    def show(asked: SignedIn, form: CaseForm, context: Mapping[str, Any]) -> HttpResponse:
        shown: CaseDetail = form.desk.detail
        told = story(shown, viewer=asked.viewer, now=asked.now)
        more = {
            "waiting": waiting,
            "application": shown.waiting,
            "by": next((each.by for each in waiting if each.case.pk == case_id), ""),
            "story": told,
            "selected": case_id,
            "is_list": is_list,
            "address": reverse("command:decision", args=[case_id]),
            "back": reverse("command:case", args=[case_id]),
        }
        return page_with_form(asked, "command/decisions.html", form, {**context, **more})

    return act_on(request, case_id=case_id, act=act, show=show, back=reverse("command:decisions"))


def _waiting(request: SignedIn) -> list[Waiting]:
    """Everything in one queue, the longest waiting first. Two queries at most."""
    asked = [
        Waiting(
            case=each.case,
            kind=gettext(ApplicationKind(each.kind).label),
            icon={"extension": "clock", "suspension": "pause", "decline": "stop"}[each.kind],
            act=f"decide_{each.kind}",
            reason=each.reason,
            by=f"{each.by_post.title} {each.by_person.name}",
            since=each.asked_at,
        )
        for each in lists.decisions(request.viewer)
    ]
    disputed = [
        Waiting(
            case=case,
            kind=gettext(DISPUTE),
            icon="assign",
            act="assign",
            reason=gettext("已被退回 %d 次，请指定由谁承办；被指定的岗位不能再退回。")
            % case.send_backs,
            by=case.holder.title,
            since=case.state_since,
        )
        for case in lists.disputes(request.viewer)
    ]
    return sorted([*asked, *disputed], key=lambda each: (each.since, each.case.pk))
