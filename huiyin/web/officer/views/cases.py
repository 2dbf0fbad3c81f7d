"""The cases of an officer: the list with filters in the address, and one case with all its history."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.cases.queries import lists
from huiyin.cases.queries.detail import detail
from huiyin.cases.queries.lists import CaseFilters
from huiyin.people.rules import PostFacts, Viewer
from huiyin.web.kit.casework.searching import search_note
from huiyin.web.kit.casework.story import story
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.requests import SignedIn
from huiyin.web.officer.pages import page, post_topics

if TYPE_CHECKING:
    from huiyin.groups.models import MessageCase

MOST_POST_CHIPS = 4
FILTERS = frozenset(CaseFilters.names()) - {"words"}


@never_cache
@require_safe
@edge
@staff_required
def cases(request: SignedIn) -> HttpResponse:
    filters = CaseFilters.read(dict(request.GET.lists()))
    after = request.GET.get("after")
    shown = lists.work_list(request.viewer, filters, now=request.now, after=after)
    sent = [(name, v) for name, values in request.GET.lists() for v in values]
    context = {
        "page": shown,
        "words": filters.words,
        "search_note": search_note(filters),
        "is_filtered": filters != CaseFilters(),
        "posts": _posts(request.viewer),
        "kept": [(name, v) for name, v in sent if name in FILTERS],
        "topics": post_topics(request.viewer),
    }
    return page(request, "officer/cases.html", context)


def _posts(viewer: Viewer) -> list[PostFacts]:
    """The viewer's own posts, by which "in my hands" is asked."""
    own = [post for post in viewer.posts if post.id in viewer.own_post_ids]
    return (own or list(viewer.posts))[:MOST_POST_CHIPS]


@never_cache
@require_safe
@edge
@staff_required
def case(request: SignedIn, case_id: int) -> HttpResponse:
    viewer = request.viewer
    shown = detail(viewer, case_id, now=request.now)
    told = story(
        shown,
        viewer=viewer,
        now=request.now,
        words_address=lambda words: _words_address(words, viewer),
    )
    return page(request, "officer/case.html", {"story": told, "topic": f"case:{case_id}"})


def _words_address(words: "MessageCase", viewer: Viewer) -> str:
    """Where the words stand, for who answers for that group."""
    if words.group.owner_post_id not in viewer.post_ids:
        return ""
    address = reverse("officer:group", args=[words.group_id])
    return f"{address}?before={words.seq + 20}#m{words.seq}"
