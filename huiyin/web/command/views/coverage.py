"""入群覆盖: the figure of the area and of each place in it, by the same question as every other page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.coverage.queries import access, states
from huiyin.coverage.queries.organisations import figure_of, organisations
from huiyin.coverage.queries.states import Level
from huiyin.coverage.rules import NO_HOMES, Figure
from huiyin.coverage.rules.figures import VERSION
from huiyin.territory import queries as territory
from huiyin.territory.rules import NodeKind
from huiyin.web.command.pages import looking, page
from huiyin.web.kit.edges import edge
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.uploads import number

if TYPE_CHECKING:
    from huiyin.territory.models import Node

LEVELS = {
    NodeKind.CITY: Level.COUNTY,
    NodeKind.COUNTY: Level.STREET,
    NodeKind.STREET: Level.COMMUNITY,
    NodeKind.COMMUNITY: Level.GRID,
}


@dataclass(frozen=True)
class Line:
    """A place with its figure. url: its own places, or the buildings and households of a grid."""

    name: str
    code: str
    url: str
    figure: Figure


@never_cache
@require_safe
@edge
@looking
def coverage(request: SignedIn) -> HttpResponse:
    node = access.access_place(request.viewer, number(request.GET.get("place", "")))
    lines, whole = _lines(request, node)
    units = organisations([node.path])
    above = node.parent
    paths = access.figure_paths(request.viewer)
    context = {
        "node": node,
        "above": above if above and any(above.path.startswith(path) for path in paths) else None,
        "figure": whole,
        "lines": sorted(lines, key=lambda line: -line.figure.gap),
        "organisations": figure_of(units) if units else None,
        "version": VERSION,
    }
    return page(request, "command/coverage.html", context)


def _lines(request: SignedIn, node: "Node") -> tuple[list[Line], Figure]:
    """The places below, and what they are together: the question is asked once, because of a county it reads a lot."""
    level = LEVELS.get(NodeKind(node.kind))
    if level is None:
        return [], states.total([node.path], now=request.now)
    counted = states.figures([node.path], level, now=request.now)
    lines = [
        Line(each.name, each.code, _address(each), counted.get(each.pk, NO_HOMES))
        for each in territory.children(node)
    ]
    return lines, sum(counted.values(), start=NO_HOMES)


def _address(node: "Node") -> str:
    if node.kind == NodeKind.GRID:
        return f"/officer/coverage/{node.pk}/"
    return f"{reverse('command:coverage')}?place={node.pk}"
