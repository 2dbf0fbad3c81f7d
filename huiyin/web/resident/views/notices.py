"""通知: what happened to one's matters, newest first."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.actions import mark_notices_read
from huiyin.cases.queries import lists
from huiyin.web.kit.edges import edge, resident_required
from huiyin.web.kit.requests import SignedIn
from huiyin.web.resident.pages import page


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@resident_required
def notices(request: SignedIn) -> HttpResponse:
    if request.method == "POST":
        mark_notices_read(viewer=request.viewer, now=request.now)
        toasts.success(request, gettext("通知都标为已读了。"))
        return redirect("resident:notices")
    # what an office is told stands on its own pages
    mine = [each for each in lists.notices(request.viewer) if each.person_id is not None]
    context = {"notices": mine, "topic": f"person:{request.viewer.person_id}"}
    return page(request, "resident/notices.html", context)


@never_cache
@require_safe
@edge
@resident_required
def follow(request: SignedIn, case_id: int) -> HttpResponse:
    """To the matter a notice is about; going there is having read it."""
    mark_notices_read(viewer=request.viewer, case_id=case_id, now=request.now)
    return redirect("resident:matter", case_id=case_id)
