"""Into the group of one's grid, by the code on the poster: name and home, nothing else is asked."""

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.coverage.rules import is_code
from huiyin.ground.commands import actions as commands
from huiyin.groups import actions, queries
from huiyin.groups.rules import GroupKind
from huiyin.groups.rules.kinds import HOUSEHOLD_KINDS
from huiyin.lib.refusal import NotThere, Refused
from huiyin.people import actions as people_actions
from huiyin.people import queries as people
from huiyin.people.rules import Viewer
from huiyin.sign_in.rules import Way
from huiyin.territory import queries as territory
from huiyin.web.kit.edges import edge
from huiyin.web.kit.forms import refusals_in
from huiyin.web.kit.requests import Asked
from huiyin.web.kit.uploads import number
from huiyin.web.kit.views.sign_in import enter
from huiyin.web.resident import agreeing
from huiyin.web.resident.forms import CodeForm, JoinForm
from huiyin.web.resident.pages import page, page_with_form
from huiyin.web.resident.views import invited

if TYPE_CHECKING:
    from datetime import datetime

    from huiyin.groups.models import Group, Member
    from huiyin.people.models import Account
    from huiyin.territory.models import Building

# whoever sends the form of a shared phone once more, later, is not let in as the person before
REPEATABLE = timedelta(minutes=10)


@never_cache
@require_safe
@edge
def start(request: Asked) -> HttpResponse:
    """A code typed by hand."""
    form = CodeForm(request.GET or None)
    if form.is_valid():
        return redirect("resident:join", code=form.cleaned_data["code"].lower())
    return page(request, "resident/join_start.html", {"form": form}, status=_status(form))


def _status(form: CodeForm) -> int:
    return 422 if form.is_bound else 200


@never_cache
@require_http_methods(["GET", "POST"])
@edge
def join(request: Asked, code: str) -> HttpResponse:
    try:
        group = queries.group_by_code(code)
    except NotThere as wrong:
        return invited.join(request, code) if is_code(code) else _wrong_code(request, code, wrong)
    home = _home_in(request.viewer, group, request.now) if request.viewer else None
    asks_home = GroupKind(group.kind) in HOUSEHOLD_KINDS and home is None
    buildings = _buildings(group) if asks_home else []
    if asks_home and not buildings:
        return page(request, "resident/join_no_homes.html", {"group": group}, status=409)
    form = JoinForm(
        request.POST or None,
        buildings=buildings,
        is_known=request.viewer is not None,
        initial={"building": number(request.GET.get("building", ""))},
    )
    if form.is_valid():
        with refusals_in(form):
            agreeing.demand(form)
            return _let_in(request, group, form)
    context = {"group": group, "home": home, "asks_home": asks_home, **agreeing.told()}
    return page_with_form(request, "resident/join.html", form, context)


def _wrong_code(request: Asked, code: str, wrong: NotThere) -> HttpResponse:
    form = CodeForm({"code": code})
    form.add_error("code", wrong.said(gettext))
    return page(request, "resident/join_start.html", {"form": form}, status=wrong.status)


def _home_in(viewer: Viewer, group: "Group", now: "datetime") -> str | None:
    """The home by which somebody known joins; None when it has to be asked."""
    homes = people.households_of(viewer.person_id, at=now)
    path = group.node.path
    inside = (h for h in homes if h.grid.path.startswith(path) or h.micro_grid_id == group.node_id)
    return next((home.label for home in inside), None)


def _buildings(group: "Group") -> list[tuple[str, list[tuple[int, str]]]]:
    """The buildings of the group's place, by compound."""
    found = sorted(territory.buildings_of(group.node), key=_address_order)
    return [
        (compound, [(building.pk, building.name) for building in those])
        for compound, those in groupby(found, key=_compound)
    ]


def _compound(building: "Building") -> str:
    return building.compound.name if building.compound else gettext("其他")


def _address_order(building: "Building") -> tuple[str, int, str]:
    """2号楼 before 10号楼."""
    return _compound(building), len(building.name), building.name


def _let_in(request: Asked, group: "Group", form: JoinForm) -> HttpResponse:
    dwelling_id = _dwelling(form) if "building" in form.fields else None
    if request.viewer is not None:
        member = actions.join_group(
            join_code=group.join_code or "",
            viewer=request.viewer,
            dwelling_id=dwelling_id,
            now=request.now,
        )
        agreeing.agreed(form, request.viewer.person_id, request.now)
        return redirect("resident:group", group_id=member.group_id)
    response = enter(request, _newcomer(request, group, form, dwelling_id), Way.JOINED)
    response.headers["Location"] = redirect("resident:group", group_id=group.pk).url
    return response


def _newcomer(request: Asked, group: "Group", form: JoinForm, dwelling_id: int | None) -> "Account":
    """The account of who has just come; an impatient second press finds the first one's."""
    verb = "resident.join"
    repeat = commands.repeat_of(form.key, verb=verb, person_id=None)
    if repeat is not None:
        if people.person(repeat).created_at < request.now - REPEATABLE:
            raise Refused(gettext("这张表已经用过了，请重新打开页面。"))
        return people.account_of(repeat)
    member: Member = actions.join_group(
        join_code=group.join_code or "",
        name=form.cleaned_data["name"],
        phone=form.cleaned_data["phone"] or None,
        dwelling_id=dwelling_id,
        now=request.now,
    )
    person_id = member.person_id or 0
    made = people_actions.create_account(
        username=f"r{person_id}", person_id=person_id, now=request.now
    )
    commands.done(form.key, person_id)
    agreeing.agreed(form, person_id, request.now)
    return made


def _dwelling(form: JoinForm) -> int:
    """The home behind a door as it was typed. Raises Refused, naming the door that is not there."""
    unit, room = _plain(form.cleaned_data["unit"]), _plain(form.cleaned_data["room"])
    homes = territory.dwellings_of(form.cleaned_data["building"])
    found = homes.filter(unit=unit, room=room).first()
    if found is None:
        raise Refused(_wrong_door(unit, room))
    return found.pk


def _plain(typed: str) -> str:
    """2单元 and 501室 mean 2 and 501."""
    return typed.strip().removesuffix("单元").removesuffix("室").removesuffix("号").strip()


def _wrong_door(unit: str, room: str) -> str:
    if not unit and not room:
        return gettext("请填写单元和房号，例如 2 单元 501。")
    door = gettext("%(unit)s 单元 %(room)s") % {"unit": unit or "?", "room": room or "?"}
    return gettext("这栋楼没有 %(door)s，请核对单元和房号。") % {"door": door}
