"""What is shown when no view answers: calm pages, no traces, a problem document for machines."""

import logging
import secrets
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from huiyin.lib.refusal import NotAllowed, NotThere, Refused, TooLarge
from huiyin.lib.words import gettext_noop as _
from huiyin.web.kit.problems import problem, problem_response
from huiyin.web.kit.refusals import refused
from huiyin.web.kit.requests import wants_problem

logger = logging.getLogger(__name__)

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class NotUnderstood(Refused):
    """The request itself is broken: nothing a person typed wrong."""

    status = 400
    slug = "bad-request"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TOO_MUCH):
        return refused(request, TooLarge(_("发送的内容太大了。请减少照片或文字后再试一次。")))
    return refused(request, NotUnderstood(_("这个请求不完整或格式不对。请返回后再试一次。")))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refused(request, NotAllowed(_("您没有进入这里的权限。")))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = _("没有找到这个页面。它可能已经移走，或者不在您可以查看的范围内。")
    return refused(request, NotThere(sentence))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = _("页面停留太久，为了安全需要重新打开。请返回后刷新页面，再试一次。")
    return refused(request, NotAllowed(sentence))


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours. The reference stands in the log beside the trace; the page shows it alone.

    Uses no context processor, database or static manifest: whatever broke may be one of them.
    """
    reference = secrets.token_hex(4)
    logger.error(
        "a request failed, reference %s, %s", reference, request.path, exc_info=sys.exc_info()
    )
    sentence = gettext("系统出了一点问题，不是您的操作有误。请稍后再试一次。")
    if wants_problem(request):
        made = problem(500, slug="internal", detail=sentence, instance=request.path)
        made["reference"] = reference
        return problem_response(made)
    page = render_to_string("kit/500.html", {"reference": reference, "sentence": sentence})
    return HttpResponse(page, status=500)
