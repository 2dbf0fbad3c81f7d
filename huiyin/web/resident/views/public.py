"""Pages for everybody: the officer of a grid, what happens to one's data, the code on the poster."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from qrcode import constants, make
from qrcode.image.svg import SvgPathImage

from huiyin.ground.privacy import holdings
from huiyin.groups import queries
from huiyin.people import queries as people
from huiyin.people.queries import Acting
from huiyin.posts.queries import on_duty, on_leave
from huiyin.web.kit.edges import edge
from huiyin.web.kit.requests import Asked
from huiyin.web.resident.pages import page


@require_safe
@edge
def grid(request: Asked, code: str) -> HttpResponse:
    """Name, area, phone, supervision phone: shown at residents' meeting places and kept current (滨州 Art.6)."""
    officer = queries.public_officer(code, at=request.now)
    acting = (
        people.acting(officer.post_id, at=request.now)
        if officer.post_id
        else Acting(None, "", None)
    )
    context = {
        "officer": officer,
        "acting": acting,
        "away": on_leave(officer.post_id, at=request.now) if officer.post_id else None,
        "on_duty": on_duty(officer.node.path, at=request.now),
    }
    return page(request, "resident/grid.html", context)


@require_safe
@edge
def privacy(request: Asked) -> HttpResponse:
    return page(request, "resident/privacy.html")


@require_safe
@edge
def data(request: Asked) -> HttpResponse:
    """我们收集什么: what the fields of the site say of themselves."""
    return page(request, "resident/data.html", {"holdings": holdings()})


@cache_control(public=True, max_age=3600)
@require_safe
@edge
def qr(request: Asked, code: str) -> HttpResponse:
    """The address of a group's door as a picture that a phone reads. Raises NotThere for a wrong code."""
    group = queries.group_by_code(code)
    address = request.build_absolute_uri(reverse("resident:join", args=[group.join_code]))
    picture = make(
        address,
        image_factory=SvgPathImage,
        error_correction=constants.ERROR_CORRECT_M,
        border=2,
    )
    return HttpResponse(picture.to_string(), content_type="image/svg+xml")
