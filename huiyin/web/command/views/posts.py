"""岗位: who acts for what in the area now, and what stands empty."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.cases.queries.lists import CaseFilters
from huiyin.lib.refusal import NotThere
from huiyin.people import queries as people
from huiyin.people.queries import Staffing
from huiyin.posts.rules import may_manage
from huiyin.territory import queries as territory
from huiyin.territory.rules import NodeKind
from huiyin.web.command.listing import root_of
from huiyin.web.command.pages import commanding, page
from huiyin.web.kit.edges import edge
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.shapes import Chip

if TYPE_CHECKING:
    from huiyin.territory.models import Node


@dataclass(frozen=True)
class Place:
    """A place with the posts that stand at it. url: where its own places are; empty for the place that is shown."""

    name: str
    url: str
    posts: list[Staffing]


@never_cache
@require_safe
@edge
@commanding
def posts(request: SignedIn) -> HttpResponse:
    root = root_of(request.viewer)
    here = CaseFilters.read({"area": request.GET.getlist("area")[:1]}).area or root
    if not here.startswith(root):
        raise NotThere("没有找到这个地方，或者不在您的辖区。")
    staffed = people.staffing(here, at=request.now)
    nodes = territory.around(here)
    context = {
        "places": _places(here, nodes, staffed),
        "crumbs": [
            Chip(node.name, _address(node.path), node.path == here)
            for node in nodes
            if here.startswith(node.path) and node.path.startswith(root)
        ],
        # whose page opens: those the viewer may staff
        "mine": {each.post.id for each in staffed if may_manage(request.viewer, each.post)},
        "vacancies": people.vacancies(here, at=request.now),
    }
    return page(request, "command/posts.html", context)


def _address(path: str) -> str:
    return f"{reverse('command:posts')}?area={path}"


def _places(here: str, nodes: Iterable["Node"], staffed: list[Staffing]) -> list[Place]:
    shown = []
    for node in nodes:
        posts = [each for each in staffed if each.post.node_id == node.pk]
        if posts:
            is_inner = node.path != here and node.kind != NodeKind.GRID
            shown.append(Place(node.name, _address(node.path) if is_inner else "", posts))
    return shown
