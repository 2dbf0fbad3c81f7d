"""Figures of groups for who supervises them: counts of the group, never of who said what."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from huiyin.ground.asking import ask
from huiyin.groups.models import Group, GroupSettings, Member, Message
from huiyin.groups.queries.access import group_facts
from huiyin.groups.rules import GroupKind, MessageClass, rights
from huiyin.groups.rules.health import Alarm, GroupCounts, Thresholds, alarms, is_dead
from huiyin.groups.rules.kinds import OPEN_KINDS
from huiyin.groups.rules.rights import SUPERVISING
from huiyin.people.rules import Viewer

MONTH = timedelta(days=30)


@dataclass(frozen=True)
class GroupFigures:
    """The figures of one group over the last 30 days, and what is wrong with it.

    is_readable: whether the viewer may read its words, and not only its figures.
    """

    group: Group
    kind: GroupKind
    counts: GroupCounts
    alarms: tuple[Alarm, ...]
    is_dead: bool
    is_readable: bool


@dataclass(frozen=True)
class WaitingCount:
    waiting: int
    beyond: int
    oldest_at: datetime | None


@dataclass(frozen=True)
class _Said:
    messages: int = 0
    spoke_at: datetime | None = None
    officer_spoke_at: datetime | None = None


@dataclass(frozen=True)
class _Waits:
    unanswered: int = 0
    unanswered_beyond: int = 0
    oldest_unanswered_at: datetime | None = None


def limits() -> Thresholds:
    """The limits that hold now: the newest version of the place's, else the defaults."""
    row = GroupSettings.objects.order_by("-at", "-id").first()
    if row is None:
        return Thresholds()
    return Thresholds.of_numbers(
        version=row.version,
        recall_minutes=row.recall_minutes,
        edit_minutes=row.edit_minutes,
        unanswered_minutes=row.unanswered_minutes,
        silent_days=row.silent_days,
        officer_silent_days=row.officer_silent_days,
    )


def supervision(viewer: Viewer, *, now: datetime, path: str = "") -> list[GroupFigures]:
    """The open groups of the viewer's area, those with something wrong first. Six queries.

    path: only groups at or below this place.
    """
    shown = _supervised(viewer).filter(node__path__startswith=path)
    groups = list(shown.select_related("node", "owner_post"))
    hold = limits()
    ids = [group.id for group in groups]
    said, waits = (
        _said(ids, now - max(MONTH, hold.silent, hold.officer_silent), now),
        _waits(ids, now, hold),
    )
    households, speaking = _households(ids, None), _households(ids, now - MONTH)
    found = []
    for group in groups:
        counts = GroupCounts(
            member_households=households.get(group.id, 0),
            speaking_households=speaking.get(group.id, 0),
            opened_at=group.opened_at,
            **vars(said.get(group.id, _Said())),
            **vars(waits.get(group.id, _Waits())),
        )
        wrong = alarms(counts, limits=hold, now=now)
        found.append(
            GroupFigures(
                group=group,
                kind=GroupKind(group.kind),
                counts=counts,
                alarms=tuple(wrong),
                is_dead=is_dead(wrong),
                is_readable=rights.standing(viewer, group_facts(group), ()).sees,
            )
        )
    return sorted(
        found, key=lambda figures: (not figures.alarms, figures.group.node.path, figures.group.id)
    )


_WAITING = """
SELECT count(*), count(*) FILTER (WHERE at < {late}), min(at) FROM groups_message
WHERE group_id IN ({groups}) AND message_class = {unanswered} AND recalled_at IS NULL
"""


def waiting_below(viewer: Viewer, *, now: datetime) -> WaitingCount:
    """The words without an answer in the open groups of the viewer's area. Two queries."""
    rows = ask(
        _WAITING,
        groups=_supervised(viewer).values("pk"),
        unanswered=MessageClass.UNANSWERED.value,
        late=now - limits().unanswered,
    )
    return WaitingCount(*rows[0])


def _supervised(viewer: Viewer) -> QuerySet[Group]:
    areas = Q(pk__in=[])  # nothing, for whom supervises nothing
    for post in viewer.posts:
        if post.role in SUPERVISING:
            for area in post.paths:
                areas |= Q(node__path__startswith=area)
    return Group.objects.filter(areas, kind__in=[k.value for k in OPEN_KINDS], is_active=True)


def _said(ids: list[int], since: datetime, now: datetime) -> dict[int, _Said]:
    resident = Q(author_post=None, author_person__isnull=False)
    rows = (
        Message.objects.filter(group_id__in=ids, at__gt=since)
        .values("group_id")
        .annotate(
            messages=Count("id", filter=Q(at__gt=now - MONTH)),
            spoke_at=Max("at", filter=resident),
            officer_spoke_at=Max("at", filter=Q(author_post__isnull=False)),
        )
    )
    said = rows.values_list("group_id", "messages", "spoke_at", "officer_spoke_at")
    return {group_id: _Said(*figures) for group_id, *figures in said}


def _waits(ids: list[int], now: datetime, hold: Thresholds) -> dict[int, _Waits]:
    rows = (
        Message.objects.filter(
            group_id__in=ids, message_class=MessageClass.UNANSWERED.value, recalled_at=None
        )
        .values("group_id")
        .annotate(
            unanswered=Count("id"),
            unanswered_beyond=Count("id", filter=Q(at__lt=now - hold.unanswered)),
            oldest_unanswered_at=Min("at"),
        )
    )
    waits = rows.values_list("group_id", "unanswered", "unanswered_beyond", "oldest_unanswered_at")
    return {group_id: _Waits(*figures) for group_id, *figures in waits}


def _households(ids: list[int], spoke_since: datetime | None) -> dict[int, int]:
    """Households among the members by group; since a moment: those of which somebody spoke."""
    rows = Member.objects.filter(group_id__in=ids, left_at=None, household__isnull=False)
    if spoke_since is not None:
        words = Message.objects.filter(
            group=OuterRef("group"),
            author_person=OuterRef("person"),
            author_post=None,
            at__gt=spoke_since,
        )
        rows = rows.filter(Exists(words))
    counted = rows.values("group_id").annotate(count=Count("household_id", distinct=True))
    return dict(counted.values_list("group_id", "count"))
