"""With one's own officer alone: what does not belong before the neighbours."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.groups import actions, queries
from huiyin.groups.queries import GroupLine
from huiyin.groups.rules import GroupKind
from huiyin.lib.refusal import NotThere
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts, Role
from huiyin.web.kit.edges import edge, resident_required
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.uploads import number
from huiyin.web.resident.pages import page

NOBODY = gettext_noop("没有找到可以私下联系的岗位，请联系您所在网格的网格员。")


class OwnOfficer(NamedTuple):
    """Who serves one of the viewer's homes. talk: what was said with them already."""

    post: PostFacts
    name: str
    phone: str
    grid_code: str
    home: str
    talk: GroupLine | None


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@resident_required
def talks(request: SignedIn) -> HttpResponse:
    if request.method == "POST":
        post_id = number(request.POST.get("post"))
        if post_id is None:
            raise NotThere(NOBODY)
        talk = actions.private_talk(viewer=request.viewer, post_id=post_id, now=request.now)
        return redirect("resident:talk", group_id=talk.pk)
    there = [g for g in queries.groups_of(request.viewer) if g.kind is GroupKind.PRIVATE_TALK]
    officers = own_officers(request, there)
    met = {officer.talk.group.pk for officer in officers if officer.talk}
    others = [line for line in there if line.group.pk not in met]
    return page(request, "resident/talks.html", {"officers": officers, "others": others})


def own_officers(request: SignedIn, talks: list[GroupLine]) -> list[OwnOfficer]:
    """The officer of each grid in which the viewer has a home; mostly one."""
    own = {
        line.group.owner_post_id: line
        for line in talks
        if line.group.talk_person_id == request.viewer.person_id
    }
    found: dict[int, OwnOfficer] = {}
    for home in people.households_of(request.viewer.person_id, at=request.now):
        post = people.responsible_post(role=Role.OFFICER, node_id=home.grid_id)
        if post is None or post.id in found:
            continue
        names = people.acting_names([post.id], at=request.now)
        phone = people.post_phone(post.id) or home.grid.phone
        found[post.id] = OwnOfficer(
            post, names.get(post.id, ""), phone, home.grid.code, home.label, own.get(post.id)
        )
    return list(found.values())
