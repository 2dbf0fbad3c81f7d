"""What every page of officers is rendered with."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from huiyin.cases.queries import lists
from huiyin.groups import queries as groups
from huiyin.people.rules import Viewer
from huiyin.web.kit.forms import Form, form_page
from huiyin.web.kit.requests import SignedIn


class Bar:
    """The numbers in the bar. Asked only where the bar is drawn; a page that has counted already says so."""

    def __init__(self, request: SignedIn, waiting: int | None = None) -> None:
        self._viewer: Viewer = request.viewer
        self._now = request.now
        self._waiting = waiting

    @cached_property
    def waiting(self) -> int:
        """What waits for the viewer: words, cases, decisions."""
        if self._waiting is not None:
            return self._waiting
        words = groups.unanswered_count(self._viewer, now=self._now).waiting
        return words + lists.inbox_count(self._viewer)

    @cached_property
    def notices(self) -> int:
        return lists.unread_notices(self._viewer)


def page(
    request: SignedIn,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    waiting: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """waiting: the length of the inbox, where the page has read it anyway."""
    shown = {"bar": Bar(request, waiting), **(context or {})}
    return render(request, template, shown, status=status)


def page_with_form(
    request: SignedIn, template: str, form: Form, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The same with a form and the status that its errors ask for."""
    return form_page(request, template, form, {"bar": Bar(request), **(context or {})})


def post_topics(viewer: Viewer) -> list[str]:
    """What concerns the viewer's posts, for the stream."""
    return [f"post:{post.id}" for post in viewer.posts]
