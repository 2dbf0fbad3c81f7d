"""Households of homes, and who no longer lives in one. Where somebody is registered stays until an office says otherwise."""

from datetime import datetime

from django.db import transaction

from huiyin.ground.ledger.actions import By, record
from huiyin.people import queries
from huiyin.people.actions.persons import home_at
from huiyin.people.models import Household, HouseholdMember
from huiyin.territory.actions import mark_occupied


@transaction.atomic
def household_for(*, dwelling_id: int) -> Household:
    """The household of a home, made when nobody was registered there yet. Raises NotThere for an unknown home."""
    return home_at(dwelling_id)


@transaction.atomic
def leave_home(*, person_id: int, household_id: int, now: datetime, by: By) -> None:
    """Note that somebody does not live in a household; who is registered there stays registered."""
    home = queries.household(household_id)
    members = HouseholdMember.objects.filter(household=home, person_id=person_id, to_at=None)
    for member in members.select_for_update():
        _leave(member, now)
        _record("person.moved_out", person_id, home, by, now)


@transaction.atomic
def move_out(*, household_id: int, now: datetime, by: By) -> Household:
    """Note that nobody of a household lives there any more: its home stands empty."""
    home = queries.household(household_id)
    members = HouseholdMember.objects.filter(household=home, is_living_here=True, to_at=None)
    for member in members.select_for_update():
        _leave(member, now)
        _record("person.moved_out", member.person_id, home, by, now)
    if home.dwelling_id is not None:
        mark_occupied(dwelling_id=home.dwelling_id, is_occupied=False)
    return home


def _leave(member: HouseholdMember, now: datetime) -> None:
    """Who is registered in the household lives elsewhere from now on (人户分离); for the others it is over."""
    if member.is_registered_here:
        member.is_living_here = False
    elif member.from_at >= now:
        member.delete()  # said in the same moment: nobody lived there
        return
    else:
        member.to_at = now
    member.save(update_fields=["is_living_here", "to_at"])


def _record(kind: str, person_id: int, home: Household, by: By, now: datetime) -> None:
    record(
        kind,
        subject="person",
        subject_id=person_id,
        by=by,
        at=now,
        area=home.grid.path,
        data={"household_id": home.pk},
        topics=[f"person:{person_id}"],
    )
