"""通知: what the viewer's posts are told of their cases."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases.actions import mark_notices_read
from huiyin.cases.queries import lists
from huiyin.web.command.pages import looking, page
from huiyin.web.kit.edges import edge
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.uploads import number

PAGE = 40


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@looking
def notices(request: SignedIn) -> HttpResponse:
    if request.method == "POST":
        mark_notices_read(viewer=request.viewer, now=request.now)
        toasts.success(request, gettext("通知都标为已读了。"))
        return redirect("command:notices")
    after = number(request.GET.get("after"))
    found = lists.notices(request.viewer, limit=PAGE + 1, after=after)
    shown = found[:PAGE]
    context = {
        # what somebody is told as a resident stands on their own pages
        "notices": [each for each in shown if each.post_id is not None],
        "after": shown[-1].pk if len(found) > PAGE else None,
    }
    return page(request, "command/notices.html", context)


@require_POST
@edge
@looking
def follow(request: SignedIn, case_id: int) -> HttpResponse:
    """To the case a notice is about; going there is having read it."""
    mark_notices_read(viewer=request.viewer, case_id=case_id, now=request.now)
    return redirect("command:case", case_id=case_id)
