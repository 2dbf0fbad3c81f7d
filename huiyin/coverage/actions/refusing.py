"""A no is kept and respected: no codes and no visits to join, until the household takes it back."""

from datetime import datetime

from django.db import transaction

from huiyin.coverage.actions.recording import locked, note
from huiyin.coverage.models import Invitation, Refusal
from huiyin.coverage.rules import Instead
from huiyin.ground.ledger.actions import By
from huiyin.lib.refusal import Conflict
from huiyin.lib.words import gettext_noop as _
from huiyin.people.models import Household
from huiyin.people.rules import Viewer
from huiyin.visits import queries as visits
from huiyin.visits.actions import by_of, drop_visit

RESPECTED = _("这一户表示不愿意进群，请尊重。改变主意后，请先撤回“不愿进群”。")


@transaction.atomic
def refuse(*, viewer: Viewer, household_id: int, instead: Instead, now: datetime) -> Refusal:
    """Write down that a household does not want to be in the group, and how it is told of things. Codes end, open visits
    to have it join are taken back. Said again, the way may change. Raises NotThere, NotAllowed.
    """
    household = visits.access_household(viewer, household_id)
    by = by_of(viewer, (household.micro_grid or household.grid).path)
    return note_refusal(household, instead=instead, by=by, now=now, viewer=viewer)


def note_refusal(
    household: Household, *, instead: Instead, by: By, now: datetime, viewer: Viewer
) -> Refusal:
    """The same where the rights were asked already."""
    locked(household.pk)
    said, is_new = Refusal.objects.get_or_create(
        household=household,
        withdrawn_at=None,
        defaults={
            "instead": instead.value,
            "at": now,
            "by_id": viewer.person_id,
            "by_post_id": by.post_id,
        },
    )
    if not is_new and said.instead == instead.value:
        return said
    said.instead = instead.value
    said.save(update_fields=["instead"])
    Invitation.objects.filter(household=household, revoked_at=None).update(revoked_at=now)
    waiting = visits.waiting_at([household.pk]).get(household.pk)
    if waiting is not None:
        drop_visit(viewer=viewer, visit_id=waiting, now=now)
    note("household.refused", household, by, now, instead=instead.value)
    return said


@transaction.atomic
def withdraw_refusal(*, viewer: Viewer, household_id: int, now: datetime) -> None:
    """The household has changed its mind: it may be invited again. Raises NotThere, NotAllowed; Conflict without a no."""
    household = visits.access_household(viewer, household_id)
    by = by_of(viewer, (household.micro_grid or household.grid).path)
    if not end_refusal(household, by=by, now=now):
        raise Conflict("这一户没有登记“不愿进群”。")


def end_refusal(household: Household, *, by: By, now: datetime) -> bool:
    """End a no, if there is one: also when somebody of the household joins by themselves."""
    standing = Refusal.objects.select_for_update().filter(household=household, withdrawn_at=None)
    said = standing.first()
    if said is None:
        return False
    said.withdrawn_at, said.withdrawn_by_id = now, by.person_id
    said.save(update_fields=["withdrawn_at", "withdrawn_by"])
    note("household.refusal_withdrawn", household, by, now)
    return True


def demand_no_refusal(household: Household) -> None:
    """Raises Conflict where a household has said no."""
    if Refusal.objects.filter(household=household, withdrawn_at=None).exists():
        raise Conflict(RESPECTED)
