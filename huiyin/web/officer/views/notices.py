"""通知: what the viewer's posts are told."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.actions import mark_notices_read
from huiyin.cases.queries import lists
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.requests import SignedIn
from huiyin.web.officer.pages import page, post_topics


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def notices(request: SignedIn) -> HttpResponse:
    if request.method == "POST":
        mark_notices_read(viewer=request.viewer, now=request.now)
        toasts.success(request, gettext("通知都标为已读了。"))
        return redirect("officer:notices")
    # what somebody is told as a resident stands on their own pages
    ours = [each for each in lists.notices(request.viewer) if each.post_id is not None]
    context = {"notices": ours, "topics": post_topics(request.viewer)}
    return page(request, "officer/notices.html", context)


@never_cache
@require_safe
@edge
@staff_required
def follow(request: SignedIn, case_id: int) -> HttpResponse:
    """To the case a notice is about; going there is having read it."""
    mark_notices_read(viewer=request.viewer, case_id=case_id, now=request.now)
    return redirect("officer:case", case_id=case_id)
