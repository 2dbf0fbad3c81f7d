"""The door: what this is for a stranger, one's groups for a resident."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.groups import queries as groups
from huiyin.groups.rules import GroupKind
from huiyin.people.rules import Viewer
from huiyin.web.kit.edges import edge
from huiyin.web.kit.requests import Asked
from huiyin.web.kit.views.sign_in import home_of
from huiyin.web.resident.forms import CodeForm
from huiyin.web.resident.pages import page


@never_cache
@require_safe
@edge
def home(request: Asked) -> HttpResponse:
    if request.viewer is None:
        return page(request, "resident/welcome.html", {"form": CodeForm()})
    lines = groups.groups_of(request.viewer)
    context = {
        "talks": [line for line in lines if line.kind is GroupKind.PRIVATE_TALK],
        "groups": [line for line in lines if line.kind is not GroupKind.PRIVATE_TALK],
        "unread": sum(line.unread for line in lines),
        "desk": _desk(request.viewer),
        "topics": [f"person:{request.viewer.person_id}", *(f"group:{g.group.id}" for g in lines)],
    }
    return page(request, "resident/home.html", context)


def _desk(viewer: Viewer) -> str:
    """Where somebody in office works; empty for residents."""
    return home_of(viewer) if viewer.is_staff else ""
