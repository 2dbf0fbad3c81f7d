"""我的岗位: hand-over, leave and what is held, for a post of one's own or one below."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.forms import Form
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.staffing.desk import desk
from huiyin.web.officer.pages import page_with_form


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def post(request: SignedIn, post_id: int) -> HttpResponse:
    return desk(request, post_id, show=_page, back=reverse("officer:post", args=[post_id]))


def _page(request: SignedIn, form: Form, context: Mapping[str, Any]) -> HttpResponse:
    shown = {**context, "case_address": "officer:case"}
    return page_with_form(request, "officer/post.html", form, shown)
