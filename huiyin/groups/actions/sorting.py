"""Sorting what residents say: every message ends in exactly one class."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.groups.actions.desk import acting_as, open_messages, record
from huiyin.groups.actions.speaking import Draft, speak
from huiyin.groups.models import Message
from huiyin.groups.queries.access import Access
from huiyin.groups.rules import MessageClass
from huiyin.groups.rules.classes import Act, after
from huiyin.people.rules import Viewer

# what an answer answers, whatever it was taken for before
WAITING = frozenset({MessageClass.UNANSWERED, MessageClass.SMALL_TALK, MessageClass.OFF_TOPIC})


@transaction.atomic
def classify(
    *, viewer: Viewer, message_ids: Sequence[int], message_class: MessageClass | str, now: datetime
) -> list[Message]:
    """Say what some messages of one group are; `unanswered` takes it back.

    Raises NotThere, NotAllowed, Conflict for words of a case, Refused for words that carry no class. All or none.
    """
    found, messages = open_messages(viewer, message_ids, tending=True)
    return sort(viewer, found, messages, act=Act.CLASSIFY, to=MessageClass(message_class), now=now)


def sort(
    viewer: Viewer,
    found: Access,
    messages: Sequence[Message],
    *,
    act: Act,
    to: MessageClass | None,
    now: datetime,
) -> list[Message]:
    """Class messages and tell the owner of the group; the caller holds the group's lock."""
    before = [message.message_class for message in messages]
    for message in messages:
        held = MessageClass(message.message_class) if message.message_class else None
        give_class(message, after(act, held, to), by_id=viewer.person_id, now=now)
    Message.objects.bulk_update(messages, ["message_class", "classed_by_id", "classed_at"])
    record(
        "message.classed",
        found.group,
        by=acting_as(viewer, found),
        at=now,
        data={
            "messages": [message.id for message in messages],
            "before": before,
            "after": [message.message_class for message in messages],
        },
        topics=[f"post:{found.group.owner_post_id}"],
    )
    return list(messages)


def give_class(message: Message, to: MessageClass, *, by_id: int, now: datetime) -> None:
    """Set a class with who gave it and when; unanswered is nobody's word."""
    message.message_class = to
    is_open = to is MessageClass.UNANSWERED
    message.classed_by_id, message.classed_at = (None, None) if is_open else (by_id, now)


@transaction.atomic
def answer_here(
    *,
    viewer: Viewer,
    message_ids: Sequence[int],
    text: str,
    client_key: UUID,
    now: datetime,
    file_id: int | None = None,
) -> Message:
    """Answer one or more messages of a group with one reply under the first; all are answered here.

    Words that a case holds stay with the case. Raises as `send_message` and `classify` do.
    """
    found, messages = open_messages(viewer, message_ids, tending=True)
    draft = Draft(client_key, text, file_id, messages[0].id, as_post_id=_office(found))
    reply = speak(viewer, found.group.id, draft, now=now)
    rest = [message for message in messages[1:] if message.message_class in WAITING]
    if rest:
        sort(viewer, found, rest, act=Act.ANSWER, to=None, now=now)
    return reply


def _office(found: Access) -> int | None:
    """The post that answers: somebody who also lives here answers in office."""
    return next((s.post.id for s in found.standing.speakers if s.post and s.is_answering), None)
