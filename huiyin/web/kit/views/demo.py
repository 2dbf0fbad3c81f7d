"""The demo's own way in: one click per role. In demo mode alone, and only as an invented person."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.lib.refusal import NotThere
from huiyin.people import actions, queries
from huiyin.sign_in.rules import Way
from huiyin.web.kit.cast import cast
from huiyin.web.kit.edges import edge
from huiyin.web.kit.requests import Asked
from huiyin.web.kit.views.sign_in import enter

if TYPE_CHECKING:
    from huiyin.people.models import Account

NOBODY = gettext_noop("没有找到这个角色。")


@never_cache
@require_http_methods(["GET", "POST"])
@edge
def demo(request: Asked) -> HttpResponse:
    if not settings.HUIYIN_DEMO:
        raise NotThere(gettext_noop("没有找到这个页面。"))
    if request.method == "POST":
        return enter(request, _account(request), Way.DEMO)
    return render(request, "kit/demo.html", {"cast": cast(now=request.now)})


def _account(request: Asked) -> "Account":
    """The account of the invented person that was clicked on, made at the first click."""
    sent = request.POST.get("person", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 19):
        raise NotThere(NOBODY)
    person = queries.person(int(sent))
    if not person.is_synthetic:
        raise NotThere(NOBODY)
    try:
        return queries.account_of(person.id)
    except NotThere:
        name = f"demo-{person.key or person.id}"
        return actions.create_account(username=name, person_id=person.id, now=request.now)
