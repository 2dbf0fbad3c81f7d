"""A refusal as its reader needs it: a page, a part of a page, or a problem document."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy

from huiyin.lib.refusal import Refused, TooMany
from huiyin.web.kit.problems import refusal_response
from huiyin.web.kit.requests import host_of, is_htmx, wants_problem

if TYPE_CHECKING:
    from huiyin.people.rules import Viewer

log = structlog.get_logger()
# for want of a right, or of a thing that the one who asks may see
CLOSED = frozenset({401, 403, 404})
# machinery of a form, of no interest to the person who reads back what they typed
UNSHOWN = frozenset({"csrfmiddlewaretoken", "client_key", "version", "next"})

# sending the same again may succeed later; after a conflict the person has to look first
REPEATABLE = frozenset({422, 429})

HEADINGS = {
    400: gettext_lazy("这个请求没有看懂"),
    403: gettext_lazy("这里不能进入"),
    404: gettext_lazy("没有找到"),
    409: gettext_lazy("内容已有变化"),
    413: gettext_lazy("文件太大"),
    415: gettext_lazy("这种文件不能使用"),
    429: gettext_lazy("请稍后再试"),
}
NOT_DONE = gettext_lazy("这一步没有办成")


@dataclass(frozen=True)
class Typed:
    """One value the person sent, to be sent again; `is_shown` when it is words of theirs."""

    name: str
    value: str
    is_shown: bool


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer a refused request with the sentence and the status, keeping what was typed."""
    note_refusal(request, refusal)
    if wants_problem(request):
        return refusal_response(request, refusal)
    response = _part(request, refusal) if is_htmx(request) else _page(request, refusal)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after_s)
    return response


def note_refusal(request: HttpRequest, refusal: Refused) -> None:
    """Log that somebody known was not let in, so that who tries doors is seen. Strangers are the noise of the open net."""
    viewer: Viewer | None = vars(request).get("viewer")
    if viewer is not None and refusal.status in CLOSED:
        page = request.resolver_match.view_name if request.resolver_match else ""
        log.info("refused", status=refusal.status, page=page, person_id=viewer.person_id)


def _page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    context = {
        "heading": HEADINGS.get(refusal.status, NOT_DONE),
        "sentence": refusal.said(gettext),
        "status": refusal.status,
        "typed": typed(request),
        "had_files": request.method == "POST" and bool(request.FILES),
        "may_repeat": request.method == "POST" and refusal.status in REPEATABLE,
        "back": back_address(request),
    }
    return render(request, "kit/refused.html", context, status=refusal.status)


def _part(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The sentence goes to the alerts of the page; the form it came from stays as it is."""
    context = {"sentence": refusal.said(gettext), "tone": "red"}
    response = render(request, "kit/alert.html", context, status=refusal.status)
    response.headers["HX-Retarget"] = "#alerts"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def typed(request: HttpRequest) -> list[Typed]:
    """What was sent with a form, in its order."""
    if request.method != "POST":
        return []
    return [
        Typed(name, str(value), is_shown=name not in UNSHOWN and _is_words(str(value)))
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def _is_words(value: str) -> bool:
    """Whether a value reads as somebody's words, and not as a code or a choice."""
    return not value.isascii() or " " in value.strip()


def back_address(request: HttpRequest) -> str:
    """The page the person came from, when it is one of ours; else the start."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {host_of(request)}):
        return "/"
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
