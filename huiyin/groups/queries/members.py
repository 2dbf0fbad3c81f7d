"""Who is in a group."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.groups.models import Group, Member
from huiyin.groups.queries.access import access_group
from huiyin.lib.refusal import NotThere
from huiyin.people.rules import Viewer


@dataclass(frozen=True)
class MemberLine:
    """A present member. name: the household's label or the masked name for residents, the title for a post."""

    id: int
    name: str
    person_id: int | None
    post_id: int | None
    household_id: int | None
    joined_at: datetime
    muted_until: datetime | None


def members(viewer: Viewer, group_id: int) -> list[MemberLine]:
    """Offices first, then households in the order of their labels. Three queries. Raises NotThere."""
    group = access_group(viewer, group_id).group
    rows = Member.objects.select_related("person", "post").filter(group=group, left_at=None)
    return [
        _line(row) for row in sorted(rows, key=lambda row: (row.post_id is None, row.label, row.id))
    ]


def _line(row: Member) -> MemberLine:
    name = (
        row.post.title if row.post else row.label or (row.person.display_name if row.person else "")
    )
    return MemberLine(
        id=row.id,
        name=name,
        person_id=row.person_id,
        post_id=row.post_id,
        household_id=row.household_id,
        joined_at=row.joined_at,
        muted_until=row.muted_until,
    )


def member_count(group_id: int) -> int:
    return Member.objects.filter(group_id=group_id, left_at=None).count()


def owner_read_seq(group: Group) -> int:
    """How far the accountable office of a group has read; 0 before it came."""
    rows = Member.objects.filter(group=group, post_id=group.owner_post_id, left_at=None)
    return rows.values_list("read_seq", flat=True).first() or 0


def group_by_code(join_code: str) -> Group:
    """The group whose poster was scanned. Raises NotThere for an unknown code and for a group that ended."""
    found = (
        Group.objects.select_related("node", "owner_post")
        .filter(join_code=join_code.strip().lower(), is_active=True)
        .first()
    )
    if found is None:
        raise NotThere(_("这个入群码没有找到或已经失效，请向网格员要新的二维码。"))
    return found


def group_by_key(key: str) -> Group:
    """The group of a key of the pack. Raises NotThere."""
    found = Group.objects.select_related("node", "owner_post").filter(key=key).first()
    if found is None:
        raise NotThere(_("没有找到这个群，或者您不在这个群里。"))
    return found
