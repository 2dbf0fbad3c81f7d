"""Joining by the code on the poster: name and dwelling, nothing else is asked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.ground.ledger.actions import By
from huiyin.groups.actions.desk import locked, record
from huiyin.groups.actions.membership import admit
from huiyin.groups.models import Group, Member
from huiyin.groups.queries.members import group_by_code
from huiyin.groups.rules import GroupKind
from huiyin.groups.rules.kinds import HOUSEHOLD_KINDS
from huiyin.groups.rules.words import normalise
from huiyin.lib.refusal import NotAllowed, NotThere, Refused
from huiyin.people import actions as people
from huiyin.people.rules import Viewer
from huiyin.territory import queries as territory


@transaction.atomic
def join_group(
    *,
    join_code: str,
    now: datetime,
    viewer: Viewer | None = None,
    name: str = "",
    dwelling_id: int | None = None,
    phone: str | None = None,
) -> Member:
    """Come into the group of one's grid. Joining again gives the same member.

    viewer: who is signed in, None for a newcomer, who is then registered with name and dwelling; the returned member's
    `person` is who was registered. A signed-in person joins with the household they are known by.
    Raises NotThere for a wrong code, Refused for a missing name or a dwelling elsewhere, NotAllowed after a removal.
    """
    group = locked(group_by_code(join_code).id)
    if group is None:
        raise NotThere(_("这个入群码没有找到或已经失效，请向网格员要新的二维码。"))
    person_id = viewer.person_id if viewer else None
    if person_id is not None:
        present = Member.objects.filter(group=group, person_id=person_id, left_at=None).first()
        if present is not None:
            return present
        _demand_not_removed(group, person_id)
    if dwelling_id is not None:
        _demand_here(group, dwelling_id)
    if person_id is None:
        person_id = _register(group, name, dwelling_id, phone, now)
    elif dwelling_id is not None:
        people.move_in(person_id=person_id, dwelling_id=dwelling_id, now=now)
    member = admit(group, person_id=person_id, now=now)
    data = {"person_id": person_id, "household_id": member.household_id, "by_code": True}
    topics = [f"post:{group.owner_post_id}"]
    record("group.joined", group, by=By(person_id, None), at=now, data=data, topics=topics)
    return member


def _register(
    group: Group, name: str, dwelling_id: int | None, phone: str | None, now: datetime
) -> int:
    title = " ".join(normalise(name).split())
    if not title or len(title) > 30:
        raise Refused(_("请填写您的姓名，不超过 30 字。"))
    if dwelling_id is None and GroupKind(group.kind) in HOUSEHOLD_KINDS:
        raise Refused(_("请选择您住的楼、单元和房号。"))
    return people.register_resident(name=title, dwelling_id=dwelling_id, phone=phone, now=now).id


def _demand_not_removed(group: Group, person_id: int) -> None:
    last = Member.objects.filter(group=group, person_id=person_id).order_by("-left_at").first()
    if last is not None and last.is_removed:
        raise NotAllowed(_("您已被请出这个群。如有不同意见，请联系网格员或拨打监督电话。"))


def _demand_here(group: Group, dwelling_id: int) -> None:
    building = territory.dwelling(dwelling_id).building
    place = building.micro_grid if group.node.kind == "micro_grid" else building.grid
    if place is None or not place.path.startswith(group.node.path):
        raise Refused(
            _("您选的住房属于%(grid)s，不在这个群的范围内，请加入您所在网格的群。")
            % {"grid": building.grid.name}
        )
