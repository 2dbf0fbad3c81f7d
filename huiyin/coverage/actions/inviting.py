"""邀请码: made for one household, shown or printed, taken back."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from huiyin.coverage.actions.recording import locked, note
from huiyin.coverage.actions.refusing import demand_no_refusal
from huiyin.coverage.models import Invitation, Refusal
from huiyin.coverage.queries.access import group_for
from huiyin.coverage.rules import MOST_ASKED, Kind, new_code
from huiyin.coverage.rules.invitations import WORTH_PRINTING
from huiyin.ground.crypto import lookup_hash
from huiyin.ground.ledger.actions import By
from huiyin.lib.refusal import Conflict, NotThere, TooMany
from huiyin.people.models import Household
from huiyin.people.rules import Viewer
from huiyin.territory.models import Node
from huiyin.visits import queries as visits
from huiyin.visits.actions import by_of

DAY = timedelta(days=1)


@transaction.atomic
def invite(
    *, viewer: Viewer, household_id: int, now: datetime, visit_id: int | None = None
) -> Invitation:
    """Make a code for a household; the one shown before opens no longer. visit_id: at whose door it is shown.

    Raises NotThere, NotAllowed; Conflict where the household said no or its grid has no group, TooMany past some in a day.
    """
    household = visits.access_household(viewer, household_id)
    by = by_of(viewer, (household.micro_grid or household.grid).path)
    locked(household.pk)
    demand_no_refusal(household)
    if group_for(household) is None:
        raise Conflict("这个网格还没有群，请先建群。")
    _demand_patience(household, now)
    Invitation.objects.filter(household=household, kind=Kind.SHOWN, revoked_at=None).update(
        revoked_at=now
    )
    made = _draft(household, Kind.SHOWN, viewer, by, now)
    made.visit_id = _visit_at(viewer, household, visit_id)
    made.save(force_insert=True)
    note("household.invited", household, by, now, invitation_id=made.pk, visit_id=made.visit_id)
    return made


def _visit_at(viewer: Viewer, household: Household, visit_id: int | None) -> int | None:
    if visit_id is None:
        return None
    visit = visits.access_visit(viewer, visit_id)
    if visit.household_id != household.pk or visit.ended_at is not None:
        raise Conflict("这次走访已经结束了。")
    return visit.pk


def _demand_patience(household: Household, now: datetime) -> None:
    made = Invitation.objects.filter(
        household=household, kind=Kind.SHOWN, made_at__gt=now - DAY
    ).order_by("made_at")
    times = list(made.values_list("made_at", flat=True))
    if len(times) >= MOST_ASKED:
        left = int((times[-MOST_ASKED] + DAY - now).total_seconds())
        raise TooMany("今天给这一户发的邀请码太多了，请明天再发。", retry_after_s=max(left, 1))


def _draft(household: Household, kind: Kind, viewer: Viewer, by: By, now: datetime) -> Invitation:
    code = new_code()
    return Invitation(
        household=household,
        kind=kind.value,
        code=code,
        code_hash=lookup_hash(code),
        made_at=now,
        expires_at=kind.ends(now),
        by_id=viewer.person_id,
        by_post_id=by.post_id,
    )


@transaction.atomic
def revoke(*, viewer: Viewer, invitation_id: int, now: datetime) -> None:
    """Take a code back: it opens nothing from now on. Raises NotThere, NotAllowed; once is enough."""
    found = Invitation.objects.select_related("household").filter(pk=invitation_id).first()
    if found is None:
        raise NotThere("没有找到这个邀请码。")
    household = visits.access_household(viewer, found.household_id)
    by = by_of(viewer, (household.micro_grid or household.grid).path)
    changed = Invitation.objects.filter(pk=found.pk, revoked_at=None).update(revoked_at=now)
    if changed:
        note("household.invitation_revoked", household, by, now, invitation_id=found.pk)


@transaction.atomic
def invitations_to_print(
    *, viewer: Viewer, grid: Node, household_ids: Iterable[int], now: datetime
) -> Mapping[int, Invitation]:
    """A printed code for each of these households of a grid, but for those who said no: by household.

    A code that was printed before and opens for two weeks yet is given back, so that a sheet in a letter-box stays good.
    Raises NotAllowed for whom no post sends there.
    """
    by = by_of(viewer, grid.path)
    wanted = set(household_ids)
    refused = Refusal.objects.filter(household__in=wanted, withdrawn_at=None)
    wanted -= set(refused.values_list("household_id", flat=True))
    rows = Household.objects.select_for_update().filter(pk__in=wanted, grid=grid).order_by("pk")
    households = list(rows)
    printed = Invitation.objects.filter(
        household__in=households, kind=Kind.PRINTED, revoked_at=None
    )
    kept = {each.household_id: each for each in printed.filter(expires_at__gt=now + WORTH_PRINTING)}
    printed.exclude(pk__in=[each.pk for each in kept.values()]).update(revoked_at=now)
    new = [
        _draft(each, Kind.PRINTED, viewer, by, now) for each in households if each.pk not in kept
    ]
    for made in Invitation.objects.bulk_create(new):
        kept[made.household_id] = made
    if households:
        note("household.printed", households[0], by, now, count=len(kept), new=len(new))
    return kept
