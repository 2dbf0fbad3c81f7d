"""What every page of the office is rendered with."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from huiyin.people.rules import Verb, Viewer
from huiyin.web.kit.forms import Form, form_page
from huiyin.web.kit.requests import SignedIn
from huiyin.web.office.rooms import room_required, rooms_of

# whoever keeps settings, rights, records or the rules of a county has a desk here
OFFICE = (Verb.CONFIGURE, Verb.MANAGE_SETTINGS, Verb.MANAGE_RIGHTS, Verb.READ_AUDIT)
keeping = room_required(*OFFICE)


def page(
    request: SignedIn, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    return render(request, template, {**_frame(request.viewer), **(context or {})}, status=status)


def page_with_form(
    request: SignedIn, template: str, form: Form, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The same with a form and the status that its errors ask for."""
    return form_page(request, template, form, {**_frame(request.viewer), **(context or {})})


def _frame(viewer: Viewer) -> dict[str, Any]:
    own = [post for post in viewer.posts if post.id in viewer.own_post_ids]
    area = next((post.title for post in own or viewer.posts), "")
    return {"rooms": rooms_of(viewer), "area": area}
