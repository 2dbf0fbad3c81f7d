"""我的: what one acts for, who stands in for whom, signing out."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.coverage.queries.access import figure_paths
from huiyin.people import queries as people
from huiyin.people.queries import StandIn
from huiyin.people.rules import PostFacts
from huiyin.posts.queries import Away, leaves
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.views.sign_in import COMMAND_ROLES
from huiyin.web.officer.pages import page


@dataclass(frozen=True)
class OwnPost:
    """A post with what it may do, in sentences, and who stands in for it."""

    post: PostFacts
    role: str
    rights: list[str]
    stand_ins: list[StandIn]
    away: list[Away]
    is_own: bool


@never_cache
@require_safe
@edge
@staff_required
def me(request: SignedIn) -> HttpResponse:
    viewer = request.viewer
    stand_ins = people.stand_ins(viewer.post_ids, at=request.now)
    away = leaves(viewer.post_ids, at=request.now)
    posts = [
        OwnPost(
            post=post,
            role=gettext(post.role.label),
            rights=sorted(gettext(verb.sentence) for verb in post.role.verbs),
            stand_ins=[each for each in stand_ins if each.post_id == post.id],
            away=[each for each in away if each.post_id == post.id],
            is_own=post.id in viewer.own_post_ids,
        )
        for post in viewer.posts
    ]
    context = {
        "own": [each for each in posts if each.post.id in viewer.own_post_ids],
        "others": [each for each in posts if each.post.id not in viewer.own_post_ids],
        "has_command": bool(viewer.roles & COMMAND_ROLES),
        "has_doors": bool(figure_paths(viewer)),
    }
    return page(request, "officer/me.html", context)
