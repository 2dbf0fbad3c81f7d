"""Candidates for a place that is being written, as a part of a page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.web.kit.edges import edge, signed_in_required
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.spots import position_in, shown, spots_at_home, spots_for_work

WORK = "work"


@never_cache
@require_safe
@edge
@signed_in_required
def places(request: SignedIn) -> HttpResponse:
    """`?place=…&lat=…&lng=…`, `for=work` where one registers things in office; `spot`: what is chosen so far."""
    asked = request.GET
    is_work = asked.get("for") == WORK and request.viewer.is_staff
    spots = (spots_for_work if is_work else spots_at_home)(request, asked)
    context = {
        "shown": shown(spots, asked.get("spot", "")),
        "asked": bool(asked.get("place", "").strip() or position_in(asked)),
    }
    return render(request, "kit/_spots.html", context)
