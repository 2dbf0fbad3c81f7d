"""Between whom a private talk may be opened."""

from datetime import datetime

from huiyin.groups.models import Member
from huiyin.groups.rules.rights import STANDING_IN
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts, Role, Viewer

# The line a resident may turn to without being introduced: their officer and who stands above the officer in the
# community. Other posts are met in a group.
SERVING = STANDING_IN | {Role.SECRETARY, Role.MICRO_GRID_HEAD}


def may_talk(viewer: Viewer, post: PostFacts, resident_id: int, *, now: datetime) -> bool:
    """Whether `viewer`, as the resident or for the post, may open their talk: the post serves where the resident
    lives, or both are in one group.
    """
    if resident_id != viewer.person_id and not viewer.acts_for(post.id):
        return False
    return _serves_home(post, resident_id, now) or _share_a_group(post, resident_id)


def _serves_home(post: PostFacts, resident_id: int, now: datetime) -> bool:
    if post.role not in SERVING:
        return False
    homes = people.households_of(resident_id, at=now)
    return any(home.grid.path.startswith(path) for home in homes for path in post.paths)


def _share_a_group(post: PostFacts, resident_id: int) -> bool:
    with_post = Member.objects.filter(post_id=post.id, left_at=None).values("group_id")
    return Member.objects.filter(
        person_id=resident_id, left_at=None, group_id__in=with_post
    ).exists()
