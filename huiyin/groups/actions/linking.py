"""From words to cases and back: several messages, several cases, one tap."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.cases import actions as cases
from huiyin.cases.models import Case
from huiyin.cases.queries.access import access_case
from huiyin.cases.rules.words import Channel, Nature
from huiyin.escalation.rules import Urgency
from huiyin.ground.commands import actions as commands
from huiyin.ground.ids import new_id
from huiyin.groups.actions.concealing import may_ask_for_original
from huiyin.groups.actions.desk import acting_as, open_messages, record
from huiyin.groups.actions.sorting import give_class
from huiyin.groups.actions.words import begin_with, cite, is_private, stand_card, withdraw_card
from huiyin.groups.models import Member, Message, MessageCase
from huiyin.groups.queries.access import Access
from huiyin.groups.rules import GroupKind, MessageClass, MessageKind
from huiyin.groups.rules.classes import Act, after
from huiyin.groups.rules.words import LONGEST
from huiyin.lib.refusal import Conflict, Refused
from huiyin.people.rules import Viewer
from huiyin.territory.rules import NodeKind
from huiyin.trust.queries.originals import originals_of


@transaction.atomic
def make_case(
    *,
    viewer: Viewer,
    message_ids: Sequence[int],
    category: str,
    now: datetime,
    urgency: Urgency | str | None = None,
    nature: Nature | str = Nature.HELP,
    title: str = "",
    place: str = "",
    node_id: int | None = None,
    client_key: UUID | None = None,
) -> Case:
    """Open a case from messages of one group; its card stands under the first of them.

    The reporter is who said the first; the other residents follow and are told as well. node_id: by default the grid
    of the reporter's household, else that of the group. Raises NotThere, NotAllowed, Refused, Conflict.
    """
    found, messages = open_messages(viewer, message_ids, tending=True)
    case_id = new_id()
    if made := _made_before(client_key, viewer, case_id):
        return made
    reporters = _residents(_demand_words(messages))
    case = cases.open_from_words(
        case_id=case_id,
        speakers=reporters,
        viewer=viewer,
        now=now,
        text=_text(messages, _whole(viewer, found, messages)),
        category=category,
        node_id=node_id or _place(found, reporters),
        channel=_channel(found, reporters),
        nature=Nature(nature),
        urgency=Urgency(urgency) if urgency else None,
        title=title or _said(messages[0]).splitlines()[0],
        place=place,
        shown_file_ids=[m.file_id for m in messages if m.file_id],
    )
    _link_new(viewer, found, case, messages, now)
    return case


@transaction.atomic
def link_to_case(
    *, viewer: Viewer, message_ids: Sequence[int], case_id: int, now: datetime
) -> Case:
    """Hang further words on a case that is there: who said them follows it, and the card stands in their group too.

    Linking again changes nothing. Raises NotThere, NotAllowed, Conflict for an ended case and for a private matter.
    """
    found, messages = open_messages(viewer, message_ids, tending=True)
    case = access_case(viewer, case_id)
    if case.is_ended:
        raise Conflict(_("这件事已经办结，请另外登记，或先重新办理。"))
    if found.facts.kind is not GroupKind.PRIVATE_TALK and is_private(case):
        raise Conflict(_("这件事是私下反映的，不能与群里的消息关联。"))
    _demand_words(messages)
    _link(viewer, found, case, messages, now)
    return case


@transaction.atomic
def unlink(*, viewer: Viewer, message_ids: Sequence[int], case_id: int, now: datetime) -> Case:
    """Take words off a case: they are unanswered again unless another case holds them.

    Who followed the case by these words alone follows it no longer. The card leaves the group with the last words. Raises NotThere, NotAllowed, Conflict for words not linked.
    """
    found, messages = open_messages(viewer, message_ids, tending=True)
    case = access_case(viewer, case_id)
    links = MessageCase.objects.filter(case=case, message_id__in=[m.id for m in messages])
    if len(links) != len(messages):
        raise Conflict(_("这条消息没有关联这件事，请刷新后查看。"))
    links.delete()
    _let_go(viewer, messages, now)
    for person_id in _residents(messages):
        if not MessageCase.objects.filter(case=case, author_person_id=person_id).exists():
            cases.unfollow(case_id=case.id, person_id=person_id, viewer=viewer, now=now)
    if not MessageCase.objects.filter(case=case, group=found.group).exists():
        withdraw_card(case, found.group, now=now)
    _record("message.unlinked", viewer, found, case, messages, now)
    return case


def _made_before(client_key: UUID | None, viewer: Viewer, case_id: int) -> Case | None:
    """The case the first try made; None when this is it, which will make `case_id`."""
    made = commands.repeat_of(
        client_key, verb="groups.make_case", person_id=viewer.person_id, result_id=case_id
    )
    return Case.objects.get(pk=made) if made else None


def _demand_words(messages: Sequence[Message]) -> Sequence[Message]:
    """Return them, seen to be words of people that still stand."""
    if any(message.recalled_at is not None for message in messages):
        raise Conflict(_("选中的消息里有已经撤回的，请重新选择。"))
    if any(message.kind in (MessageKind.CARD, MessageKind.NOTICE) for message in messages):
        raise Refused(_("只能用居民或岗位说的话登记事项，提示和卡片不能选。"))
    return messages


def _residents(messages: Sequence[Message]) -> list[int]:
    """Who said the words, in order, each once; offices left out."""
    said = (m.author_person_id for m in messages if m.author_post_id is None and m.author_person_id)
    return list(dict.fromkeys(said))


def _whole(viewer: Viewer, found: Access, messages: Sequence[Message]) -> dict[int, str]:
    """What was masked for the others, by message: a matter is whole for those who work on it, as one that is raised in private."""
    masked = [message.pk for message in messages if "hidden" in message.data]
    return originals_of(masked) if masked and may_ask_for_original(viewer, found) else {}


def _text(messages: Sequence[Message], whole: Mapping[int, str]) -> str:
    """The words one below the other; the whole of very long talk stands in the links."""
    return "\n".join(whole.get(each.pk) or _said(each) for each in messages)[:LONGEST]


def _said(message: Message) -> str:
    return message.text or f"［{MessageKind(message.kind).label}］"


def _channel(found: Access, reporters: Sequence[int]) -> Channel:
    if not reporters:
        return Channel.OFFICER_CAPTURE
    return Channel.PRIVATE if found.facts.kind is GroupKind.PRIVATE_TALK else Channel.GROUP


def _place(found: Access, reporters: Sequence[int]) -> int:
    """In a group of several grids, the grid where the reporter lives."""
    if found.group.node.kind in (NodeKind.GRID, NodeKind.MICRO_GRID):
        return found.facts.node_id
    home = (
        Member.objects.filter(person_id__in=reporters[:1], left_at=None, household__isnull=False)
        .filter(household__grid__path__startswith=found.facts.node_path)
        .values_list("household__grid_id", flat=True)
    )
    return home.first() or found.facts.node_id


def _link(
    viewer: Viewer, found: Access, case: Case, messages: Sequence[Message], now: datetime
) -> None:
    fresh = cite(case, messages, viewer=viewer, now=now)
    if not fresh:
        return
    for person_id in _residents(fresh):
        cases.follow(case_id=case.id, person_id=person_id, viewer=viewer, now=now)
    stand_card(case, found.group, words=fresh[0], now=now)
    _record("message.linked", viewer, found, case, fresh, now)


def _link_new(
    viewer: Viewer, found: Access, case: Case, messages: Sequence[Message], now: datetime
) -> None:
    """The same for a case that was opened of these words: who said them is party to it already."""
    begin_with(case, found.group, messages, viewer=viewer, now=now)
    _record("message.linked", viewer, found, case, messages, now)


def _let_go(viewer: Viewer, messages: Sequence[Message], now: datetime) -> None:
    held = set(
        MessageCase.objects.filter(message_id__in=[m.id for m in messages]).values_list(
            "message_id", flat=True
        )
    )
    for message in messages:
        if message.message_class == MessageClass.CASE and message.id not in held:
            to = after(Act.UNLINK, MessageClass.CASE)
            give_class(message, to, by_id=viewer.person_id, now=now)
            if message.recalled_at is not None:
                message.message_class = None
    Message.objects.bulk_update(messages, ["message_class", "classed_by_id", "classed_at"])


def _record(
    kind: str, viewer: Viewer, found: Access, case: Case, messages: Sequence[Message], now: datetime
) -> None:
    record(
        kind,
        found.group,
        by=acting_as(viewer, found),
        at=now,
        data={"case_id": case.id, "number": case.number, "messages": [m.id for m in messages]},
        topics=[f"case:{case.id}", f"post:{found.group.owner_post_id}"],
    )
