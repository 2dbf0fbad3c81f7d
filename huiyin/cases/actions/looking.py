"""Reading the number of somebody to whom an answer is owed: by who may tell them, for a purpose, and never unseen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.cases.models import Case
from huiyin.cases.queries import access
from huiyin.cases.queries.parties import reach
from huiyin.ground.ledger.actions import By
from huiyin.lib.refusal import NotAllowed
from huiyin.lib.times import local
from huiyin.people.rules import Viewer
from huiyin.trust.actions import looks
from huiyin.trust.rules.looking import LookPurpose


@dataclass(frozen=True)
class Seen:
    """A number that was read, and whose it is."""

    name: str
    phone: str


@transaction.atomic
def look_at_phone(
    *,
    case_id: int,
    party_id: int,
    purpose: str,
    words: str,
    viewer: Viewer,
    now: datetime,
    client_key: UUID | None = None,
) -> Seen:
    """Return the number of a party; the person and the auditor can read who asked and why.

    Raises NotThere outside the viewer's scope and for a party without a number, NotAllowed for whoever may not know it and
    where the person said no to calls, or is a minor and the viewer approves nothing, and it is no emergency; Refused without
    a purpose.
    """
    found = reach(viewer, case_id, party_id, today=local(now).date())
    if found.is_refused and purpose != LookPurpose.EMERGENCY:
        raise NotAllowed("本人不同意用手机号联系。只有人身或财产紧急情况才能查看。")
    if found.is_guarded and purpose != LookPurpose.EMERGENCY:
        raise NotAllowed("这是未成年人的手机号，由可以审批的岗位查看。只有人身或财产紧急情况除外。")
    case, person = found.case, found.person
    phone = looks.phone_of(
        person_id=person.pk,
        by=By(viewer.person_id, _office(case, viewer)),
        purpose=purpose,
        words=words,
        area=case.area,
        case_id=case.pk,
        now=now,
        client_key=client_key,
    )
    return Seen(person.name, phone)


def _office(case: Case, viewer: Viewer) -> int:
    """The post in whose name the viewer asks: the holder's, else their nearest over the place."""
    if viewer.acts_for(case.holder_id):
        return case.holder_id
    nearest = sorted(access.covering(case, viewer), key=lambda post: -len(post.path))
    return (nearest or list(viewer.posts))[0].id
