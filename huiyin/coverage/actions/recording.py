"""What coverage tells the ledger: ids and codes, never the words of an invitation."""

from datetime import datetime
from typing import Any

from huiyin.ground.ledger.actions import By, record
from huiyin.people.models import Household


def note(kind: str, household: Household, by: By, now: datetime, **data: Any) -> None:
    """Write an entry about a household; the posts of its grid look at their lists anew."""
    record(
        kind,
        subject="household",
        subject_id=household.pk,
        by=by,
        at=now,
        area=household.grid.path,
        data=data,
        topics=[f"node:{household.grid_id}"],
    )


def locked(household_id: int) -> Household:
    """Lock a household for this transaction: its codes, noes and visits are written under it."""
    rows = Household.objects.select_related("grid", "micro_grid")
    return rows.select_for_update(of=("self",)).get(pk=household_id)
