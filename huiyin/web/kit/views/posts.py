"""Small acts of staff about their posts, from any desk: putting lines away, choosing as which post one works."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from huiyin.lib.refusal import NotThere
from huiyin.posts.actions import mark_seen
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.hats import put_on
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.uploads import number
from huiyin.web.kit.views.sign_in import home_of, next_address


@require_POST
@edge
@staff_required
def slips_seen(request: SignedIn) -> HttpResponse:
    mark_seen(viewer=request.viewer, now=request.now)
    return redirect(next_address(request) or home_of(request.viewer))


@require_POST
@edge
@staff_required
def hat(request: SignedIn) -> HttpResponse:
    """Work as another of one's own posts. What one may see and do stays as it is."""
    post_id = number(request.POST.get("post"))
    worn = next((each for each in request.viewer.own_posts if each.id == post_id), None)
    if worn is None:
        raise NotThere(gettext("这不是您的岗位，请刷新页面再选。"))
    put_on(request, worn.id)
    toasts.success(request, gettext("现在以“%s”办事。") % worn.title)
    return redirect(next_address(request) or home_of(request.viewer))
