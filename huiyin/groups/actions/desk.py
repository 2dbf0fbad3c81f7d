"""What every act in a group begins and ends with: the locked group, the next number, the ledger, the wake."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.ground.ledger import actions as ledger
from huiyin.ground.ledger.actions import By
from huiyin.ground.live import wake
from huiyin.groups.models import Group, Message
from huiyin.groups.queries.access import Access, access, groups_with, messages_of, the_one
from huiyin.groups.rules import GroupKind, MessageClass, MessageKind
from huiyin.lib.refusal import NotAllowed, Refused
from huiyin.people.rules import Viewer
from huiyin.trust.actions.originals import masked_for_others


@dataclass(frozen=True)
class Words:
    """What is to be said, checked already. client_key: a repeat in the same group with it is the same message."""

    client_key: UUID
    text: str = ""
    kind: MessageKind = MessageKind.TEXT
    file_id: int | None = None
    reply_to_id: int | None = None
    mentions: Sequence[int] = ()
    sent_at: datetime | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Author:
    """Who says it. Neither person nor post: the service itself."""

    label: str
    person_id: int | None = None
    post_id: int | None = None


SERVICE = Author("回音")


def locked(group_id: int) -> Group | None:
    """Lock a group's row for this transaction: its messages get their numbers under it."""
    return _locking(Group.objects.filter(pk=group_id)).first()


def _locking(groups: QuerySet[Group]) -> QuerySet[Group]:
    return groups.select_for_update(of=("self",)).select_related("node", "owner_post")


def open_for(viewer: Viewer, group_id: int) -> Access:
    """Lock a group the viewer may see. Raises NotThere."""
    return access(viewer, locked(group_id))


def open_messages(
    viewer: Viewer, message_ids: Sequence[int], *, tending: bool
) -> tuple[Access, list[Message]]:
    """Lock the group of some messages, then read them, in the order they were said.

    tending: raise NotAllowed unless the viewer answers for the group.
    """
    found = access(viewer, the_one(_locking(groups_with(message_ids))))
    if tending and not found.standing.tends:
        raise NotAllowed(_("只有负责这个群的岗位可以处理群里的消息。"))
    return found, messages_of(found, message_ids)


def demand_administration(found: Access) -> None:
    if not found.standing.administers:
        raise NotAllowed(_("只有负责这个群的网格员可以管理这个群。"))


def demand_reason(reason: str) -> str:
    words = " ".join(reason.split())[:500]
    if not words:
        raise Refused(_("请写明原因。"))
    return words


def put(
    group: Group,
    author: Author,
    words: Words,
    *,
    at: datetime,
    message_class: MessageClass | None = None,
) -> Message:
    """Write the next message of a group; the caller holds its lock and asked for repeats."""
    message = draft(group, author, words, at=at, message_class=message_class)
    message.save(force_insert=True)
    take_number(group)
    return message


def take_number(group: Group) -> None:
    """Keep the number of a draft that was written as the group's last; wake who reads there."""
    group.save(update_fields=["last_seq"])
    wake_group(group.id)


def draft(
    group: Group,
    author: Author,
    words: Words,
    *,
    at: datetime,
    message_class: MessageClass | None = None,
) -> Message:
    """The next message of a group, not yet written. What is personal in an answer stands in the case alone."""
    group.last_seq += 1
    text, data = public_words(group, words.text, words.data)
    return Message(
        group=group,
        seq=group.last_seq,
        author_person_id=author.person_id,
        author_post_id=author.post_id,
        author_label=author.label[:120],
        kind=words.kind,
        text=text,
        file_id=words.file_id,
        reply_to_id=words.reply_to_id,
        mentions=list(words.mentions),
        message_class=message_class,
        client_key=words.client_key,
        sent_at=words.sent_at,
        at=at,
        data=data,
    )


def public_words(group: Group, text: str, data: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """What is said in a group, and its data, without what is personal in it; between two it stays whole."""
    found = None if group.kind == GroupKind.PRIVATE_TALK else masked_for_others(text)
    if found is None:
        return text, dict(data)
    return found.text, {**data, "hidden": [str(each) for each in found.secrets]}


def said_before(group: Group, client_key: UUID) -> Message | None:
    """The message that was sent with this key; the caller holds the group's lock."""
    return Message.objects.filter(group=group, client_key=client_key).first()


def say_once(group: Group, author: Author, words: Words, *, at: datetime) -> Message:
    """Say something of the service or of an office, unless it was said already; the caller holds the lock."""
    return said_before(group, words.client_key) or put(group, author, words, at=at)


def wake_group(group_id: int) -> None:
    transaction.on_commit(lambda: wake.poke([f"group:{group_id}"]), robust=True)


def record(
    kind: str,
    group: Group,
    *,
    by: By,
    at: datetime,
    data: Mapping[str, Any],
    topics: Iterable[str] = (),
) -> int:
    """Write what happened to a group into the ledger."""
    return ledger.record(
        kind,
        subject="group",
        subject_id=group.id,
        by=by,
        at=at,
        area=group.node.path,
        data={"group": group.name, **data},
        topics=list(topics),
    )


def acting_as(viewer: Viewer, found: Access) -> By:
    """As whom a viewer acts in a group, for the ledger."""
    speaker = next(iter(found.standing.speakers), None)
    post = speaker.post if speaker else next(iter(viewer.posts), None)
    return By(viewer.person_id, post.id if post else None)
