"""A fresh ticket for the stream, when the one of the page has run out."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiyin.cases.queries.access import access_case
from huiyin.ground.live.ticket import MOST_TOPICS
from huiyin.groups.queries import access_group
from huiyin.lib.refusal import NotAllowed, Refused
from huiyin.people.rules import Viewer
from huiyin.territory import queries as territory
from huiyin.web.kit.edges import edge
from huiyin.web.kit.live import TICKET_S, live_url, ticket_for
from huiyin.web.kit.requests import Asked

SIGNED_OUT = gettext_noop("登录已过期，请重新登录。")


class NotSignedIn(NotAllowed):
    status = 401
    slug = "not-signed-in"


@never_cache
@require_GET
@edge
def ticket(request: Asked) -> HttpResponse:
    """JSON: ticket, src (address of the stream), expires_in_s, topics.

    Asked with `?topics=group:1 case:2`; topics the viewer may no longer hear are left out.
    """
    if request.viewer is None:
        raise NotSignedIn(SIGNED_OUT)
    wanted = request.GET.get("topics", "").split()[:MOST_TOPICS]
    topics = [topic for topic in wanted if may_hear(request.viewer, topic)]
    answer = {
        "ticket": ticket_for(request.viewer, topics, now=request.now),
        "src": live_url(request),
        "expires_in_s": TICKET_S,
        "topics": topics,
    }
    return JsonResponse(answer)


def may_hear(viewer: Viewer, topic: str) -> bool:
    """Whether the viewer may listen to a topic: the right to hear is the right to read."""
    kind, _, number = topic.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 17):
        return False
    try:
        return _hears(viewer, kind, int(number))
    except Refused:
        return False


def _hears(viewer: Viewer, kind: str, number: int) -> bool:
    match kind:
        case "person":
            return number == viewer.person_id
        case "post":
            return viewer.acts_for(number)
        case "node":
            return viewer.sees(territory.node(number).path)
        case "group":
            access_group(viewer, number)
        case "case":
            access_case(viewer, number)
        case _:
            return False
    return True
