"""入群覆盖: who is in the group and who is not, from the street down to the door; one tap sends somebody there."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.coverage import actions
from huiyin.coverage.queries import access, states
from huiyin.coverage.queries.organisations import figure_of, organisations
from huiyin.coverage.queries.states import HomeLine
from huiyin.coverage.rules import State
from huiyin.lib.refusal import NotThere
from huiyin.territory.rules import NodeKind
from huiyin.visits import queries as visits
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.forms import client_key_of
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.shapes import Chip
from huiyin.web.kit.uploads import number
from huiyin.web.officer.households import homes_shown, micro_parts_of, parts_of, state_badge
from huiyin.web.officer.pages import page

MOST_HOMES = 300
MOST_PARTS = 200  # a village has a building for every house
GAP = tuple(state for state in State if state.is_gap)


@never_cache
@require_safe
@edge
@staff_required
def place(request: SignedIn, node_id: int | None = None) -> HttpResponse:
    """The figure of a place and of its parts."""
    node = access.access_place(request.viewer, node_id)
    shows_homes = access.may_read_homes(request.viewer, node)
    parts, whole = parts_of(node, now=request.now, shows_homes=shows_homes)
    units = organisations([node.path])
    above = node.parent
    context = {
        "node": node,
        "above": above if above and _may_read(request, above.path) else None,
        "figure": whole,
        "parts": parts[:MOST_PARTS],
        "has_more": len(parts) > MOST_PARTS,
        "most": MOST_PARTS,
        "micro": micro_parts_of(node, now=request.now) if node.kind == NodeKind.GRID else [],
        "shows_homes": shows_homes,
        "is_grid": node.kind in {NodeKind.GRID, NodeKind.MICRO_GRID},
        "organisations": figure_of(units) if units else None,
        "waiting": access.waiting_count(request.viewer),
        "visits": len(visits.to_do(request.viewer)),
    }
    return page(request, "officer/coverage.html", context)


def _may_read(request: SignedIn, path: str) -> bool:
    return any(path.startswith(mine) for mine in access.figure_paths(request.viewer))


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def homes(request: SignedIn, node_id: int) -> HttpResponse:
    """The households of a place or of one building: those who are missing, or all. A tap sends somebody."""
    node = access.access_place(request.viewer, node_id)
    if not access.may_read_homes(request.viewer, node):
        raise NotThere(gettext("没有找到这个地方，或者不在您的辖区。"))
    if request.method == "POST":
        return _send(request)
    building_id = number(request.GET.get("building", "")) or None
    is_whole = request.GET.get("show") == "all"
    lines = states.homes(
        [node.path],
        now=request.now,
        building_id=building_id,
        states=tuple(State) if is_whole else GAP,
        limit=MOST_HOMES + 1,
    )
    shown = homes_shown(lines[:MOST_HOMES], with_building=building_id is None)
    context = {
        "node": node,
        "title": lines[0].building if lines and building_id else node.name,
        "homes": shown,
        "has_more": len(lines) > MOST_HOMES,
        "chips": _chips(request, is_whole=is_whole),
        "is_whole": is_whole,
        "most": MOST_HOMES,
    }
    return page(request, "officer/homes.html", context)


def _chips(request: SignedIn, *, is_whole: bool) -> list[Chip]:
    """The two lists; the building stays chosen."""
    here = request.GET.copy()
    here.pop("show", None)
    gap = f"?{here.urlencode()}"
    here["show"] = "all"
    return [
        Chip(gettext("还没进群"), gap, not is_whole),
        Chip(gettext("全部的户"), f"?{here.urlencode()}", is_whole),
    ]


def _send(request: SignedIn) -> HttpResponse:
    visit = actions.ask_to_join(
        viewer=request.viewer,
        home=request.POST.get("home", ""),
        client_key=client_key_of(request),
        now=request.now,
    )
    toasts.success(request, gettext("已派走访任务。"))
    return redirect("officer:visit", visit_id=visit.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def units(request: SignedIn, node_id: int) -> HttpResponse:
    """The organisations of a place: whose head is in the group, and whose is not."""
    node = access.access_place(request.viewer, node_id)
    if request.method == "POST":
        visit = actions.ask_to_join(
            viewer=request.viewer,
            organisation_id=number(request.POST.get("organisation", "")) or 0,
            client_key=client_key_of(request),
            now=request.now,
        )
        toasts.success(request, gettext("已派走访任务。"))
        return redirect("officer:visit", visit_id=visit.pk)
    lines = organisations([node.path])
    waiting = visits.waiting_at_organisations(line.id for line in lines)
    context = {
        "node": node,
        "figure": figure_of(lines),
        "lines": [(line, state_badge(line.state), waiting.get(line.id)) for line in lines],
        "may_send": access.may_read_homes(request.viewer, node),
    }
    return page(request, "officer/units.html", context)


def line_of(request: SignedIn, household_id: int) -> HomeLine:
    """A household in its state, by the same question as every figure. Raises NotThere."""
    household = visits.access_household(request.viewer, household_id)
    place = household.micro_grid or household.grid
    found = states.homes([place.path], now=request.now, household_id=household.pk)
    if not found:
        raise NotThere(gettext("没有找到这一户，或者不在您的片区。"))
    return found[0]
