from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from huiyin.web.api import pages
from huiyin.web.api.site import api
from huiyin.web.kit.problems import problem, problem_response


def _refusing(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a wrong method a problem document too; the framework answers it with a line of text."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        sentence = _("这个地址不接受 %(method)s 请求。") % {"method": request.method}
        made = problem(405, slug="wrong-method", detail=sentence, instance=request.path)
        refused = problem_response(made)
        refused.headers["Allow"] = response.headers["Allow"]
        return refused

    return answered


_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    if isinstance(_pattern, URLPattern):
        _pattern.callback = _refusing(_pattern.callback)

urlpatterns = [
    path("openapi.json", pages.openapi, name="api_document"),
    path("docs", pages.reference, name="api_reference"),
    path("", (_patterns, _app, _namespace)),
]
