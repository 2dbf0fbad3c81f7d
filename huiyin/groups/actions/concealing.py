"""Words that others read masked: mended, and read whole by the office for a purpose."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.cases.rules.knowing import NUMBERS
from huiyin.groups.actions.desk import acting_as
from huiyin.groups.hiding import MESSAGE
from huiyin.groups.models import Message
from huiyin.groups.queries.access import Access, access_messages
from huiyin.groups.rules import GroupKind
from huiyin.lib.refusal import NotAllowed
from huiyin.people.rules import Viewer
from huiyin.trust.actions import looks
from huiyin.trust.actions.originals import keep_original, let_go, masked_for_others

# where this stands, something is still masked in words that were mended
STARS = "***"


def hide_again(message: Message, text: str, *, found: Access, now: datetime) -> str:
    """What others read of words that were mended. Keeps the new words whole; the old ones until no star is left.

    Sets the data of the message; the caller saves it and holds the group's lock.
    """
    hidden = None if found.facts.kind is GroupKind.PRIVATE_TALK else masked_for_others(text)
    data = {name: value for name, value in message.data.items() if name != "hidden"}
    if hidden is not None:
        keep_original(
            subject=MESSAGE,
            subject_id=message.pk,
            person_id=message.author_person_id,
            found=hidden,
            text=text,
            now=now,
        )
        message.data = {**data, "hidden": [str(each) for each in hidden.secrets]}
        return hidden.text
    if "hidden" in message.data and STARS not in text:
        let_go([message.pk])
        message.data = data
    return text


def may_ask_for_original(viewer: Viewer, found: Access) -> bool:
    """Whoever answers for the group and may tell an answer: heads of micro-grids work without numbers."""
    return found.standing.tends and bool(viewer.verbs & NUMBERS)


@transaction.atomic
def look_at_original(
    *,
    viewer: Viewer,
    message_id: int,
    purpose: str,
    words: str,
    now: datetime,
    client_key: UUID | None = None,
) -> str:
    """Return what somebody wrote before it was masked; they and the auditor can read who asked, and why.

    Raises NotThere outside the viewer's scope and for what is kept no more, NotAllowed for whoever does not answer for the
    group, Refused without a purpose.
    """
    found, _messages = access_messages(viewer, [message_id])
    demand_right(viewer, found)
    return looks.original_of(
        subject_id=message_id,
        by=acting_as(viewer, found),
        purpose=purpose,
        words=words,
        area=found.facts.node_path,
        now=now,
        client_key=client_key,
    )


def demand_right(viewer: Viewer, found: Access) -> None:
    if not may_ask_for_original(viewer, found):
        raise NotAllowed(_("只有负责这个群、可以答复的岗位能看原文。"))
