"""Who belongs to a group: coming in, going, being asked to be silent or to leave, each with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.groups.actions.desk import (
    acting_as,
    demand_administration,
    demand_reason,
    open_for,
    record,
)
from huiyin.groups.models import Group, Member
from huiyin.groups.queries.access import Access
from huiyin.groups.rules import GroupKind, rights
from huiyin.groups.rules.kinds import HOUSEHOLD_KINDS
from huiyin.lib.refusal import Conflict, NotThere, Refused
from huiyin.people import queries as people
from huiyin.people.models import Household
from huiyin.people.rules import Viewer


@transaction.atomic
def add_member(
    *, viewer: Viewer, group_id: int, person_id: int, now: datetime, label: str = ""
) -> Member:
    """Bring a resident into a group, with the household where they live in its place.

    Somebody who is in it already stays as they are. Raises NotThere, NotAllowed; Refused where only posts may be, or
    without a household there.
    """
    found = open_for(viewer, group_id)
    demand_administration(found)
    people.person(person_id)
    member = admit(found.group, person_id=person_id, label=label, now=now)
    data = {"person_id": person_id, "household_id": member.household_id}
    record("group.joined", found.group, by=acting_as(viewer, found), at=now, data=data)
    return member


def admit(group: Group, *, person_id: int, now: datetime, label: str = "") -> Member:
    """Write the row of a resident, unless there is one; the caller holds the group's lock and asked the rights."""
    present = Member.objects.filter(group=group, person_id=person_id, left_at=None).first()
    if present is not None:
        return present
    kind = GroupKind(group.kind)
    household = home_in(group, person_id, now)
    rights.check_membership(
        kind,
        is_post=False,
        has_household=household is not None,
        needs_household=kind in HOUSEHOLD_KINDS,
    )
    return Member.objects.create(
        group=group,
        person_id=person_id,
        household=household,
        label=(label or (household.label if household else ""))[:60],
        joined_at=now,
        read_seq=group.last_seq,  # what was said before one came is not unread
    )


def home_in(group: Group, person_id: int, now: datetime) -> Household | None:
    """The person's household in the group's place, where they live before where they are registered."""
    homes = people.households_of(person_id, at=now)
    path = group.node.path
    if group.node.kind == "micro_grid":
        return next((home for home in homes if home.micro_grid_id == group.node_id), None)
    return next((home for home in homes if home.grid.path.startswith(path)), None)


@transaction.atomic
def add_post(*, viewer: Viewer, group_id: int, post_id: int, now: datetime) -> Member:
    """Bring a post into a group: whoever acts for it reads and writes. Raises NotThere, NotAllowed."""
    found = open_for(viewer, group_id)
    demand_administration(found)
    post = people.post_facts(post_id)
    member, is_new = Member.objects.get_or_create(
        group=found.group, post_id=post.id, left_at=None, defaults={"joined_at": now}
    )
    if is_new:
        data = {"post_id": post.id}
        record("group.joined", found.group, by=acting_as(viewer, found), at=now, data=data)
    return member


@transaction.atomic
def remove_member(*, viewer: Viewer, member_id: int, reason: str, now: datetime) -> Member:
    """Ask somebody to leave, with a reason. After the commit they receive nothing more of the group.

    Raises NotThere, NotAllowed, Conflict for the owner, Refused without a reason.
    """
    found, member = _open_member(viewer, member_id)
    demand_administration(found)
    words = demand_reason(reason)
    return _end(viewer, found, member, kind="group.removed", reason=words, now=now)


@transaction.atomic
def leave_group(*, viewer: Viewer, group_id: int, now: datetime) -> Member:
    """Leave a group as a person. Raises NotThere without a membership, Conflict in a private talk."""
    found = open_for(viewer, group_id)
    member = Member.objects.filter(
        group=found.group, person_id=viewer.person_id, left_at=None
    ).first()
    if member is None:
        raise NotThere(_("您不是这个群的成员。"))
    return _end(viewer, found, member, kind="group.left", reason="", now=now)


def _open_member(viewer: Viewer, member_id: int) -> tuple[Access, Member]:
    seen = Member.objects.filter(id=member_id).values_list("group_id", flat=True).first()
    if seen is None:
        raise NotThere(_("没有找到这位成员。"))
    found = open_for(viewer, seen)
    member = Member.objects.filter(id=member_id, left_at=None).first()
    if member is None:
        raise NotThere(_("这位成员已经不在群里。"))
    return found, member


def _end(
    viewer: Viewer, found: Access, member: Member, *, kind: str, reason: str, now: datetime
) -> Member:
    if member.post_id == found.group.owner_post_id or found.facts.kind is GroupKind.PRIVATE_TALK:
        raise Conflict(_("群的负责岗位不能退出，私下沟通也不能退出。"))
    member.left_at, member.is_removed = now, kind == "group.removed"
    member.save(update_fields=["left_at", "is_removed"])
    record(
        kind,
        found.group,
        by=acting_as(viewer, found),
        at=now,
        data={"person_id": member.person_id, "post_id": member.post_id, "reason": reason},
        topics=[
            f"revoke:{person_id}:group:{found.group.id}" for person_id in _persons(member, now)
        ],
    )
    return member


def _persons(member: Member, now: datetime) -> list[int]:
    """Whose open pages end with a membership: the person's, or those of everybody who acts for the post."""
    if member.person_id is not None:
        return [member.person_id]
    return people.acting_person_ids(member.post_id, at=now) if member.post_id else []


@transaction.atomic
def mute_member(
    *, viewer: Viewer, member_id: int, until: datetime, reason: str, now: datetime
) -> Member:
    """Ask a resident to be silent for a time, with a reason. They read on, and may write to the officer privately.

    until: aware, later than now. Posts are not muted. Raises NotThere, NotAllowed, Refused.
    """
    found, member = _open_member(viewer, member_id)
    demand_administration(found)
    words = demand_reason(reason)
    if until <= now:
        raise Refused(_("禁言结束时间应当晚于现在。"))
    if member.person_id is None:
        raise Refused(_("岗位不能被禁言。"))
    return _mute(viewer, found, member, until=until, reason=words, now=now)


@transaction.atomic
def unmute_member(*, viewer: Viewer, member_id: int, reason: str, now: datetime) -> Member:
    """End a silence early. Raises NotThere, NotAllowed, Refused without a reason."""
    found, member = _open_member(viewer, member_id)
    demand_administration(found)
    return _mute(viewer, found, member, until=None, reason=demand_reason(reason), now=now)


def _mute(
    viewer: Viewer,
    found: Access,
    member: Member,
    *,
    until: datetime | None,
    reason: str,
    now: datetime,
) -> Member:
    member.muted_until = until
    member.save(update_fields=["muted_until"])
    record(
        "group.muted" if until else "group.unmuted",
        found.group,
        by=acting_as(viewer, found),
        at=now,
        data={
            "person_id": member.person_id,
            "until": until.isoformat() if until else None,
            "reason": reason,
        },
        topics=[f"person:{member.person_id}"],
    )
    return member
