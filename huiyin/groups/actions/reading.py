"""How far somebody has read: a pointer in their member row, never a row per message."""

from django.db import transaction

from huiyin.groups.models import Member
from huiyin.groups.queries.access import Access, access_group
from huiyin.people.rules import Viewer


@transaction.atomic
def mark_read(*, viewer: Viewer, group_id: int, seq: int, found: Access | None = None) -> int:
    """Move the read pointer to `seq`, never backwards and never past the last message. Returns where it stands.

    found: the viewer's access to the group, when the page that shows it has asked already. Reading without being a
    member moves nothing. Raises NotThere.
    """
    found = found or access_group(viewer, group_id)
    reached = min(seq, found.group.last_seq)
    own = [member.id for member in found.members]
    Member.objects.filter(id__in=own, read_seq__lt=reached).update(read_seq=reached)
    return max([reached, *(member.read_seq for member in found.members)]) if own else 0
