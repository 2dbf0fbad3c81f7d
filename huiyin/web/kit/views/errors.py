"""What is shown when no view answers: calm pages, no traces, a problem document for machines."""

import logging
import secrets
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext

from huiyin.lib.refusal import NotAllowed, NotThere, Refused, TooLarge
from huiyin.lib.words import gettext_noop as _
from huiyin.web.kit.problems import problem, problem_response
from huiyin.web.kit.refusals import refused, typed
from huiyin.web.kit.requests import is_htmx, wants_problem

logger = logging.getLogger(__name__)

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# the server is starting again or somebody held a row too long: the same request may succeed in a moment
AWAY = (OperationalError, InterfaceError)
RETRY_AFTER_S = 5


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
    """A fault of ours, or 503 while the database is away.

    Uses no context processor, database or static manifest: whatever broke may be one of them.
    """
    fault = sys.exc_info()[1]
    if isinstance(fault, AWAY):
        return _away(request, fault)
    reference = secrets.token_hex(4)
    logger.error("a request failed, reference %s, %s", reference, request.path, exc_info=fault)
    sentence = gettext("系统出了一点问题，不是您的操作有误。请稍后再试一次。")
    if wants_problem(request):
        made = problem(500, slug="internal", detail=sentence, instance=request.path)
        made["reference"] = reference
        return problem_response(made)
    if is_htmx(request):
        return HttpResponse(_alert(f"{sentence} {reference}"), status=500)
    page = render_to_string("kit/500.html", {"reference": reference, "sentence": sentence})
    return HttpResponse(page, status=500)


def _away(request: HttpRequest, fault: Exception) -> HttpResponse:
    """What was typed is sent again under its key: nobody knows whether the first time was done."""
    logger.error("the database did not answer, %s: %s", request.path, fault)
    sentence = gettext("系统正在恢复，请过几秒再试一次，不会重复。")
    if wants_problem(request):
        made = problem(503, slug="away", detail=sentence, instance=request.path)
        response: HttpResponse = problem_response(made)
    elif is_htmx(request):
        response = HttpResponse(_alert(sentence), status=503)
    else:
        response = HttpResponse(_away_page(request, sentence), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _away_page(request: HttpRequest, sentence: str) -> str:
    context = {
        "sentence": sentence,
        "address": request.get_full_path(),
        "is_post": request.method == "POST",
        "typed": typed(request),
        "had_files": request.method == "POST" and bool(request.FILES),
        "csrf_token": get_token(request),
    }
    return render_to_string("kit/away.html", context)


def _alert(sentence: str) -> str:
    return render_to_string("kit/alert.html", {"sentence": sentence, "tone": "red"})
