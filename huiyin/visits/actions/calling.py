"""The writers of visits. What a visit changes about its household, the floors above do."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from huiyin.ground.commands.actions import done, repeat_of
from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import Conflict, NotAllowed, Refused
from huiyin.people import queries as people
from huiyin.people.models import Household
from huiyin.people.rules import Role, Viewer
from huiyin.territory.models import Node
from huiyin.visits import queries
from huiyin.visits.models import Organisation, Visit
from huiyin.visits.rules import (
    LONGEST_WORDS,
    Reason,
    Result,
    Way,
    check_result,
    due_of,
    goes_to_doors,
)

# whose work it is to go: the nearest of these that is there
GOING = (Role.OFFICER, Role.AREA_CADRE, Role.SECRETARY, Role.STREET_GRID_CENTRE)


class Found(NamedTuple):
    """What came of a visit. words: what else there is to say, at most 500 characters."""

    result: Result
    way: Way = Way.DOOR
    words: str = ""


@transaction.atomic
def ask_visit(
    *,
    viewer: Viewer,
    reason: Reason,
    now: datetime,
    household_id: int | None = None,
    organisation_id: int | None = None,
    note: str = "",
    client_key: UUID | None = None,
) -> Visit:
    """Have the post that looks after a household or an organisation call there. One that is open already is given back.

    Raises NotThere for what the viewer does not see, NotAllowed for whom no post sends, Refused where no post goes to doors.
    """
    before = repeat_of(client_key, verb="visit.ask", person_id=viewer.person_id)
    if before is not None:
        return queries.access_visit(viewer, before)
    household = queries.access_household(viewer, household_id) if household_id else None
    other = queries.access_organisation(viewer, organisation_id) if organisation_id else None
    visit = _open_visit(household, other, reason) or _new_visit(
        viewer, household, other, reason, note, now
    )
    done(client_key, visit.pk)
    return visit


def _open_visit(
    household: Household | None, organisation: Organisation | None, reason: Reason
) -> Visit | None:
    """The visit that is under way; whoever asks at the same time waits for the household."""
    if household is not None:
        Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    elif organisation is not None:
        Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    waiting = Visit.objects.filter(reason=reason.value, ended_at=None)
    return waiting.filter(household=household, organisation=organisation).first()


def _new_visit(
    viewer: Viewer,
    household: Household | None,
    organisation: Organisation | None,
    reason: Reason,
    note: str,
    now: datetime,
) -> Visit:
    place = _place(household, organisation)
    by = by_of(viewer, place.path)
    visit = Visit.objects.create(
        household=household,
        organisation=organisation,
        area=place.path,
        reason=reason.value,
        note=_words(note),
        holder_id=_who_goes(place),
        asked_by_id=viewer.person_id,
        asked_by_post_id=by.post_id,
        asked_at=now,
        due_at=due_of(now),
    )
    _record("visit.asked", visit, by, now, reason=visit.reason)
    return visit


def _place(household: Household | None, organisation: Organisation | None) -> Node:
    if household is not None:
        return household.micro_grid or household.grid
    if organisation is not None:
        return organisation.grid
    raise Refused("请选择要走访的户或单位。")


def _who_goes(place: Node) -> int:
    """The post that goes to the doors of a place."""
    for role in GOING:
        post = people.responsible_post(role=role, node_id=place.pk)
        if post is not None:
            return post.id
    raise Refused("这里还没有设网格员等岗位，无法安排走访。请联系社区。")


def by_of(viewer: Viewer, path: str) -> By:
    """As whom a viewer acts at a door. Raises NotAllowed for whom no post sends there."""
    posts = [post for post in viewer.posts if goes_to_doors(post) and post.looks_after(path)]
    posts.sort(key=lambda post: post.id not in viewer.own_post_ids)
    if not posts:
        raise NotAllowed("只有负责这个片区的岗位可以这样做。")
    return By(viewer.person_id, posts[0].id)


@transaction.atomic
def finish_visit(*, viewer: Viewer, visit_id: int, found: Found, now: datetime) -> Visit:
    """Write down what came of a visit. Raises NotThere, NotAllowed, Refused for a result it does not have; Conflict for
    one that has ended.
    """
    visit, by = _open_for(viewer, visit_id)
    check_result(Reason(visit.reason), found.result)
    visit.result, visit.way, visit.words = found.result.value, found.way.value, _words(found.words)
    visit.done_by_id, visit.done_by_post_id = by.person_id, by.post_id
    visit.ended_at = now
    visit.save()
    _record("visit.done", visit, by, now, result=visit.result, way=visit.way, reason=visit.reason)
    return visit


@transaction.atomic
def drop_visit(*, viewer: Viewer, visit_id: int, now: datetime) -> Visit:
    """Take a visit back that need not be made. Raises NotThere, NotAllowed, Conflict."""
    visit, by = _open_for(viewer, visit_id)
    visit.ended_at = now
    visit.save(update_fields=["ended_at"])
    _record("visit.dropped", visit, by, now, reason=visit.reason)
    return visit


@transaction.atomic
def close_joined(*, household_id: int, by: By, is_at_door: bool, now: datetime) -> int:
    """End the open visit to have a household join, because somebody of it has. Returns how many there were.

    by: who invited or verified them; at the door it was done by the visit itself.
    """
    waiting = Visit.objects.select_for_update().filter(
        household_id=household_id, reason=Reason.COVERAGE.value, ended_at=None
    )
    visits = list(waiting)
    for visit in visits:
        visit.result, visit.ended_at = Result.JOINED.value, now
        visit.way = (Way.DOOR if is_at_door else Way.MESSAGE).value
        visit.done_by_id, visit.done_by_post_id = by.person_id, by.post_id
        visit.save()
        _record(
            "visit.done", visit, by, now, result=visit.result, way=visit.way, reason=visit.reason
        )
    return len(visits)


def _open_for(viewer: Viewer, visit_id: int) -> tuple[Visit, By]:
    queries.access_visit(viewer, visit_id)
    visit = Visit.objects.select_for_update().get(pk=visit_id)
    by = (
        By(viewer.person_id, visit.holder_id)
        if viewer.acts_for(visit.holder_id)
        else by_of(viewer, visit.area)
    )
    if visit.ended_at is not None:
        raise Conflict("这次走访已经结束了。")
    return visit, by


def _words(words: str) -> str:
    plain = " ".join(words.split())
    if len(plain) > LONGEST_WORDS:
        raise Refused("说明请写在 %(most)d 字以内。", most=LONGEST_WORDS)
    return plain


def _record(kind: str, visit: Visit, by: By, now: datetime, **data: object) -> None:
    record(
        kind,
        subject="visit",
        subject_id=visit.pk,
        by=by,
        at=now,
        area=visit.area,
        data={
            "household_id": visit.household_id,
            "organisation_id": visit.organisation_id,
            "holder_id": visit.holder_id,
            **data,
        },
        topics=[f"post:{visit.holder_id}"],
    )
