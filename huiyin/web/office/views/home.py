"""The first page of the office: the rooms one may enter, each with what it is for."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.web.kit.edges import edge
from huiyin.web.kit.requests import SignedIn
from huiyin.web.office.pages import keeping, page


@never_cache
@require_safe
@edge
@keeping
def home(request: SignedIn) -> HttpResponse:
    return page(request, "office/home.html")
