"""The larger parts: the ladder and the bubbles of a talk. `{% load kit_talk %}`."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import RequestContext

from huiyin.web.kit.shapes import Bubble, LadderRung, MatterCard

register = template.Library()

RUNG_ICONS = {
    "past": "check",
    "now": "me",
    "late": "late",
    "paused": "pause",
    "next": "up",
    "told": "done",
}


@register.inclusion_tag("kit/ladder.html", takes_context=True)
def ladder(context: RequestContext, rungs: Sequence[LadderRung]) -> dict[str, Any]:
    """The way of a matter: who holds it, since when, due when, what happens then."""
    drawn = [(rung, RUNG_ICONS[rung.state]) for rung in rungs]
    return {"rungs": drawn, "request": context["request"]}


@register.inclusion_tag("kit/bubble.html", takes_context=True)
def bubble(context: RequestContext, said: Bubble) -> dict[str, Any]:
    """One message. Draws a list item; put it into `<ol class="talk">`."""
    return {"said": said, "request": context["request"]}


@register.inclusion_tag("kit/matter.html", takes_context=True)
def matter_card(context: RequestContext, card: MatterCard) -> dict[str, Any]:
    """A case as it stands under the words it came from."""
    return {"card": card, "request": context["request"]}
