"""Words and cases: which words a case cites, and where its card stands."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.cases.rules.words import Channel, State
from huiyin.ground.rows import actions as rows
from huiyin.groups.actions.desk import SERVICE, Words, draft, say_once, take_number
from huiyin.groups.models import CaseCard, Group, Message, MessageCase
from huiyin.groups.rules import GroupKind, MessageClass, MessageKind
from huiyin.groups.rules.classes import Act, after
from huiyin.people.rules import Viewer

if TYPE_CHECKING:
    from django.db.models import Model

# Names of what the service itself says, so that saying it twice is saying it once.
NAMESPACE = uuid.UUID("6f1f7f0e-6f0a-5d3b-9f0d-0d4f3c9e7a11")


def name_key(*parts: object) -> uuid.UUID:
    """The client key of something the service says, made from what it is about."""
    return uuid.uuid5(NAMESPACE, ":".join(str(part) for part in parts))


def cite(
    case: Case, messages: Sequence[Message], *, viewer: Viewer, now: datetime
) -> list[Message]:
    """Link words to a case, each once, and class them. Returns those that were not linked before.

    The caller holds the lock of the messages' group.
    """
    return cite_for(case, messages, by_id=viewer.person_id, now=now)


def cite_for(
    case: Case, messages: Sequence[Message], *, by_id: int | None, now: datetime
) -> list[Message]:
    """The same for what the service does by itself; by_id: whoever caused it, None for the clock."""
    known = set(MessageCase.objects.filter(case=case).values_list("message_id", flat=True))
    fresh = [message for message in messages if message.id not in known]
    MessageCase.objects.bulk_create([_link(case, message, by_id, now) for message in fresh])
    _class(fresh, by_id, now)
    return fresh


def begin_with(
    case: Case, group: Group, messages: Sequence[Message], *, viewer: Viewer, now: datetime
) -> None:
    """Link words to the case that has just been made of them and stand its card, in three statements.

    The caller holds the group's lock: neither link nor card can be there.
    """
    made: list[Model] = [_link(case, message, viewer.person_id, now) for message in messages]
    _class(messages, viewer.person_id, now)
    if shows_in(case, group):
        card = draft(group, SERVICE, _card(case, group, messages[0]), at=now)
        made += [card, _standing(case, group, card, messages[0])]
        take_number(group)
    rows.insert_models(made)


def _class(messages: Sequence[Message], by_id: int | None, now: datetime) -> None:
    classed = []
    for message in messages:
        if message.message_class is not None and message.message_class != MessageClass.CASE:
            message.message_class = after(Act.LINK, MessageClass(message.message_class))
            message.classed_by_id, message.classed_at = by_id, now
            classed.append(message)
    Message.objects.bulk_update(classed, ["message_class", "classed_by_id", "classed_at"])


def _link(case: Case, message: Message, by_id: int | None, now: datetime) -> MessageCase:
    return MessageCase(
        message_id=message.id,
        case=case,
        group_id=message.group_id,
        seq=message.seq,
        author_person_id=None if message.author_post_id else message.author_person_id,
        author_label=message.author_label,
        text=message.text,
        file_id=message.file_id,
        said_at=message.at,
        linked_at=now,
        linked_by_id=by_id,
    )


def stand_card(case: Case, group: Group, *, words: Message, now: datetime) -> CaseCard | None:
    """Put the card of a case under the first words of it in a group, once; the caller holds the group's lock.

    A restricted case shows nothing in a group; a private talk is no group in this sense.
    """
    if not shows_in(case, group):
        return None
    card = CaseCard.objects.filter(case=case, group=group).first()
    if card is not None:
        return card
    card = _standing(
        case, group, say_once(group, SERVICE, _card(case, group, words), at=now), words
    )
    card.save(force_insert=True)
    return card


def _standing(case: Case, group: Group, message: Message, words: Message) -> CaseCard:
    return CaseCard(case=case, group=group, message_id=message.id, words_id=words.id)


def shows_in(case: Case, group: Group) -> bool:
    return group.kind == GroupKind.PRIVATE_TALK or not case.is_restricted


def _card(case: Case, group: Group, words: Message) -> Words:
    """The card names the number and the office, never the words: they stand above it."""
    if group.kind == GroupKind.PRIVATE_TALK:
        sentence = _("已登记为 %(number)s，由%(holder)s负责，有进展会在这里告诉您。")
    else:
        sentence = _("已登记为 %(number)s，由%(holder)s负责，有进展会在这里告诉大家。")
    text = sentence % {"number": case.number, "holder": case.holder.title}
    return Words(
        client_key=name_key("card", case.id, group.id, words.id),
        text=text,
        kind=MessageKind.CARD,
        reply_to_id=words.id,
        data=card_data(case),
    )


def card_data(case: Case) -> dict[str, object]:
    """What the card shows of a case: nothing of its text, its reporter or its internal history."""
    return {
        "case_id": case.id,
        "number": case.number,
        "state": str(case.state),
        "state_label": State(case.state).label,
        "rung": case.rung,
        "holder": case.holder.title,
        "due_at": case.due_at.isoformat() if case.due_at else None,
    }


def is_private(case: Case) -> bool:
    """Whether a matter was raised, or moved, between a resident and an officer: no group hears of it."""
    if case.channel == Channel.PRIVATE:
        return True
    kinds = set(MessageCase.objects.filter(case=case).values_list("group__kind", flat=True))
    return kinds == {GroupKind.PRIVATE_TALK.value}


def withdraw_card(case: Case, group: Group, *, now: datetime) -> None:
    """Take away everything the service said about a case in a group; the caller holds the group's lock."""
    said = Message.objects.filter(
        group=group, author_person=None, author_post=None, data__case_id=case.id, recalled_at=None
    )
    for message in said:
        message.text, message.recalled_at, message.data = "", now, {"recalled": "removed"}
        message.save(update_fields=["text", "recalled_at", "data"])
    CaseCard.objects.filter(case=case, group=group).delete()
