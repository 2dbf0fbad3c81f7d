"""Taking words back and mending them: gone from the group, kept for those who may see a case that cites them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.groups.actions.concealing import hide_again
from huiyin.groups.actions.desk import acting_as, open_messages, record
from huiyin.groups.intake import check_text
from huiyin.groups.models import Message, MessageRevision
from huiyin.groups.queries.access import Access
from huiyin.groups.queries.supervision import limits
from huiyin.groups.rules import MessageClass, MessageKind, RevisionKind, rights
from huiyin.lib.refusal import Conflict
from huiyin.people.rules import Viewer
from huiyin.trust.actions.originals import let_go


@transaction.atomic
def edit_message(*, viewer: Viewer, message_id: int, text: str, now: datetime) -> Message:
    """Change one's own words within ten minutes (a setting). What they said before stays as evidence.

    Raises NotThere, NotAllowed, Conflict when late or recalled, Refused for no words or too many.
    """
    found, (message,) = open_messages(viewer, [message_id], tending=False)
    _demand_standing(message)
    rights.check_edit(
        is_own=is_own(viewer, message),
        is_text=message.kind == MessageKind.TEXT,
        at=message.at,
        now=now,
        window=limits().edit,
    )
    clean = check_text(text, has_file=message.file_id is not None)
    if clean == message.text:
        return message
    keep(message, RevisionKind.EDITED, viewer=viewer, found=found, reason="", now=now)
    message.text, message.edited_at = hide_again(message, clean, found=found, now=now), now
    message.save(update_fields=["text", "edited_at", "data"])
    _tell(viewer, found, message, "message.edited", "", now)
    return message


@transaction.atomic
def recall_message(*, viewer: Viewer, message_id: int, now: datetime, reason: str = "") -> Message:
    """Take words back: one's own within two minutes (a setting), anybody's by the office of the group with a reason.

    Raises NotThere, NotAllowed, Conflict when late or recalled already, Refused without a reason.
    """
    found, (message,) = open_messages(viewer, [message_id], tending=False)
    _demand_standing(message)
    kind = rights.recall_kind(
        is_own=is_own(viewer, message),
        administers=found.standing.administers,
        at=message.at,
        now=now,
        reason=" ".join(reason.split()),
        window=limits().recall,
    )
    take_away(message, kind, viewer=viewer, found=found, reason=reason, now=now)
    if kind is RevisionKind.RECALLED:
        let_go([message.pk])  # what an office takes down stays as evidence, for its time
    _tell(viewer, found, message, "message.recalled", reason, now)
    return message


def is_own(viewer: Viewer, message: Message) -> bool:
    """Words said for a post are those of the person who said them."""
    return message.author_person_id == viewer.person_id


def _demand_standing(message: Message) -> None:
    if message.recalled_at is not None:
        raise Conflict(_("这条消息已经撤回。"))


def take_away(
    message: Message,
    kind: RevisionKind,
    *,
    viewer: Viewer,
    found: Access,
    reason: str,
    now: datetime,
) -> None:
    """Empty a message and keep its words as evidence; what nobody answered waits no longer."""
    keep(message, kind, viewer=viewer, found=found, reason=reason, now=now)
    message.text, message.file, message.recalled_at = "", None, now
    message.data = {**message.data, "recalled": kind.value}
    if message.message_class == MessageClass.UNANSWERED:
        message.message_class = None
    message.save(update_fields=["text", "file", "recalled_at", "data", "message_class"])


def keep(
    message: Message,
    kind: RevisionKind,
    *,
    viewer: Viewer,
    found: Access,
    reason: str,
    now: datetime,
) -> None:
    """Write down what a message says before it changes; the caller holds the group's lock."""
    MessageRevision.objects.create(
        message_id=message.id,
        group=found.group,
        seq=message.seq,
        kind=kind,
        text=message.text,
        file_id=message.file_id,
        reason=" ".join(reason.split())[:500],
        by_person_id=viewer.person_id,
        by_post_id=acting_as(viewer, found).post_id,
        at=now,
    )


def _tell(
    viewer: Viewer, found: Access, message: Message, kind: str, reason: str, now: datetime
) -> None:
    record(
        kind,
        found.group,
        by=acting_as(viewer, found),
        at=now,
        data={"message_id": message.id, "seq": message.seq, "reason": " ".join(reason.split())},
        topics=[f"group:{found.group.id}"],
    )
