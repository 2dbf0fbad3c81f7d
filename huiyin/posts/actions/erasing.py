"""Taking a person out of this floor: what was written to them goes, that they held a post stays as a record of work."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.posts.models import HandOver, Leave, Shift, Slip
from huiyin.posts.queries import planned_for
from huiyin.trust.actions.erasing import Erasing
from huiyin.trust.rules.erasing import KEPT_WORK, Part


def obstacle(person_id: int, _now: datetime) -> str:
    """Somebody who is about to take a post over is expected there."""
    return _("您还有安排好的岗位交接，请先取消。") if planned_for(person_id).exists() else ""


def traces(_person_id: int) -> list[str]:
    return []


def erase(erasing: Erasing) -> list[Part]:
    person_id = erasing.subject.person_id
    told, _rows = Slip.objects.filter(person_id=person_id).delete()
    _take_out(erasing)
    over = HandOver.objects.filter(Q(from_person_id=person_id) | Q(to_person_id=person_id))
    ids = list(over.values_list("post_id", flat=True))
    erasing.redact("post", sorted(set(ids)))
    kept = len(ids) + Leave.objects.filter(person_id=person_id).count()
    kept += Shift.objects.filter(person_id=person_id).count()
    return [Part("岗位的提醒", told), Part("交接、请假和值班记录", kept, KEPT_WORK)]


def _take_out(erasing: Erasing) -> None:
    """Notes of hand-overs may name them."""
    for trace in erasing.subject.traces:
        for row in HandOver.objects.filter(note__contains=trace):
            row.note = erasing.subject.without(row.note)[:500]
            row.save(update_fields=["note"])
        for slip in Slip.objects.filter(text__contains=trace):
            slip.text = erasing.subject.without(slip.text)[:800]
            slip.save(update_fields=["text"])
