"""A stretch of talk as the office sees it: what waits, what became of each, what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from huiyin.cases.rules.knowing import NUMBERS
from huiyin.groups.queries import Line, MessagePage
from huiyin.groups.rules import MessageClass, MessageKind
from huiyin.lib.times import local, span_words
from huiyin.people.rules import Viewer
from huiyin.web.kit.shapes import Badge, Bubble, BubbleAct, Tone
from huiyin.web.kit.talks import bubble_of

if TYPE_CHECKING:
    from huiyin.groups.models import Group

SAID = frozenset({MessageKind.TEXT, MessageKind.PICTURE, MessageKind.VOICE, MessageKind.VIDEO})
# as many messages after the one looked for are drawn with it
AFTER = 20
# what a page of talk shows without being asked for older words
NEWEST = 50

BADGES: dict[MessageClass, tuple[str, str, Tone]] = {
    MessageClass.SMALL_TALK: (gettext_noop("闲聊"), "talk", ""),
    MessageClass.ANSWERED_HERE: (gettext_noop("已答复"), "done", "green"),
    MessageClass.CASE: (gettext_noop("已成件"), "matter", "primary"),
    MessageClass.OFF_TOPIC: (gettext_noop("与本群无关"), "info", ""),
}
UNDONE_BY_HAND = frozenset({MessageClass.SMALL_TALK, MessageClass.OFF_TOPIC})


@dataclass(frozen=True)
class Said:
    """One bubble; `day` where a new day begins, `is_first_new` above the first unread words."""

    bubble: Bubble
    day: datetime | None
    is_first_new: bool


def stretch(viewer: Viewer, page: MessagePage, *, now: datetime) -> list[Said]:
    """Draw a page of talk. No query."""
    read = max((member.read_seq for member in page.access.members), default=None)
    said: list[Said] = []
    day: date | None = None
    is_new_named = read is None
    for line in page.lines:
        there = local(line.at).date()
        is_first_new = not is_new_named and line.seq > (read or 0) and not line.is_mine
        is_new_named = is_new_named or is_first_new
        bubble = _bubble(line, viewer, tends=page.access.standing.tends, now=now)
        # an old talk begins with the words themselves, not with a line above them
        shows_new = is_first_new and line is not page.lines[0]
        said.append(Said(bubble, line.at if there != day else None, shows_new))
        day = there
    return said


def may_speak(page: MessagePage) -> bool:
    return bool(page.access.standing.speakers) and page.access.group.is_active


def _bubble(line: Line, viewer: Viewer, *, tends: bool, now: datetime) -> Bubble:
    made = bubble_of(line, viewer=viewer, now=now, case_address=_case_address)
    if line.recalled or line.kind not in SAID:
        return made
    acts = [BubbleAct(gettext("回复"), f"?reply={line.id}#composer", f"reply-{line.id}")]
    if line.message_class is None or not tends:
        more = _words_address(line, "recall")
        office = [BubbleAct(gettext("撤回"), more)] if line.is_mine else []
        return replace(made, acts=[*acts, *office])
    if _has_original(line, viewer):
        acts.append(BubbleAct(gettext("看原文"), reverse("kit:original", args=[line.id])))
    return replace(
        made,
        acts=[*acts, BubbleAct(gettext("更多"), _words_address(line, "answer"))],
        badge=_badge(line, now),
        below=_below(line),
        pick=line.id,
    )


def _has_original(line: Line, viewer: Viewer) -> bool:
    """Whether some of a resident's words are masked, and the viewer may ask for them."""
    return "hidden" in line.data and line.person_id is not None and bool(viewer.verbs & NUMBERS)


def _badge(line: Line, now: datetime) -> Badge:
    if line.message_class is None or line.message_class is MessageClass.UNANSWERED:
        waited = gettext("等回音 %s") % span_words(now - line.at, gettext)
        return Badge(waited, "clock", "amber")
    word, icon, tone = BADGES[line.message_class]
    return Badge(gettext(word), icon, tone)


def _below(line: Line) -> Sequence[BubbleAct]:
    if line.message_class is MessageClass.UNANSWERED:
        return (
            BubbleAct(gettext("答复"), _words_address(line, "answer")),
            BubbleAct(gettext("成件"), _words_address(line, "case")),
            BubbleAct(gettext("闲聊"), form="quick", value=f"small_talk-{line.id}"),
        )
    if line.message_class in UNDONE_BY_HAND:
        return (BubbleAct(gettext("撤销"), form="quick", value=f"unanswered-{line.id}"),)
    return ()


def _words_address(line: Line, do: str) -> str:
    return f"{reverse('officer:words', args=[line.group_id, do])}?m={line.id}"


def _case_address(case_id: int) -> str:
    return reverse("officer:case", args=[case_id])


def address_in_talk(line: Line, group: "Group") -> str:
    """Where some words stand among the others, however long ago they were said."""
    return talk_address(group.pk, line.seq, group.last_seq)


def talk_address(group_id: int, seq: int, last_seq: int) -> str:
    address = reverse("officer:group", args=[group_id])
    is_old = last_seq - seq >= NEWEST
    return f"{address}{f'?before={seq + AFTER}' if is_old else ''}#m{seq}"
