"""What every page of residents is rendered with."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from huiyin.cases.queries import lists
from huiyin.people.rules import Viewer
from huiyin.web.kit.forms import Form, form_page
from huiyin.web.kit.requests import Asked


class Bar:
    """The numbers in the bar of four. Asked only where the bar is drawn."""

    def __init__(self, viewer: Viewer | None) -> None:
        self._viewer = viewer

    @cached_property
    def notices(self) -> int:
        return lists.unread_notices(self._viewer) if self._viewer else 0


def page(
    request: Asked, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    return render(request, template, {"bar": Bar(request.viewer), **(context or {})}, status=status)


def page_with_form(
    request: Asked, template: str, form: Form, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The same with a form and the status that its errors ask for."""
    return form_page(request, template, form, {"bar": Bar(request.viewer), **(context or {})})
