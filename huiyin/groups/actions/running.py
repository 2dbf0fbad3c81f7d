"""Opening, ending and pinning groups."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.ground.ledger.actions import By
from huiyin.groups.actions.desk import (
    acting_as,
    demand_administration,
    demand_reason,
    open_for,
    record,
)
from huiyin.groups.models import Group, KindText, Member
from huiyin.groups.rules import GroupKind
from huiyin.groups.rules.kinds import JOINED_BY_CODE, OWNER_ROLE
from huiyin.groups.rules.rights import may_open
from huiyin.groups.rules.words import normalise
from huiyin.lib.refusal import NotAllowed, Refused
from huiyin.people import queries as people
from huiyin.people.rules import Viewer
from huiyin.territory import queries as territory
from huiyin.trust.actions.originals import masked_for_others

# without 0 o 1 l i: a code is read from a poster and typed by old hands
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 8


@transaction.atomic
def create_group(
    *,
    viewer: Viewer,
    kind: GroupKind | str,
    name: str,
    node_id: int,
    now: datetime,
    owner_post_id: int | None = None,
    purpose: str = "",
    rules_text: str = "",
    key: str | None = None,
) -> Group:
    """Open a group of a place. owner_post_id: who answers for it, by default the post that the kind belongs to.

    Raises NotAllowed outside the viewer's area, Refused for a kind that is opened otherwise or has no owner there.
    """
    kind = GroupKind(kind)
    node = territory.node(node_id)
    if not may_open(viewer, kind, node.path):
        raise NotAllowed(_("您不能在这个地方建立这类群。"))
    owner_id = owner_post_id or _owner(kind, node_id)
    title = normalise(name)
    if not title or len(title) > 100:
        raise Refused(_("请填写群名称，不超过 100 字。"))
    return open_group(
        kind=kind,
        name=title,
        node_id=node_id,
        owner_post_id=owner_id,
        purpose=normalise(purpose),
        rules_text=normalise(rules_text),
        key=key,
        by=By(viewer.person_id, viewer.posts[0].id),
        now=now,
    )


def open_group(
    *,
    kind: GroupKind,
    name: str,
    node_id: int,
    owner_post_id: int,
    by: By,
    now: datetime,
    purpose: str = "",
    rules_text: str = "",
    key: str | None = None,
    talk_person_id: int | None = None,
    join_code: str | None = None,
) -> Group:
    """Write a group with its owner as the first member, and record it. The rights were asked by the caller.

    Without a purpose or rules of its own it begins with those of its kind.
    """
    usual = KindText.objects.filter(kind=kind).first() or KindText()
    code = join_code or (new_code() if kind in JOINED_BY_CODE else None)
    group = Group.objects.create(
        kind=kind,
        name=name,
        node_id=node_id,
        owner_post_id=owner_post_id,
        purpose=(purpose or usual.purpose)[:500],
        rules_text=rules_text or usual.rules_text,
        key=key,
        talk_person_id=talk_person_id,
        join_code=code,
        opened_at=now,
    )
    Member.objects.create(group=group, post_id=owner_post_id, joined_at=now)
    record("group.opened", group, by=by, at=now, data={"kind": kind.value})
    return group


def new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _owner(kind: GroupKind, node_id: int) -> int:
    role = OWNER_ROLE.get(kind)
    post = people.responsible_post(role=role, node_id=node_id) if role else None
    if post is None:
        raise Refused(_("这个地方还没有负责这类群的岗位，请先设置岗位。"))
    return post.id


@transaction.atomic
def pin(*, viewer: Viewer, group_id: int, purpose: str, rules_text: str, now: datetime) -> Group:
    """Set what stands at the top of a group: what it is for and its rules. Raises NotThere, NotAllowed, Refused."""
    found = open_for(viewer, group_id)
    demand_administration(found)
    purpose, rules_text = normalise(purpose), normalise(rules_text)
    if len(purpose) > 500 or len(rules_text) > 5_000:
        raise Refused(_("群用途不超过 500 字，群规不超过 5000 字。"))
    if masked_for_others(f"{purpose}\n{rules_text}"):
        raise Refused(_("群用途和群规人人看得到，请去掉个人的电话、证件号、车牌和门牌。"))
    group = found.group
    group.purpose, group.rules_text = purpose, rules_text
    group.save(update_fields=["purpose", "rules_text"])
    data = {"purpose": purpose, "rules_text": rules_text}
    topics = [f"group:{group.id}"]
    record("group.pinned", group, by=acting_as(viewer, found), at=now, data=data, topics=topics)
    return group


@transaction.atomic
def close_group(*, viewer: Viewer, group_id: int, reason: str, now: datetime) -> Group:
    """End a group: it can be read but not written in, and nobody joins. Raises NotThere, NotAllowed, Refused."""
    found = open_for(viewer, group_id)
    demand_administration(found)
    words = demand_reason(reason)
    group = found.group
    group.is_active = False
    group.save(update_fields=["is_active"])
    topics = [f"group:{group.id}"]
    record(
        "group.closed",
        group,
        by=acting_as(viewer, found),
        at=now,
        data={"reason": words},
        topics=topics,
    )
    return group
