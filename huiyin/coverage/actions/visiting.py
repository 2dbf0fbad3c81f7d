"""A visit to have a household join: asked with one tap, and what came of it changes the state of the household."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.coverage.actions.refusing import demand_no_refusal, note_refusal
from huiyin.coverage.queries.organisations import organisations
from huiyin.coverage.queries.states import homes
from huiyin.coverage.rules import Instead, State
from huiyin.ground.ledger.actions import By
from huiyin.lib.refusal import Conflict, NotThere
from huiyin.people import actions as people
from huiyin.people import queries as people_queries
from huiyin.people.rules import Viewer
from huiyin.territory import queries as territory
from huiyin.visits import queries as visits
from huiyin.visits.actions import Found, ask_visit, by_of, finish_visit
from huiyin.visits.models import Visit
from huiyin.visits.rules import Reason, Result


@transaction.atomic
def ask_to_join(
    *,
    viewer: Viewer,
    now: datetime,
    home: str = "",
    organisation_id: int | None = None,
    client_key: UUID | None = None,
) -> Visit:
    """Have somebody call at a home, or an organisation, and ask them in. home: `HomeLine.key`.

    Raises NotThere, NotAllowed; Conflict where the household said no.
    """
    if organisation_id is not None:
        return ask_visit(
            viewer=viewer,
            reason=Reason.COVERAGE,
            organisation_id=organisation_id,
            now=now,
            client_key=client_key,
        )
    household_id = household_of(viewer, home)
    demand_no_refusal(visits.access_household(viewer, household_id))
    return ask_visit(
        viewer=viewer,
        reason=Reason.COVERAGE,
        household_id=household_id,
        now=now,
        client_key=client_key,
    )


def household_of(viewer: Viewer, home: str) -> int:
    """The household a form means; of a home where nobody was registered yet, it is made. Raises NotThere, NotAllowed."""
    kind, number = home[:1], home[1:]
    if kind not in {"h", "d"} or not (number.isascii() and number.isdigit() and len(number) < 17):
        raise NotThere("没有找到这一户，或者不在您的片区。")
    if kind == "h":
        return visits.access_household(viewer, int(number)).pk
    building = territory.dwelling(int(number)).building
    by_of(viewer, (building.micro_grid or building.grid).path)
    return people.household_for(dwelling_id=int(number)).pk


@transaction.atomic
def end_visit(
    *, viewer: Viewer, visit_id: int, found: Found, now: datetime, instead: Instead = Instead.PAPER
) -> Visit:
    """Write down what came of a visit, and let it change the household: moved away stands empty, a no is kept.

    instead: how those are told of things who said no. Raises what `finish_visit` raises; Conflict for a household that is
    said to have joined while nobody of it is in the group.
    """
    visit = visits.access_visit(viewer, visit_id)
    if found.result is Result.JOINED:
        _demand_joined(visit, now)
    done = finish_visit(viewer=viewer, visit_id=visit_id, found=found, now=now)
    by = By(done.done_by_id, done.done_by_post_id)
    if done.household_id is None:
        return done
    household = people_queries.household(done.household_id)
    if found.result is Result.MOVED:
        people.move_out(household_id=household.pk, now=now, by=by)
    if found.result is Result.REFUSED and done.reason == Reason.COVERAGE:
        note_refusal(household, instead=instead, by=by, now=now, viewer=viewer)
    return done


def _demand_joined(visit: Visit, now: datetime) -> None:
    if visit.household_id is None:
        lines = organisations([visit.area])
        if not any(
            line.id == visit.organisation_id and line.state is State.COVERED for line in lines
        ):
            raise Conflict("负责人还没有进群。请让负责人扫本网格的入群码，进群后再记结果。")
        return
    found = homes([visit.area], now=now, household_id=visit.household_id, states=[State.COVERED])
    if not found:
        raise Conflict("还没有人进群。请让住户用邀请码进群，进群后这次走访会自动完成。")
