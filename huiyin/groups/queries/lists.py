"""The lists one begins from: my groups, and what was said but not answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery

from huiyin.groups.models import Group, Member, Message
from huiyin.groups.queries.access import own_rows
from huiyin.groups.queries.supervision import WaitingCount, limits
from huiyin.groups.queries.talk import Line, lines
from huiyin.groups.rules import GroupKind, MessageClass
from huiyin.groups.rules.rights import TENDING
from huiyin.people.rules import Viewer

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Read(TypedDict):
    read_seq: int


@dataclass(frozen=True)
class GroupLine:
    """A group in the viewer's list. title: a private talk is called by the other side.

    unanswered: residents' words that wait, 0 where the viewer does not answer for the group.
    """

    group: Group
    kind: GroupKind
    title: str
    unread: int
    unanswered: int
    last: Line | None


@dataclass(frozen=True)
class Waiting:
    """Words of a resident that wait for an answer. is_beyond: longer than the limit of the place."""

    line: Line
    group: Group
    waited: timedelta
    is_beyond: bool


def groups_of(viewer: Viewer) -> list[GroupLine]:
    """The groups the viewer belongs to, as a person or for a post, last spoken in first. Three queries at most."""
    groups = list(_own_groups(viewer))
    last = _last_lines(viewer, [group.id for group in groups])
    waiting = _waiting_by_group(viewer) if viewer.is_staff else {}
    found = [
        GroupLine(
            group=group,
            kind=GroupKind(group.kind),
            title=title(viewer, group),
            unread=max(group.last_seq - group.read_seq, 0),
            unanswered=waiting.get(group.id, 0),
            last=last.get(group.id),
        )
        for group in groups
    ]
    return sorted(found, key=_newest_first)


def _own_groups(viewer: Viewer) -> "QuerySet[WithAnnotations[Group, _Read]]":
    own = Member.objects.filter(own_rows(viewer))
    read = own.filter(group=OuterRef("pk")).order_by("-read_seq").values("read_seq")[:1]
    groups = Group.objects.select_related("node", "owner_post", "talk_person")
    mine = groups.filter(is_active=True, id__in=own.values("group_id"))
    return mine.annotate(read_seq=Subquery(read))


def _newest_first(line: GroupLine) -> tuple[float, int]:
    at = line.last.at if line.last else line.group.opened_at
    return (-at.timestamp(), line.group.id)


def title(viewer: Viewer, group: Group) -> str:
    """The name of a group; of a private talk, the name of who is on the other side."""
    if group.talk_person is None:
        return group.name
    return group.owner_post.title if group.talk_person_id == viewer.person_id else group.name


def unread(viewer: Viewer) -> dict[int, int]:
    """Unread messages by group, groups without any left out."""
    counts = (
        Member.objects.filter(own_rows(viewer), group__is_active=True)
        .values("group_id")
        .annotate(unread=Min(F("group__last_seq") - F("read_seq")))
        .filter(unread__gt=0)
    )
    return dict(counts.values_list("group_id", "unread"))


def unanswered(
    viewer: Viewer, *, now: datetime, limit: int = 50, group_id: int | None = None
) -> list[Waiting]:
    """Said but not answered, oldest first, over the groups the viewer answers for. Three queries.

    group_id: of one of these groups only.
    """
    rows = Message.objects.select_related("file", "group__node", "group__owner_post").filter(
        _waiting(viewer)
    )
    if group_id is not None:
        rows = rows.filter(group_id=group_id)
    found = list(rows.order_by("at", "id")[:limit])
    beyond = limits().unanswered
    return [
        Waiting(line, row.group, now - row.at, now - row.at > beyond)
        for line, row in zip(lines(viewer, found, is_office=True), found, strict=True)
    ]


def unanswered_count(viewer: Viewer, *, now: datetime) -> WaitingCount:
    """How many words wait for the viewer, and how many beyond the limit. Two queries."""
    late = Q(at__lt=now - limits().unanswered)
    counts = Message.objects.filter(_waiting(viewer)).aggregate(
        waiting=Count("id"), beyond=Count("id", filter=late), oldest_at=Min("at")
    )
    return WaitingCount(**counts)


def tended(viewer: Viewer) -> list[int]:
    """The ids of the groups the viewer answers for, whether anybody waits there or not. One query."""
    return sorted(_tended(viewer).filter(is_active=True).values_list("id", flat=True))


def _tended(viewer: Viewer) -> "QuerySet[Group]":
    """Only what the viewer's own duty is: an area cadre sees an officer's while standing in."""
    posts = [post.id for post in viewer.posts if post.role in TENDING]
    return Group.objects.filter(
        Q(owner_post__in=viewer.post_ids)
        | Q(id__in=Member.objects.filter(post__in=posts, left_at=None).values("group_id"))
    )


def _waiting(viewer: Viewer) -> Q:
    return Q(
        message_class=MessageClass.UNANSWERED.value,
        recalled_at=None,
        group_id__in=_tended(viewer).values("id"),
    )


def _waiting_by_group(viewer: Viewer) -> dict[int, int]:
    rows = Message.objects.filter(_waiting(viewer)).values("group_id").annotate(count=Count("id"))
    return dict(rows.values_list("group_id", "count"))


def _last_lines(viewer: Viewer, group_ids: Iterable[int]) -> dict[int, Line]:
    rows = Message.objects.select_related("file").filter(
        group_id__in=list(group_ids), seq=F("group__last_seq")
    )
    return {line.group_id: line for line in lines(viewer, list(rows), is_office=False)}
