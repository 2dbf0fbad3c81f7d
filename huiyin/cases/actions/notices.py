"""Reading a notice is a receipt: of what was copied to a post, and of what a person was told."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huiyin.cases.models import Notice
from huiyin.people.rules import Viewer


@transaction.atomic
def mark_notices_read(*, viewer: Viewer, case_id: int | None = None, now: datetime) -> int:
    """Mark the viewer's notices as read, of one case or all. Returns how many were unread."""
    unread = Notice.objects.filter(
        Q(person_id=viewer.person_id) | Q(post_id__in=viewer.post_ids), read_at=None
    )
    if case_id is not None:
        unread = unread.filter(case_id=case_id)
    return unread.update(read_at=now, read_by_id=viewer.person_id)
