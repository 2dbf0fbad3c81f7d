"""What every page of the command surface is rendered with, and who may come in."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from huiyin.cases.queries import lists
from huiyin.cases.queries.lists import Bell
from huiyin.people.rules import Role, Viewer
from huiyin.web.kit.edges import role_required
from huiyin.web.kit.forms import Form, form_page
from huiyin.web.kit.requests import SignedIn

COMMAND = (
    Role.SECRETARY,
    Role.STREET_GRID_CENTRE,
    Role.GOVERNANCE_DEPUTY,
    Role.STREET_LEAD,
    Role.COUNTY_COMMAND,
)
commanding = role_required(*COMMAND)
# an area cadre stands in the grids, but may look at the lists of the area
looking = role_required(*COMMAND, Role.AREA_CADRE)


class Bar:
    """The numbers in the rail. Asked only where it is drawn; a part of a page has none."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer

    @property
    def commands(self) -> bool:
        return bool(self._viewer.roles.intersection(COMMAND))

    @cached_property
    def _bell(self) -> Bell:
        return lists.bell(self._viewer)

    @property
    def decisions(self) -> int:
        return self._bell.decisions

    @property
    def notices(self) -> int:
        return self._bell.notices

    @property
    def area(self) -> str:
        """For what the viewer sits here: the title of their first own post."""
        own = [p for p in self._viewer.posts if p.id in self._viewer.own_post_ids]
        return next((post.title for post in own or self._viewer.posts), "")


def page(
    request: SignedIn, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    shown = {"bar": Bar(request.viewer), "topics": topics(request.viewer), **(context or {})}
    return render(request, template, shown, status=status)


def page_with_form(
    request: SignedIn, template: str, form: Form, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The same with a form and the status that its errors ask for."""
    shown = {"bar": Bar(request.viewer), "topics": topics(request.viewer), **(context or {})}
    return form_page(request, template, form, shown)


def topics(viewer: Viewer) -> list[str]:
    """What moves the lists of the viewer: everything in the places of their own posts, and those posts."""
    own = [post for post in viewer.posts if post.id in viewer.own_post_ids]
    nodes = {post.node_id for post in own if viewer.sees(post.path)}
    return [*(f"node:{node}" for node in sorted(nodes)), *(f"post:{post.id}" for post in own)]
