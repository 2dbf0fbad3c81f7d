"""What people ask for their data: their own requests, and the queue of the desk."""

from datetime import datetime

from django.db.models import Q

from huiyin.lib.refusal import NotThere
from huiyin.people.rules import Verb, Viewer
from huiyin.trust.models import DataRequest, Destruction
from huiyin.trust.rules.requests import RequestState

# whoever keeps a county's rules answers for its people's data
ANSWERS = Verb.CONFIGURE
PAGE = 50


def own(person_id: int) -> list[DataRequest]:
    """A person's requests, newest first."""
    return list(DataRequest.objects.filter(person_id=person_id).order_by("-id"))


def queue(viewer: Viewer) -> list[DataRequest]:
    """What waits in the places of the viewer's desks, due first."""
    waiting = DataRequest.objects.filter(_of(viewer), state=RequestState.OPEN)
    return list(waiting.select_related("person").order_by("due_at", "id")[:PAGE])


def answered(viewer: Viewer) -> list[DataRequest]:
    """What was decided last."""
    decided = DataRequest.objects.filter(_of(viewer)).exclude(state=RequestState.OPEN)
    return list(decided.select_related("person", "by_post").order_by("-decided_at")[:PAGE])


def overdue_count(viewer: Viewer, *, now: datetime) -> int:
    waiting = DataRequest.objects.filter(_of(viewer), state=RequestState.OPEN)
    return waiting.filter(due_at__lt=now).count()


def request(viewer: Viewer, request_id: int) -> DataRequest:
    """One request of the viewer's places. Raises NotThere."""
    found = DataRequest.objects.filter(_of(viewer), pk=request_id).select_related("person")
    if one := found.first():
        return one
    raise NotThere("没有找到这项请求。")


def destruction_of(person_id: int) -> Destruction | None:
    return Destruction.objects.filter(person_id=person_id).first()


def _of(viewer: Viewer) -> Q:
    """Narrowed first: to the places of the posts that answer for data; nothing for anybody else."""
    paths = {path for post in viewer.posts if ANSWERS in post.role.verbs for path in post.paths}
    if not paths:
        return Q(pk__in=[])
    asked = Q(area="")  # who lives nowhere here is everybody's
    for path in paths:
        asked |= Q(area__startswith=path)
    return asked
