"""值班表: a place's roster is written by its heads."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.escalation import queries as escalation
from huiyin.ground.commands import actions as commands
from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import Conflict, NotAllowed, NotThere
from huiyin.lib.times import local
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts, Viewer
from huiyin.posts import queries
from huiyin.posts.models import Shift
from huiyin.posts.rules import HEADS
from huiyin.posts.rules.duty import Roster, Turn, turns
from huiyin.territory import queries as territory
from huiyin.territory.models import Node
from huiyin.territory.rules import is_within


@transaction.atomic
def plan_duty(
    *, viewer: Viewer, place_id: int, roster: Roster, now: datetime, client_key: UUID | None = None
) -> int:
    """Write a roster. Returns how many shifts; a repeat writes nothing and returns 0.

    Raises NotThere for a place that is not the viewer's, NotAllowed for somebody who does not work there, Conflict when
    one of them is on duty then already, Refused for a roster that makes no sense.
    """
    place = territory.node(place_id)
    head = _head(viewer, place)
    verb = "posts.plan_duty"
    repeat = commands.repeat_of(
        client_key, verb=verb, person_id=viewer.person_id, result_id=place_id
    )
    if repeat is not None:
        return 0
    for person_id in sorted(
        set(roster.person_ids)
    ):  # two rosters at once do not both take somebody
        people.lock_person(person_id)
    calendar = escalation.calendar().at(place.path)
    wanted = turns(roster, is_working=calendar.is_working)
    if not set(roster.person_ids) <= {each.pk for each in queries.duty_staff(place.path, at=now)}:
        raise NotAllowed(_("值班的人要是这里的工作人员。"))
    _demand_free(wanted)
    Shift.objects.bulk_create(Shift(place=place, **turn._asdict()) for turn in wanted)
    data = {"count": len(wanted), "person_ids": list(roster.person_ids)}
    _note("duty.planned", place, By(viewer.person_id, head.id), now, data)
    return len(wanted)


@transaction.atomic
def remove_shift(*, viewer: Viewer, shift_id: int, now: datetime) -> None:
    """Take one shift off the roster. Gone already is as well. Raises NotThere for a place that is not the viewer's."""
    row = Shift.objects.select_related("place").filter(pk=shift_id, to_at__gt=now).first()
    if row is None:
        return
    head, place = _head(viewer, row.place), row.place
    data = {"person_ids": [row.person_id], "from_at": row.from_at.isoformat()}
    row.delete()
    _note("duty.removed", place, By(viewer.person_id, head.id), now, data)


def _head(viewer: Viewer, place: Node) -> PostFacts:
    heads = [
        each for each in viewer.posts if each.role in HEADS and is_within(place.path, each.path)
    ]
    if not heads:
        raise NotThere(_("没有找到这个地方，或者不在您的辖区。"))
    return heads[0]


def _demand_free(wanted: Sequence[Turn]) -> None:
    """Nobody is on duty twice at once."""
    first, last = min(turn.from_at for turn in wanted), max(turn.to_at for turn in wanted)
    standing = queries.clashing({turn.person_id for turn in wanted}, first=first, last=last)
    for each in standing:
        for turn in wanted:
            is_same = turn.person_id == each.person_id
            if is_same and turn.from_at < each.to_at and each.from_at < turn.to_at:
                when = local(each.from_at).strftime("%m-%d %H:%M")
                raise Conflict(
                    _("%(name)s在 %(when)s 已经排了%(place)s的值班，请换人或者先取消那一班。"),
                    name=each.person.name,
                    when=when,
                    place=each.place.name,
                )


def _note(kind: str, place: Node, by: By, now: datetime, data: Mapping[str, object]) -> None:
    record(
        kind,
        subject="node",
        subject_id=place.pk,
        by=by,
        at=now,
        area=place.path,
        data=data,
        topics=[f"node:{place.pk}"],
    )
