"""Several people, one matter: whoever says the same is owed the same answer."""

from datetime import datetime

from django.db import transaction

from huiyin.cases.actions.act import facts
from huiyin.cases.actions.desk import locked
from huiyin.cases.actions.opening import FOLLOWED
from huiyin.cases.models import Case, Party
from huiyin.cases.rules.words import State
from huiyin.ground.ledger import actions as ledger
from huiyin.ground.ledger.actions import By
from huiyin.lib.refusal import Conflict
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import Viewer


@transaction.atomic
def follow(*, case_id: int, person_id: int, viewer: Viewer, now: datetime) -> Case:
    """Owe the answer of an open case to one more person. Following again changes nothing.

    viewer: who linked the matter; the right to see the case was asked where it was linked. Raises NotThere, and
    Conflict once the answer is told: a new follower would hear nothing of it.
    """
    case = locked(case_id)
    if Party.objects.filter(case=case, person_id=person_id).exists():
        return case
    if case.is_ended or case.state == State.AWAITING_RATING:
        raise Conflict(_("这件事已经答复过了。请直接答复这条消息，或者重新办理。"))
    Party.objects.create(case=case, person_id=person_id, is_follower=True, since=now)
    _record("case.followed", FOLLOWED, case, person_id, viewer, now)
    return case


@transaction.atomic
def unfollow(*, case_id: int, person_id: int, viewer: Viewer, now: datetime) -> Case:
    """Owe the answer no longer to somebody whose words turned out to be about something else.

    Changes nothing for the reporter, for who raised a case that was merged into this one, and for who has been told or
    tried: that stays in the trace. viewer: who unlinked the words, asked for the right there. Raises NotThere.
    """
    case = locked(case_id)
    party = Party.objects.filter(
        case=case, person_id=person_id, is_follower=True, told_at=None, tellings=None
    )
    came_with = Party.objects.filter(case__merged_into=case, person_id=person_id)
    if came_with.exists() or not party.exists():
        return case
    party.delete()
    _record(
        "case.unfollowed",
        "一位居民说的是另一件事，不再等这件事的答复。",
        case,
        person_id,
        viewer,
        now,
    )
    return case


def _record(
    kind: str, text: str, case: Case, person_id: int, viewer: Viewer, now: datetime
) -> None:
    ledger.record(
        kind,
        subject="case",
        subject_id=case.pk,
        by=By(viewer.person_id, viewer.posts[0].id if viewer.posts else None),
        at=now,
        area=case.area,
        data=facts(case) | {"text": text, "is_public": False, "person_id": person_id},
        topics=[f"case:{case.pk}", f"post:{case.holder_id}", f"person:{person_id}"],
    )
