"""What somebody was told about posts."""

from huiyin.people.rules import Viewer
from huiyin.posts.models import Slip

SHOWN = 20


def unseen(viewer: Viewer) -> list[Slip]:
    """What the viewer has not put away yet, oldest first. One query."""
    return list(
        Slip.objects.filter(person_id=viewer.person_id, seen_at=None).order_by("id")[:SHOWN]
    )


def slips(viewer: Viewer) -> list[Slip]:
    """The latest, newest first, read or not. One query."""
    return list(Slip.objects.filter(person_id=viewer.person_id).order_by("-id")[:SHOWN])
