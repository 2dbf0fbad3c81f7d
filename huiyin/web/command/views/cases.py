"""One case with all its history, beside the list or on a page of its own, and the acts on it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.queries.detail import detail
from huiyin.people.rules import Viewer
from huiyin.web.command.listing import Asked
from huiyin.web.command.pages import looking, page, page_with_form
from huiyin.web.kit.casework.acting import act_on
from huiyin.web.kit.casework.forms import CaseForm
from huiyin.web.kit.casework.story import story
from huiyin.web.kit.edges import edge
from huiyin.web.kit.requests import SignedIn

if TYPE_CHECKING:
    from huiyin.groups.models import MessageCase


@never_cache
@require_safe
@edge
@looking
def case(request: SignedIn, case_id: int) -> HttpResponse:
    return _case(request, case_id, "command/case.html")


@never_cache
@require_safe
@edge
@looking
def pane(request: SignedIn, case_id: int) -> HttpResponse:
    """The same for the side of the list."""
    return _case(request, case_id, "command/_pane.html")


def _case(request: SignedIn, case_id: int, template: str) -> HttpResponse:
    viewer = request.viewer
    shown = detail(viewer, case_id, now=request.now)
    if shown.is_reporter_view:
        # what somebody raised as a neighbour stands on their own pages
        return redirect("resident:matter", case_id=case_id)
    told = story(
        shown,
        viewer=viewer,
        now=request.now,
        words_address=lambda words: _words_address(words, viewer),
    )
    context = {
        "story": told,
        "topic": f"case:{case_id}",
        "back": _back(request, case_id),
        "here": Asked.read(request.GET).here,
    }
    return page(request, template, context)


def _back(request: SignedIn, case_id: int) -> str:
    """The list as it was left, at the row of this case."""
    here = Asked.read(request.GET).here
    query = f"{here}&case={case_id}" if here else f"case={case_id}"
    return f"{reverse('command:work')}?{query}#c{case_id}"


def _words_address(words: "MessageCase", viewer: Viewer) -> str:
    """Where the words stand, for who answers for that group."""
    if words.group.owner_post_id not in viewer.post_ids:
        return ""
    return f"/officer/groups/{words.group_id}/?before={words.seq + 20}#m{words.seq}"


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@looking
def act(request: SignedIn, case_id: int, act: str) -> HttpResponse:
    back = Asked.read(request.GET).carried(reverse("command:case", args=[case_id]))

    def show(asked: SignedIn, form: CaseForm, context: Mapping[str, Any]) -> HttpResponse:
        return page_with_form(asked, "command/act.html", form, {**context, "back": back})

    return act_on(request, case_id=case_id, act=act, show=show, back=back)
