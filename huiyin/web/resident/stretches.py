"""A stretch of talk as residents see it: parted by days, their own words with what became of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext

from huiyin.cases.queries.access import visible
from huiyin.cases.rules.words import State
from huiyin.groups import queries as groups
from huiyin.groups.queries import Line, MessagePage
from huiyin.groups.rules import GroupKind, MessageClass, MessageKind, rights
from huiyin.lib.times import local
from huiyin.people.rules import Role, Viewer
from huiyin.web.kit import badges
from huiyin.web.kit.shapes import Badge, Bubble, BubbleAct
from huiyin.web.kit.talks import bubble_of

# longer ago nobody may change words, whatever the limits of the place
YOUNG = timedelta(days=1)
SAID = frozenset({MessageKind.TEXT, MessageKind.PICTURE, MessageKind.VOICE, MessageKind.VIDEO})
FINISHED = frozenset({State.AWAITING_RATING, State.CLOSED})


@dataclass(frozen=True)
class Said:
    """One bubble; `day` where a new day begins, `is_first_new` above the first unread words."""

    bubble: Bubble
    day: datetime | None
    is_first_new: bool = False


@dataclass(frozen=True)
class _Facts:
    """What the bubbles of one stretch are drawn with."""

    viewer: Viewer
    page: MessagePage
    now: datetime
    own_cases: frozenset[int]
    office: str
    office_read: int
    may_change_since: datetime | None
    may_speak: bool


def stretch(viewer: Viewer, page: MessagePage, *, now: datetime) -> list[Said]:
    """Draw a page of talk. Three queries at most, whatever its length."""
    facts = _facts(viewer, page, now)
    read = max((member.read_seq for member in page.access.members), default=0)
    first_new = next(
        (line.seq for line in page.lines if line.seq > read and not line.is_mine), None
    )
    said: list[Said] = []
    day: date | None = None
    for line in page.lines:
        there = local(line.at).date()
        begins = line.at if there != day else None
        # an old talk begins with the words themselves, not with a line above them
        is_first_new = line.seq == first_new and line is not page.lines[0]
        said.append(Said(_bubble(line, facts), begins, is_first_new))
        day = there
    return said


def _facts(viewer: Viewer, page: MessagePage, now: datetime) -> _Facts:
    own_words = [line for line in page.lines if _is_own_words(line)]
    waits = any(line.message_class is MessageClass.UNANSWERED for line in own_words)
    is_young = any(now - line.at < YOUNG for line in own_words)
    group = page.access.group
    return _Facts(
        viewer=viewer,
        page=page,
        now=now,
        own_cases=_own_cases(viewer, page.lines),
        office=gettext(Role(group.owner_post.role).label),
        office_read=groups.owner_read_seq(group) if waits else 0,
        may_change_since=now - groups.limits().edit if is_young else None,
        may_speak=may_speak(page, now),
    )


def may_speak(page: MessagePage, now: datetime) -> bool:
    """Whether the viewer has a voice here now."""
    first = next(iter(page.access.standing.speakers), None)
    if first is None or not page.access.group.is_active:
        return False
    return first.post is not None or not (first.member and rights.is_muted(first.member, now))


def _is_own_words(line: Line) -> bool:
    return line.is_mine and line.post_id is None and not line.recalled


def _own_cases(viewer: Viewer, lines: Iterable[Line]) -> frozenset[int]:
    """Of the cases whose cards stand here, those the viewer may open."""
    shown = [line.data["case_id"] for line in lines if "case_id" in line.data]
    if not shown:
        return frozenset()
    return frozenset(visible(viewer).filter(pk__in=shown).values_list("pk", flat=True))


def _bubble(line: Line, facts: _Facts) -> Bubble:
    def case_address(case_id: int) -> str:
        return reverse("resident:matter", args=[case_id]) if case_id in facts.own_cases else ""

    made = bubble_of(line, viewer=facts.viewer, now=facts.now, case_address=case_address)
    made = _for_neighbours(made, line)
    return replace(made, badge=_what_became(line, facts), acts=_acts(line, facts))


def _for_neighbours(made: Bubble, line: Line) -> Bubble:
    """A card of somebody else's matter asks nothing of who reads it."""
    if made.card is None or made.card.url:
        return made
    state = State(line.data["state"])
    badge = Badge(gettext("已回复"), "done", "green") if state in FINISHED else None
    if state is State.AWAITING_REPORTER:
        badge = badges.of_state(State.IN_PROGRESS, audience="resident")
    return replace(made, card=replace(made.card, badge=badge or made.card.badge))


def _what_became(line: Line, facts: _Facts) -> Badge | None:
    """事事有回音: who said something sees whether it was read, answered, or is being dealt with."""
    if not _is_own_words(line):
        return None
    match line.message_class:
        case MessageClass.UNANSWERED if line.seq <= facts.office_read:
            return Badge(gettext("%s看到了，等回音") % facts.office, "eye")
        case MessageClass.UNANSWERED:
            return Badge(gettext("%s还没有看到") % facts.office, "clock")
        case MessageClass.ANSWERED_HERE:
            return Badge(gettext("已答复"), "done", "green")
        case MessageClass.CASE:
            return Badge(gettext("已转成一件事"), "matter", "primary")
    return None


def _acts(line: Line, facts: _Facts) -> Sequence[BubbleAct]:
    if line.kind not in SAID or line.recalled:
        return ()
    made = []
    if facts.may_speak and not line.is_mine:
        made.append(BubbleAct(gettext("回复"), f"?reply={line.id}#composer", f"reply-{line.id}"))
    since = facts.may_change_since
    if _is_own_words(line) and since is not None and line.at >= since:
        address = reverse("resident:words", args=[line.group_id, line.id])
        made.append(BubbleAct(gettext("修改或撤回"), address))
    return made


def address_of(group_id: int, kind: GroupKind) -> str:
    """Where residents find a group: a private talk stands in its own place."""
    name = "resident:talk" if kind is GroupKind.PRIVATE_TALK else "resident:group"
    return reverse(name, args=[group_id])
