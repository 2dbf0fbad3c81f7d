"""说一件事: words, a picture or a voice first. What kind of matter it is, nobody is asked."""

from typing import TYPE_CHECKING

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.cases.actions import open_case
from huiyin.cases.rules.words import Channel
from huiyin.escalation import queries as escalation
from huiyin.escalation.rules import Policy, Rung
from huiyin.escalation.rules.suggest import suggest
from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.web.kit.edges import edge, resident_required
from huiyin.web.kit.forms import refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.spots import spots_at_home
from huiyin.web.resident.forms import ReportForm
from huiyin.web.resident.pages import page_with_form

if TYPE_CHECKING:
    from huiyin.cases.models import Case

OTHER = "other_matter"  # the key of the leaf for what fits nowhere


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@resident_required
def report(request: SignedIn) -> HttpResponse:
    grids = _grids(request)
    form = ReportForm(request.POST or None, request.FILES or None, grids=grids)
    if request.method == "POST":
        form.offer_spots(spots_at_home(request, request.POST))
    if grids and form.is_valid() and not _asks_where(request, form, grids):
        with refusals_in(form):
            case = _open(request, form, grids)
            toasts.success(
                request, gettext("已经收到，由%s负责。有进展会在这里告诉您。") % case.holder.title
            )
            return redirect("resident:matter", case_id=case.pk)
    return page_with_form(request, "resident/report.html", form, {"grids": grids})


def _asks_where(request: SignedIn, form: ReportForm, grids: list[tuple[int, str]]) -> bool:
    here = form.cleaned_data["grid"] or grids[0][0]
    if form.spot_chosen is not None or not form.asks_where(here):
        return False
    with refusals_in(form):
        form.take_files(request)  # kept, so that nobody takes the picture again
    return True


def _grids(request: SignedIn) -> list[tuple[int, str]]:
    """Where the person may have something to say about: the grids of their homes."""
    homes = people.households_of(request.viewer.person_id, at=request.now)
    return list({home.grid_id: f"{home.grid.name}（{home.label}）" for home in homes}.items())


def _open(request: SignedIn, form: ReportForm, grids: list[tuple[int, str]]) -> "Case":
    file_ids = form.take_files(request)
    said = form.cleaned_data
    text = said["text"].strip() or _unwritten(form, file_ids)
    policy = escalation.policy()
    return open_case(
        viewer=request.viewer,
        now=request.now,
        text=text,
        title="" if said["text"].strip() else _("一件没有写字的事"),
        category=category_of(text, policy),
        node_id=form.spot_chosen.grid_id if form.spot_chosen else said["grid"] or grids[0][0],
        channel=Channel.FORM,
        place=form.place_words(),
        lat=said["lat"] if said["lng"] is not None else None,
        lng=said["lng"] if said["lat"] is not None else None,
        reporter_id=request.viewer.person_id,
        is_anonymous=said["is_anonymous"],
        file_ids=file_ids,
        client_key=form.key,
    )


def _unwritten(form: ReportForm, file_ids: list[int]) -> str:
    """What stands for words where somebody only spoke or took a picture: stored, so in the language of the service."""
    if not file_ids:
        raise Refused(gettext("请说几个字，或者拍张照片、录一段语音，都可以。"))
    if form.cleaned_data["voice"]:
        return _("（语音反映，请听录音）")
    return _("（照片反映，请看照片）")


def category_of(text: str, policy: Policy) -> str:
    """A first guess, which the officer mends; whatever begins with another office is left for the officer to say."""
    for hit in suggest(text, policy.leaves):
        if policy.first_rung(hit.code, policy.category(hit.code).urgency) is Rung.OFFICER:
            return hit.code
    return next(leaf.code for leaf in reversed(policy.leaves) if _is_other(leaf.key))


def _is_other(key: str) -> bool:
    return key == OTHER or key.endswith("_other")
