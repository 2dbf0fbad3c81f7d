"""记一件: what the officer saw, or what somebody said on the phone, at the counter or at the door."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.cases.actions import open_case
from huiyin.cases.rules.words import Channel, Nature
from huiyin.escalation import queries as escalation
from huiyin.escalation.rules import Policy, Urgency
from huiyin.people import queries as people
from huiyin.people.rules import Verb, Viewer
from huiyin.territory import queries as territory
from huiyin.territory.rules import NodeKind, is_within
from huiyin.web.kit.casework.choices import Suggested, suggested
from huiyin.web.kit.casework.fields import CategoryForm, choice_of, urgency_field, words_field
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.forms import refusals_in
from huiyin.web.kit.requests import SignedIn, is_htmx
from huiyin.web.kit.spots import WithSpot, may_register, spots_for_work
from huiyin.web.kit.uploads import WithFiles, number
from huiyin.web.officer.pages import page_with_form

if TYPE_CHECKING:
    from huiyin.cases.models import Case
    from huiyin.people.models import HouseholdMember

CHANNELS = (Channel.OFFICER_CAPTURE, Channel.PATROL, Channel.PHONE, Channel.VISIT, Channel.COUNTER)
WORDS = {
    Channel.OFFICER_CAPTURE: gettext_lazy("我发现的"),
    Channel.PATROL: gettext_lazy("巡查看到"),
    Channel.PHONE: gettext_lazy("电话里说的"),
    Channel.VISIT: gettext_lazy("上门听到"),
    Channel.COUNTER: gettext_lazy("到窗口说的"),
}
MOST_HOMES = 8
SMALL = frozenset({NodeKind.GRID, NodeKind.MICRO_GRID})


class CaptureForm(WithSpot, WithFiles, CategoryForm):
    """Words, a picture, the place; who said it only if somebody did."""

    text = words_field(gettext_lazy("什么事"), rows=3)
    place = forms.CharField(
        label=gettext_lazy("在哪里"),
        required=False,
        max_length=200,
        error_messages={"max_length": gettext_lazy("地点请写在 200 字以内。")},
    )
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    lng = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    node = forms.TypedChoiceField(label=gettext_lazy("归哪个网格"), coerce=int)
    channel = forms.ChoiceField(
        label=gettext_lazy("怎么知道的"),
        choices=[(channel.value, WORDS[channel]) for channel in CHANNELS],
        initial=Channel.OFFICER_CAPTURE.value,
        widget=forms.RadioSelect,
    )
    door = forms.CharField(
        label=gettext_lazy("谁说的（门牌）"),
        required=False,
        max_length=64,
        help_text=gettext_lazy("写楼号单元房号，例如 3号楼2单元501。自己发现的不用写。"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    reporter = forms.TypedChoiceField(
        label=gettext_lazy("是哪一位"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    urgency = urgency_field()

    def __init__(self, *args: Any, nodes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = choice_of(self, "node")
        field.choices = nodes
        field.initial = nodes[0][0] if nodes else None
        if len(nodes) < 2:
            field.widget = forms.HiddenInput()
        self.fields["text"].error_messages["required"] = gettext("请写明什么事，几个字也行。")

    def offer_people(self, found: Sequence["HouseholdMember"]) -> None:
        """Whom the door may stand for."""
        choice_of(self, "reporter").choices = [
            (each.person_id, f"{each.person.name} · {each.household.label}") for each in found
        ]


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def capture(request: SignedIn) -> HttpResponse:
    policy = escalation.policy()
    if is_htmx(request) and request.method == "GET":
        return _suggest(request, policy)
    nodes = places(request.viewer)
    text = request.POST.get("text", "")
    form = CaptureForm(
        *((request.POST, request.FILES) if request.method == "POST" else (None, None)),
        policy=policy,
        hits=suggested(text, policy) if text.strip() else [],
        nodes=nodes,
    )
    found = _people(request, nodes) if request.method == "POST" else []
    form.offer_people(found)
    if request.method == "POST":
        form.offer_spots(spots_for_work(request, request.POST))
    if nodes and form.is_valid() and _is_clear(form, found) and _is_placed(request, form):
        with refusals_in(form):
            case = _open(request, form, found)
            toasts.success(request, gettext("已登记，由%s受理。") % case.holder.title)
            return redirect("officer:case", case_id=case.pk)
    return page_with_form(request, "officer/capture.html", form, {"nodes": nodes, "found": found})


def _suggest(request: SignedIn, policy: Policy) -> HttpResponse:
    """The suggested categories for what has been written so far."""
    text = request.GET.get("text", "")
    hits: list[Suggested] = suggested(text, policy) if text.strip() else []
    form = CategoryForm(policy=policy, hits=hits)
    return render(request, "casework/_category.html", {"form": form})


def places(viewer: Viewer) -> list[tuple[int, str]]:
    """Where the viewer may register something: their grids; for who looks over more, the places right below."""
    found: dict[int, str] = {}
    for post in viewer.posts:
        if Verb.CAPTURE not in post.role.verbs:
            continue
        node = territory.node(post.node_id)
        if node.kind in SMALL:
            found[node.pk] = node.name
            continue
        for child in territory.children(node):
            if any(is_within(child.path, path) for path in post.paths):
                found[child.pk] = child.name
    return list(found.items())


def _people(request: SignedIn, nodes: list[tuple[int, str]]) -> list["HouseholdMember"]:
    """Who lives behind the door that was written, in the viewer's own places."""
    door = request.POST.get("door", "").replace("\x00", "").strip()
    node_id = number(request.POST.get("node"))
    if not door or node_id is None or node_id not in dict(nodes):
        return []
    homes = people.households_in(node_id).filter(label__icontains=door)[:MOST_HOMES]
    ids = [home.pk for home in homes]
    return people.household_members(ids, at=request.now) if ids else []


def _is_clear(form: CaptureForm, found: Sequence["HouseholdMember"]) -> bool:
    """Whether it is known who said it. With several behind the door the person has to be chosen."""
    said = form.cleaned_data
    if not said["door"] or said["reporter"] or len(found) == 1:
        return True
    if not found:
        form.add_error("door", gettext("这个网格里没有找到这个门牌，请核对，或者留空。"))
    else:
        form.add_error("reporter", gettext("这个门牌有几位居民，请选是哪一位。"))
    return False


def _is_placed(request: SignedIn, form: CaptureForm) -> bool:
    """Whether it is known which grid it is for. What somebody chose counts before the grid they began with."""
    if _goes_where_it_should(request, form):
        return True
    with refusals_in(form):
        form.take_files(request)  # kept, so that nobody takes the picture again
    return False


def _goes_where_it_should(request: SignedIn, form: CaptureForm) -> bool:
    spot = form.spot_chosen
    if spot is None:
        return not form.asks_where(form.cleaned_data["node"])
    if may_register(request.viewer, spot.path):
        return True
    sentence = gettext(
        "“%(place)s”归“%(grid)s”，不在您的网格里：请转告那里的网格员；确实归您的，请选“都不是”。"
    )
    form.add_error("spot", sentence % {"place": spot.label, "grid": spot.grid})
    return False


def _open(request: SignedIn, form: CaptureForm, found: Sequence["HouseholdMember"]) -> "Case":
    said = form.cleaned_data
    reporter = said["reporter"] or (found[0].person_id if said["door"] and found else None)
    has_place = said["lat"] is not None and said["lng"] is not None
    return open_case(
        viewer=request.viewer,
        now=request.now,
        text=said["text"],
        category=form.code,
        node_id=form.spot_chosen.grid_id if form.spot_chosen else said["node"],
        channel=Channel(said["channel"]),
        nature=Nature.HELP if reporter else Nature.REPORT,
        urgency=Urgency(said["urgency"]) if said["urgency"] else None,
        place=form.place_words(),
        lat=said["lat"] if has_place else None,
        lng=said["lng"] if has_place else None,
        reporter_id=reporter,
        file_ids=form.take_files(request),
        client_key=form.key,
    )
