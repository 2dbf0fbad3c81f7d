"""个人信息清单: what the site holds of people, for the auditor and whoever keeps the settings."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.ground.privacy import holdings
from huiyin.people.rules import Verb
from huiyin.web.kit.edges import edge
from huiyin.web.kit.requests import SignedIn
from huiyin.web.office.pages import page
from huiyin.web.office.rooms import room_required


@never_cache
@require_safe
@edge
@room_required(Verb.READ_AUDIT, Verb.MANAGE_SETTINGS)
def data(request: SignedIn) -> HttpResponse:
    return page(request, "office/data.html", {"holdings": holdings()})
