"""Whether somebody who joined lives where they say: by an officer, by a code, or at the door. Who said so is kept."""

from datetime import datetime

from django.db import transaction

from huiyin.coverage.actions.recording import note
from huiyin.coverage.actions.refusing import end_refusal
from huiyin.coverage.models import Verification
from huiyin.coverage.queries.access import memberships_at
from huiyin.coverage.rules import Checked
from huiyin.ground.ledger.actions import By
from huiyin.groups.actions import remove_member
from huiyin.lib.refusal import Conflict, NotThere
from huiyin.people import actions as people
from huiyin.people import queries as people_queries
from huiyin.people.models import Household
from huiyin.people.rules import Viewer
from huiyin.visits import queries as visits
from huiyin.visits.actions import by_of, close_joined


@transaction.atomic
def note_arrival(*, household_id: int, person_id: int, now: datetime) -> None:
    """Somebody came by the poster and said where they live: it is waited for an officer, unless it is known already.

    What an office wrote down itself, by an import or a registration of earlier days, nobody has to verify.
    """
    household = people_queries.household(household_id)
    asked = Verification.objects.filter(household=household, person_id=person_id)
    if asked.filter(is_rejected=False).exists() or _was_known(household, person_id, now):
        return
    Verification.objects.create(household=household, person_id=person_id, asked_at=now)
    note("household.arrival", household, By(person_id, None), now, person_id=person_id)


def _was_known(household: Household, person_id: int, now: datetime) -> bool:
    """Whether somebody was of the household before they joined."""
    members = household.members.filter(person_id=person_id, to_at=None, from_at__lt=now)
    return members.exists()


def vouch(household: Household, person_id: int, way: Checked, by: By, now: datetime) -> None:
    """Write down that somebody lives there, and who says so; a doubt ends. What was verified before stays as it was."""
    found = Verification.objects.select_for_update().filter(
        household=household, person_id=person_id, is_rejected=False
    )
    standing = found.first() or Verification(household=household, person_id=person_id, asked_at=now)
    if standing.at is not None:
        return
    standing.way, standing.at = way.value, now
    standing.by_id, standing.by_post_id = by.person_id, by.post_id
    standing.save()
    note("household.verified", household, by, now, person_id=person_id, way=way.value)


@transaction.atomic
def confirm(*, viewer: Viewer, verification_id: int, now: datetime) -> Verification:
    """Say that somebody lives where they say. Raises NotThere, NotAllowed; Conflict for what was answered already."""
    waiting, household, by = _waiting(viewer, verification_id)
    vouch(household, waiting.person_id, Checked.OFFICER, by, now)
    end_refusal(household, by=by, now=now)
    close_joined(household_id=household.pk, by=by, is_at_door=False, now=now)
    waiting.refresh_from_db()
    return waiting


@transaction.atomic
def reject(*, viewer: Viewer, verification_id: int, reason: str, now: datetime) -> Verification:
    """Say that somebody does not live there: they leave the groups around it, with the reason.

    Raises NotThere, NotAllowed, Refused without a reason; Conflict for what was answered already.
    """
    waiting, household, by = _waiting(viewer, verification_id)
    for member in memberships_at(household, waiting.person_id):
        remove_member(viewer=viewer, member_id=member.pk, reason=reason, now=now)
    people.leave_home(person_id=waiting.person_id, household_id=household.pk, now=now, by=by)
    waiting.is_rejected, waiting.at = True, now
    waiting.by_id, waiting.by_post_id = by.person_id, by.post_id
    waiting.save()
    note("household.rejected", household, by, now, person_id=waiting.person_id)
    return waiting


def _waiting(viewer: Viewer, verification_id: int) -> tuple[Verification, Household, By]:
    found = Verification.objects.select_for_update().filter(pk=verification_id).first()
    if found is None:
        raise NotThere("没有找到这一位，或者不在您的片区。")
    household = visits.access_household(viewer, found.household_id)
    by = by_of(viewer, (household.micro_grid or household.grid).path)
    if found.at is not None:
        raise Conflict("这一位已经核实过了。")
    return found, household, by
