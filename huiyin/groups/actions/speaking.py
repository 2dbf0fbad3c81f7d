"""Saying something in a group."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from huiyin.cases import actions as cases
from huiyin.cases.models import Case, Party
from huiyin.cases.rules.words import State
from huiyin.ground.ids import new_id
from huiyin.ground.live import speech, wake
from huiyin.groups import intake
from huiyin.groups.actions.desk import locked
from huiyin.groups.actions.words import cite
from huiyin.groups.models import Message
from huiyin.groups.rules.mentions import may_call
from huiyin.lib.refusal import NotThere
from huiyin.people.rules import Viewer


@transaction.atomic
def send_message(
    *,
    viewer: Viewer,
    group_id: int,
    client_key: UUID,
    now: datetime,
    text: str = "",
    file_id: int | None = None,
    reply_to_id: int | None = None,
    sent_at: datetime | None = None,
    as_post_id: int | None = None,
) -> Message:
    """Say something: 1 to 5,000 characters after normalisation, or a file of one's own, or both.

    client_key: made by the client for this message; a repeat returns the first one, another text under the same key is
    a Conflict. sent_at: the client's clock, kept and never judged by. as_post_id: the post to speak for, the usual one
    if not given. The number of queries does not depend on the number of members.

    An office's reply classes the words it answers; the reporter's reply to a question about their case goes on to the
    case. Raises NotThere, NotAllowed, Conflict, Refused.
    """
    if locked(group_id) is None:
        raise NotThere(intake.NOBODY_THERE)
    draft = Draft(client_key, text, file_id, reply_to_id, sent_at, as_post_id)
    return speak(viewer, group_id, draft, now=now)


@dataclass(frozen=True)
class Draft:
    """What somebody asks to say, unchecked."""

    client_key: UUID
    text: str = ""
    file_id: int | None = None
    reply_to_id: int | None = None
    sent_at: datetime | None = None
    as_post_id: int | None = None


def speak(viewer: Viewer, group_id: int, draft: Draft, *, now: datetime) -> Message:
    """Check a draft and say it, or return what was said with its key; the caller holds the group's lock."""
    asked = _asked(viewer, group_id, draft)
    with connection.cursor() as cursor:
        cursor.execute(intake.SPEECH.statement([asked]), speech.values([asked], at=now))
        _n, code, message_id, _seq, _at, is_to_case = cursor.fetchone()
    if code in intake.REFUSALS:
        kind, sentence = intake.REFUSALS[code]
        raise kind(sentence)
    message = Message.objects.get(pk=message_id)
    if code != "repeat":
        topics = [f"group:{group_id}", *(f"post:{post_id}" for post_id in message.mentions)]
        transaction.on_commit(lambda: wake.poke(topics), robust=True)
        if is_to_case:
            replied = Message.objects.get(group_id=group_id, id=draft.reply_to_id or 0)
            _reply_to_question(viewer, message, replied, now)
    return message


def _asked(viewer: Viewer, group_id: int, draft: Draft) -> speech.Asked:
    text = intake.check_text(draft.text, has_file=draft.file_id is not None)
    spare = intake.SPEECH.spare_ids if may_call(text) else 0
    return speech.Asked(
        id=new_id(),
        group_id=group_id,
        person_id=viewer.person_id,
        posts=sorted(viewer.post_ids),
        text=text,
        client_key=draft.client_key,
        spare=[new_id() for _ in range(spare)],
        file_id=draft.file_id,
        reply_to_id=draft.reply_to_id,
        sent_at=draft.sent_at,
        as_post_id=draft.as_post_id,
        at_desk=True,
        hidden=intake.SPEECH.hide(text),
    )


def _reply_to_question(viewer: Viewer, message: Message, replied: Message, now: datetime) -> None:
    """The reporter's words below a question about their case go on to the case. Others' words stay what they are."""
    case_id = replied.data.get("case_id")
    asked = (
        Case.objects.filter(id=case_id, state=State.AWAITING_REPORTER).first() if case_id else None
    )
    if asked is None or not Party.objects.filter(case=asked, person_id=viewer.person_id).exists():
        return
    cite(asked, [message], viewer=viewer, now=now)
    cases.reply_as_reporter(
        case_id=asked.id,
        viewer=viewer,
        now=now,
        text=message.text or message.get_kind_display(),
        file_ids=[message.file_id] if message.file_id else [],
    )
