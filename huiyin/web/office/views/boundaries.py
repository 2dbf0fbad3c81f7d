"""地界: where the grids of an area lie, drawn by whoever keeps them, each change a version."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.ground.ledger.actions import By
from huiyin.lib.times import local
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.people.rules import Verb, Viewer
from huiyin.territory import actions
from huiyin.territory.queries import boundaries as ground
from huiyin.territory.rules import GridType, NodeKind, is_within
from huiyin.territory.rules.rings import rings_of, written
from huiyin.web.kit.edges import edge
from huiyin.web.kit.forms import refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.spots import position_in
from huiyin.web.office.areas import KEEPERS, kept_node, kept_paths
from huiyin.web.office.drawing import BackForm, DrawForm, doubts_of, in_wgs84
from huiyin.web.office.maps import Layer, map_data, shape_of
from huiyin.web.office.pages import page, page_with_form
from huiyin.web.office.rooms import room_required

if TYPE_CHECKING:
    from huiyin.territory.models import Node

keeping_ground = room_required(Verb.CONFIGURE, Verb.MANAGE_SETTINGS)
DRAWABLE = (NodeKind.STREET, NodeKind.COMMUNITY, NodeKind.GRID, NodeKind.MICRO_GRID)


@never_cache
@require_safe
@edge
@keeping_ground
def boundaries(request: SignedIn) -> HttpResponse:
    """Every community of the area with how far its grids are drawn."""
    found = ground.progress(kept_paths(request.viewer), on=local(request.now).date())
    streets: dict[str, list[ground.Drawn]] = {}
    for line in found:
        streets.setdefault(line.node.parent.name if line.node.parent else "", []).append(line)
    counts = {
        "grids": sum(each.grids for each in found),
        "drawn": sum(each.drawn for each in found),
    }
    return page(request, "office/boundaries.html", {"streets": streets, **counts})


@never_cache
@require_safe
@edge
@keeping_ground
def boundary(request: SignedIn, node_id: int) -> HttpResponse:
    """One place: its ground among its neighbours, what lies in it, and the versions."""
    node = kept_node(request.viewer, node_id)
    below = ground.within(node)
    layers = [
        Layer([each for each in ground.around(node) if each.kind == node.kind], "neighbour", True),
        Layer([node], "self"),
        Layer(below, "child", True),
    ]
    context = {
        "node": node,
        "up": _kept_parent(request.viewer, node),
        "below": below,
        "can_draw": is_drawable(node),
        "versions": _versions(node),
        "map": map_data(
            layers,
            ground.buildings_with_points(node.path),
            marked=position_in(request.GET),
            near=partial(ground.drawn_near, node),
        ),
    }
    return page(request, "office/boundary.html", context)


def _kept_parent(viewer: Viewer, node: "Node") -> "Node | None":
    above = node.parent
    is_kept = above and any(is_within(above.path, path) for path in kept_paths(viewer))
    return above if is_kept else None


def is_drawable(node: "Node") -> bool:
    return node.node_kind in DRAWABLE and node.grid_type != GridType.VIRTUAL


def _versions(node: "Node") -> list[dict[str, Any]]:
    """The versions of a boundary with the names of who drew them."""
    rows = ground.history(node.pk)
    names = people.names_of(row.by_person_id for row in rows if row.by_person_id)
    return [
        {
            "row": row,
            "by": names.get(row.by_person_id or 0, ""),
            "reason": gettext(row.reason) if row.reason else "",
        }
        for row in rows
    ]


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@keeping_ground
def draw(request: SignedIn, node_id: int) -> HttpResponse:
    """Drawing and changing the boundary of one place."""
    from huiyin.territory.rules.boundaries import boundary_of  # noqa: PLC0415 - loads numpy and GEOS

    node = kept_node(request.viewer, node_id)
    around = ground.around(node)
    form = DrawForm(request.POST or None, initial=_as_it_is(node))
    doubts: list[str] = []
    if form.is_valid():
        with refusals_in(form):
            rings = in_wgs84(form)
            geometry = boundary_of(rings)
            doubts = doubts_of(request, node, around, geometry)
            if not doubts or form.cleaned_data["is_accepted"]:
                return _save(request, node, form, geometry)
            form.add_error(None, gettext("请先看下面的提醒；确认没有画错，勾选后再保存。"))
    same_kind = [each for each in around if each.kind == node.kind]
    above = [each for each in around if each.kind != node.kind][-1:]
    layers = [Layer(above, "above"), Layer(same_kind, "neighbour"), Layer([node], "self")]
    context = {
        "node": node,
        "doubts": doubts,
        "can_draw": is_drawable(node),
        "map": map_data(
            layers,
            ground.buildings_with_points(node.path),
            near=partial(ground.drawn_near, node),
        ),
    }
    return page_with_form(request, "office/draw.html", form, context)


def _as_it_is(node: "Node") -> dict[str, Any]:
    points = written(rings_of(node.geometry)) if node.geometry else ""
    return {"points": points, "version": ground.version_of(node.pk)}


def _save(
    request: SignedIn, node: "Node", form: DrawForm, geometry: dict[str, Any]
) -> HttpResponse:
    kept = actions.draw_boundary(
        node_id=node.pk,
        geometry=geometry,
        reason=form.cleaned_data["reason"],
        version=form.cleaned_data["version"] or 0,
        by=by_of(request.viewer),
        now=request.now,
        client_key=form.key,
    )
    said = gettext(
        "“%(name)s”的地界已保存为第 %(number)d 版，从现在起按新地界认格；以前的事项留在原来的网格。"
    )
    toasts.success(request, said % {"name": node.name, "number": kept.number})
    return redirect("office:boundary", node_id=node.pk)


def by_of(viewer: Viewer) -> By:
    """Who draws: the person, for the post that keeps the ground."""
    posts = [post.id for post in viewer.posts if KEEPERS & post.role.verbs]
    return By(viewer.person_id, posts[0] if posts else None)


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@keeping_ground
def version(request: SignedIn, node_id: int, number: int) -> HttpResponse:
    """An earlier boundary beside the one in force, and going back to it."""
    node = kept_node(request.viewer, node_id)
    earlier = ground.boundary(node.pk, number)
    form = BackForm(request.POST or None, initial={"version": ground.version_of(node.pk)})
    if earlier.geometry is not None and form.is_valid():
        with refusals_in(form):
            kept = actions.draw_boundary(
                node_id=node.pk,
                geometry=earlier.geometry,
                reason=_("恢复第 %(number)d 版：%(reason)s")
                % {"number": number, "reason": form.cleaned_data["reason"]},
                version=form.cleaned_data["version"] or 0,
                by=by_of(request.viewer),
                now=request.now,
                client_key=form.key,
            )
            toasts.success(request, gettext("已恢复，现在是第 %d 版。") % kept.number)
            return redirect("office:boundary", node_id=node.pk)
    data = map_data([Layer([node], "self")])
    if earlier.geometry is not None:
        data["shapes"].append(shape_of(0, gettext("第 %d 版") % number, earlier.geometry, "old"))
    context = {
        "node": node,
        "version": next(each for each in _versions(node) if each["row"].number == number),
        "is_empty": earlier.geometry is None,
        "is_in_force": earlier.geometry == node.geometry,
        "map": data,
    }
    return page_with_form(request, "office/boundary_version.html", form, context)
