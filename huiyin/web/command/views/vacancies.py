"""空岗报告: posts without a holder, since when, who covers them, what waits there. And the page of one post."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.web.command.listing import root_of
from huiyin.web.command.pages import commanding, looking, page, page_with_form
from huiyin.web.kit.edges import edge
from huiyin.web.kit.forms import Form
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.staffing.desk import desk
from huiyin.web.kit.staffing.report import report


@never_cache
@require_safe
@edge
@commanding
def vacancies(request: SignedIn) -> HttpResponse:
    lines = report(request.viewer, root_of(request.viewer), at=request.now)
    return page(request, "command/vacancies.html", {"lines": lines})


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@looking
def post(request: SignedIn, post_id: int) -> HttpResponse:
    return desk(request, post_id, show=_page, back=reverse("command:post", args=[post_id]))


def _page(request: SignedIn, form: Form, context: Mapping[str, Any]) -> HttpResponse:
    shown = {**context, "case_address": "command:case"}
    return page_with_form(request, "command/post.html", form, shown)
