"""Whether a viewer may see a group or a message, and what else they may do there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.groups.models import Group, Member, Message
from huiyin.groups.rules import GroupFacts, GroupKind, MemberFacts, Standing, rights
from huiyin.lib.refusal import NotThere, Refused
from huiyin.people.rules import Viewer

MOST_MESSAGES = 200


@dataclass(frozen=True)
class Access:
    """A group the viewer may see, with what they may do in it and their own member rows."""

    group: Group
    facts: GroupFacts
    members: tuple[MemberFacts, ...]
    standing: Standing


def access_group(viewer: Viewer, group_id: int) -> Access:
    """Two queries. Raises NotThere for an unknown group and for one the viewer may not see, alike."""
    return access(
        viewer, Group.objects.select_related("node", "owner_post").filter(id=group_id).first()
    )


def access(viewer: Viewer, group: Group | None) -> Access:
    """The same for a group that was loaded, or locked, already."""
    if group is None:
        raise NotThere(_("没有找到这个群，或者您不在这个群里。"))
    facts = group_facts(group)
    members = tuple(members_of_viewer(viewer, group.id))
    standing = rights.standing(viewer, facts, members)
    if not standing.sees:
        raise NotThere(_("没有找到这个群，或者您不在这个群里。"))
    return Access(group, facts, members, standing)


def group_facts(group: Group) -> GroupFacts:
    return GroupFacts(
        id=group.id,
        kind=GroupKind(group.kind),
        node_id=group.node_id,
        node_path=group.node.path,
        owner_post_id=group.owner_post_id,
        is_active=group.is_active,
    )


def members_of_viewer(viewer: Viewer, group_id: int) -> list[MemberFacts]:
    """The present rows of the viewer's person and posts in one group."""
    rows = Member.objects.filter(own_rows(viewer), group_id=group_id).order_by("id")
    return [member_facts(row) for row in rows]


def own_rows(viewer: Viewer) -> Q:
    """Present memberships of the viewer: as a person, and for the posts they act for."""
    return Q(left_at=None) & (Q(person_id=viewer.person_id) | Q(post_id__in=viewer.post_ids))


def member_facts(row: Member) -> MemberFacts:
    return MemberFacts(
        id=row.id,
        person_id=row.person_id,
        post_id=row.post_id,
        household_id=row.household_id,
        label=row.label,
        muted_until=row.muted_until,
        read_seq=row.read_seq,
    )


def access_messages(viewer: Viewer, message_ids: Sequence[int]) -> tuple[Access, list[Message]]:
    """Messages of one group in the order they were said. Three queries.

    Raises NotThere, or Refused for none and for several groups.
    """
    found = access(viewer, the_one(groups_with(message_ids).select_related("node", "owner_post")))
    return found, messages_of(found, message_ids)


def groups_with(message_ids: Sequence[int]) -> QuerySet[Group]:
    """The groups some messages stand in. Raises Refused for no messages and for too many."""
    wanted = set(message_ids)
    if not wanted:
        raise Refused(_("请先选择消息。"))
    if len(wanted) > MOST_MESSAGES:
        raise Refused(_("一次最多选择 %(most)d 条消息。") % {"most": MOST_MESSAGES})
    said = Message.objects.filter(id__in=wanted)
    return Group.objects.filter(id__in=said.values("group_id")).order_by("id")


def the_one(groups: QuerySet[Group]) -> Group:
    """The group of messages that are to stand in one. Raises NotThere without any, Refused for several."""
    found = list(groups)
    if not found:
        raise NotThere(_("没有找到这条消息。"))
    if len(found) > 1:
        raise Refused(_("一次只能处理同一个群里的消息。"))
    return found[0]


def messages_of(found: Access, message_ids: Sequence[int]) -> list[Message]:
    """In the order they were said. Raises NotThere when one of them does not stand in the group."""
    wanted = set(message_ids)
    messages = list(Message.objects.filter(group=found.group, id__in=wanted).order_by("seq"))
    if len(messages) != len(wanted):
        raise NotThere(_("没有找到这条消息。"))
    return messages


def may_see_file(viewer: Viewer, file_id: int) -> bool:
    """Whether a file stands in words the viewer may read now: a recalled picture is seen no more."""
    groups = Message.objects.filter(file_id=file_id).values_list("group_id", flat=True).distinct()
    for group in Group.objects.select_related("node").filter(id__in=list(groups)[:20]):
        members = members_of_viewer(viewer, group.id)
        if rights.standing(viewer, group_facts(group), members).sees:
            return True
    return False
