"""等您回音: what was said but not answered, oldest first, and what is due."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.cases.queries import lists
from huiyin.groups import queries as groups
from huiyin.groups.queries import Waiting
from huiyin.groups.rules import GroupKind
from huiyin.lib.times import span_words
from huiyin.posts.queries import unseen
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.links import file_link
from huiyin.web.kit.requests import SignedIn
from huiyin.web.officer.pages import page, post_topics
from huiyin.web.officer.stretches import address_in_talk

MOST_WORDS = 30


@dataclass(frozen=True)
class WaitingWords:
    """Words of a resident on the list. waited: as people say it. thumb: of a picture or video that came with them."""

    waiting: Waiting
    waited: str
    address: str
    thumb: str
    is_private: bool


@never_cache
@require_safe
@edge
@staff_required
def inbox(request: SignedIn) -> HttpResponse:
    viewer, now = request.viewer, request.now
    said = groups.unanswered(viewer, now=now, limit=MOST_WORDS + 1)
    held = lists.inbox(viewer)
    decisions = lists.decisions(viewer)
    late = sum(1 for line in held if line.due_at is not None and line.due_at < now)
    context = {
        "words": [_words(each, request) for each in said[:MOST_WORDS]],
        "has_more_words": len(said) > MOST_WORDS,
        "cases": held,
        "decisions": decisions,
        "late": late,
        "slips": unseen(viewer),
        # also the groups where nobody waits yet: the next words come from there
        "topics": [*post_topics(viewer), *(f"group:{each}" for each in groups.tended(viewer))],
    }
    return page(
        request,
        "officer/inbox.html",
        context,
        waiting=None if len(said) > MOST_WORDS else len(said) + len(held) + len(decisions),
    )


def _words(each: Waiting, request: SignedIn) -> WaitingWords:
    line, now = each.line, request.now
    has_picture = line.file is not None and line.file.kind != "voice"
    return WaitingWords(
        waiting=each,
        waited=span_words(each.waited, gettext),
        address=address_in_talk(line, each.group),
        thumb=_thumb(line.file.id, request, now) if line.file and has_picture else "",
        is_private=each.group.kind == GroupKind.PRIVATE_TALK,
    )


def _thumb(file_id: int, request: SignedIn, now: datetime) -> str:
    return file_link(file_id, person_id=request.viewer.person_id, now=now, is_thumb=True)


def answer_address(group_id: int, message_id: int) -> str:
    """Where some words are answered at once."""
    return f"{reverse('officer:words', args=[group_id, 'answer'])}?m={message_id}"
