"""岗位: the vacancy report of the area, and the page of one post, for who manages rights. Numbers, never content."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.people.rules import Verb
from huiyin.web.kit.edges import edge
from huiyin.web.kit.forms import Form
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.staffing.desk import desk
from huiyin.web.kit.staffing.report import report
from huiyin.web.office.pages import page, page_with_form
from huiyin.web.office.rooms import room_required

keeping_rights = room_required(Verb.MANAGE_RIGHTS)


@never_cache
@require_safe
@edge
@keeping_rights
def posts(request: SignedIn) -> HttpResponse:
    keepers = [each for each in request.viewer.posts if Verb.MANAGE_RIGHTS in each.role.verbs]
    path = min((each.path for each in keepers), key=len)
    return page(
        request, "office/posts.html", {"lines": report(request.viewer, path, at=request.now)}
    )


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@keeping_rights
def post(request: SignedIn, post_id: int) -> HttpResponse:
    return desk(request, post_id, show=_page, back=reverse("office:post", args=[post_id]))


def _page(request: SignedIn, form: Form, context: Mapping[str, Any]) -> HttpResponse:
    return page_with_form(request, "office/post.html", form, context)
