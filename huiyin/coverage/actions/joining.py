"""Coming in with a code that was made for one's own household: who holds it was at the door, or got the letter."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.coverage.actions.recording import locked, note
from huiyin.coverage.actions.refusing import end_refusal
from huiyin.coverage.actions.verifying import vouch
from huiyin.coverage.models import Invitation, WrongCode
from huiyin.coverage.queries.access import group_for, invitation_by_code
from huiyin.coverage.rules import MOST_JOIN, Checked
from huiyin.coverage.rules.invitations import MOST_WRONG, WRONG_WITHIN
from huiyin.ground.crypto import lookup_hash, lookup_hashes
from huiyin.ground.ledger.actions import By
from huiyin.groups.actions import join_group
from huiyin.groups.models import Member
from huiyin.lib.refusal import Conflict, Refused, TooMany
from huiyin.people import actions as people
from huiyin.people.models import Household
from huiyin.people.queries import viewer_of
from huiyin.people.rules import Viewer
from huiyin.visits.actions import close_joined


@transaction.atomic
def join_by_invitation(
    *,
    code: str,
    now: datetime,
    viewer: Viewer | None = None,
    name: str = "",
    phone: str | None = None,
) -> Member:
    """Come into the group of the household the code was made for. Joining again gives the same member.

    viewer: who is signed in, None for a newcomer, who is then registered in the household. The newcomer counts as
    verified: by the code, or at the door where it was shown during a visit, which ends with it. Raises NotThere for a
    wrong code, Conflict for one that too many came with, Refused for a missing name.
    """
    invitation = invitation_by_code(code, now=now)
    household = locked(invitation.household_id)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.revoked_at is not None or invitation.joined >= MOST_JOIN:
        raise Conflict(_("这个邀请码已经用过多次，请向网格员要新的。"))
    group = group_for(household)
    if group is None:
        raise Conflict(_("这个网格还没有群，请联系网格员。"))
    person_id = _who(viewer, household, name, phone, now)
    vouch(household, person_id, _way(invitation), _vouched_by(invitation), now)
    member = join_group(
        join_code=group.join_code or "", viewer=viewer_of(person_id, at=now), now=now
    )
    _used(invitation, household, person_id, now)
    return member


def _who(
    viewer: Viewer | None, household: Household, name: str, phone: str | None, now: datetime
) -> int:
    """Somebody of the household: who is known moves in, who is new is registered there."""
    if viewer is not None:
        people.move_in(person_id=viewer.person_id, household_id=household.pk, now=now)
        return viewer.person_id
    title = " ".join(name.split())
    if not title or len(title) > 30:
        raise Refused(_("请填写您的姓名，不超过 30 字。"))
    made = people.register_resident(name=title, household_id=household.pk, phone=phone, now=now)
    return made.pk


def _way(invitation: Invitation) -> Checked:
    return Checked.DOOR if invitation.visit_id else Checked.CODE


def _vouched_by(invitation: Invitation) -> By:
    """Who made the code answers for whom it was given to."""
    return By(invitation.by_id, invitation.by_post_id)


def _used(invitation: Invitation, household: Household, person_id: int, now: datetime) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(joined=F("joined") + 1)
    by = By(person_id, None)
    end_refusal(household, by=by, now=now)
    note("household.joined", household, by, now, invitation_id=invitation.pk, person_id=person_id)
    close_joined(
        household_id=household.pk,
        by=_vouched_by(invitation),
        is_at_door=invitation.visit_id is not None,
        now=now,
    )


def demand_few_wrong(*, address: str, now: datetime) -> None:
    """Raises TooMany for an address from which many codes were wrong within an hour. Empty: unknown, behind a proxy that
    does not say.
    """
    if not address:
        return
    wrong = WrongCode.objects.filter(
        address_hash__in=lookup_hashes(address), at__gt=now - WRONG_WITHIN
    )
    times = list(wrong.order_by("-at").values_list("at", flat=True)[:MOST_WRONG])
    if len(times) == MOST_WRONG:
        left = int((times[-1] + WRONG_WITHIN - now).total_seconds())
        raise TooMany(_("输错的次数太多了，请过一会儿再试。"), retry_after_s=max(left, 1))


def count_wrong_code(*, address: str, now: datetime) -> None:
    """Remember that a code from an address opened nothing."""
    if address:
        WrongCode.objects.create(address_hash=lookup_hash(address), at=now)
