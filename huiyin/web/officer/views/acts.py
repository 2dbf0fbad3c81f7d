"""One act on a case: its form on a page of its own, with the newest state of the case above it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.web.kit.casework.acting import act_on
from huiyin.web.kit.casework.forms import CaseForm
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.requests import SignedIn
from huiyin.web.officer.pages import page_with_form


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def act(request: SignedIn, case_id: int, act: str) -> HttpResponse:
    back = reverse("officer:case", args=[case_id])
    return act_on(request, case_id=case_id, act=act, show=_page, back=back)


def _page(request: SignedIn, form: CaseForm, context: Mapping[str, Any]) -> HttpResponse:
    return page_with_form(request, "officer/act.html", form, context)
