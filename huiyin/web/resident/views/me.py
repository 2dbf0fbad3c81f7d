"""我的: how one reads, where one lives, who sees what."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.people import queries as people
from huiyin.web.kit.edges import edge, resident_required
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.views.sign_in import home_of
from huiyin.web.resident.pages import page


@never_cache
@require_safe
@edge
@resident_required
def me(request: SignedIn) -> HttpResponse:
    viewer = request.viewer
    context = {
        "homes": people.households_of(viewer.person_id, at=request.now),
        "desk": home_of(viewer) if viewer.is_staff else "",
    }
    return page(request, "resident/me.html", context)
