"""Saying something in a group."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.cases import actions as cases
from huiyin.cases.models import Case, Party
from huiyin.cases.rules.words import State
from huiyin.ground.files import queries as files
from huiyin.ground.ledger.actions import By
from huiyin.groups.actions.desk import Author, Words, open_for, put, record, said_before
from huiyin.groups.actions.words import cite
from huiyin.groups.models import Group, Member, Message
from huiyin.groups.queries.access import Access
from huiyin.groups.rules import MessageClass, MessageKind, Speaker, rights
from huiyin.groups.rules.classes import Act, after
from huiyin.groups.rules.mentions import SIGNS, Callee, resolve
from huiyin.groups.rules.words import LONGEST, normalise
from huiyin.lib.refusal import Conflict, Refused
from huiyin.people import queries as people
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
    found = open_for(viewer, group_id)
    return speak(
        viewer,
        found,
        Draft(client_key, text, file_id, reply_to_id, sent_at, as_post_id),
        replied=_replied(found.group, reply_to_id),
        now=now,
    )


@dataclass(frozen=True)
class Draft:
    """What somebody asks to say, unchecked."""

    client_key: UUID
    text: str = ""
    file_id: int | None = None
    reply_to_id: int | None = None
    sent_at: datetime | None = None
    as_post_id: int | None = None


def speak(
    viewer: Viewer, found: Access, draft: Draft, *, replied: Message | None, now: datetime
) -> Message:
    """Check a draft and say it, or return what was said with its key; the caller holds the group's lock."""
    text = check_text(draft.text, has_file=draft.file_id is not None)
    before = said_before(found.group, draft.client_key)
    if before is not None:
        return _first(before, viewer, text, draft)
    speaker = rights.speaker(
        viewer, found.facts, found.members, as_post_id=draft.as_post_id, now=now
    )
    if replied is not None and replied.recalled_at is not None:
        raise Conflict(_("要回复的消息已经撤回，请直接发送您的消息。"))
    file = files.own_file(draft.file_id, person_id=viewer.person_id) if draft.file_id else None
    words = Words(
        client_key=draft.client_key,
        text=text,
        kind=MessageKind(file.kind) if file else MessageKind.TEXT,
        file_id=draft.file_id,
        reply_to_id=draft.reply_to_id,
        mentions=_called(found, speaker, text),
        sent_at=draft.sent_at,
    )
    return _say(viewer, found, speaker, words, replied=replied, now=now)


def check_text(text: str, *, has_file: bool) -> str:
    """Return the words as they are kept. Raises Refused for none and for too many."""
    clean = normalise(text)
    if not clean and not has_file:
        raise Refused(_("请写点什么，或附上图片、语音、视频。"))
    if len(clean) > LONGEST:
        raise Refused(
            _("这条消息有 %(length)d 字，太长了。请控制在 %(longest)d 字以内，或分几条发送。")
            % {"length": len(clean), "longest": LONGEST}
        )
    return clean


def _first(before: Message, viewer: Viewer, text: str, draft: Draft) -> Message:
    """The first result of a repeat. An edit or a recall in between does not make it another message."""
    said = (before.text, before.file_id, before.reply_to_id)
    is_same = said == (text, draft.file_id, draft.reply_to_id)
    is_changed_since = before.edited_at is not None or before.recalled_at is not None
    if before.author_person_id != viewer.person_id or not (is_same or is_changed_since):
        raise Conflict(_("这条消息的编号已经用于另一条消息，请刷新页面后再发。"))
    return before


def _replied(group: Group, reply_to_id: int | None) -> Message | None:
    if reply_to_id is None:
        return None
    replied = Message.objects.filter(id=reply_to_id, group=group).first()
    if replied is None:
        raise Refused(_("要回复的消息不在这个群里。"))
    return replied


def _called(found: Access, speaker: Speaker, text: str) -> list[int]:
    """The posts called by `@`: members of the group, else those of the places above it, the nearest first."""
    if not any(sign in text for sign in SIGNS):
        return []
    in_group = set(
        Member.objects.filter(group=found.group, left_at=None, post__isnull=False).values_list(
            "post_id", flat=True
        )
    )
    path = found.facts.node_path
    posts = [
        Callee(
            p.id,
            p.call_name,
            p.title,
            0 if p.id in in_group else 1 + path.count("/") - p.path.count("/"),
        )
        for p in people.callable_posts(path)
        if p.id in in_group or path.startswith(p.path)
    ]
    return resolve(text, posts=posts, speakers_label=speaker.label)


def _say(
    viewer: Viewer,
    found: Access,
    speaker: Speaker,
    words: Words,
    *,
    replied: Message | None,
    now: datetime,
) -> Message:
    """Write checked words with everything that follows from them."""
    born = rights.class_at_birth(found.facts, speaker)
    message = put(found.group, Author.of(speaker), words, at=now, message_class=born)
    if speaker.member is not None:
        own = Member.objects.filter(id=speaker.member.id)
        own.update(read_seq=message.seq)
    if words.mentions:
        _call(found, speaker, message, now)
    if replied is not None and speaker.is_answering:
        _answer(viewer, replied, now)
    elif replied is not None:
        _reply_to_question(viewer, found.group, message, replied, now)
    return message


def _call(found: Access, speaker: Speaker, message: Message, now: datetime) -> None:
    """Tell the called posts. One that is not in the group comes in, so that it can read and answer."""
    for post_id in message.mentions:
        Member.objects.get_or_create(
            group=found.group, post_id=post_id, left_at=None, defaults={"joined_at": now}
        )
    record(
        "message.mentioned",
        found.group,
        by=By(speaker.person_id, speaker.post.id if speaker.post else None),
        at=now,
        data={"message_id": message.id, "seq": message.seq, "posts": message.mentions},
        topics=[f"post:{post_id}" for post_id in message.mentions],
    )


def _answer(viewer: Viewer, replied: Message, now: datetime) -> None:
    """An office's reply is the answer to the words it stands under."""
    if replied.message_class is None:
        return
    to = after(Act.ANSWER, MessageClass(replied.message_class))
    if to == replied.message_class:
        return
    Message.objects.filter(id=replied.id).update(
        message_class=to, classed_by_id=viewer.person_id, classed_at=now
    )


def _reply_to_question(
    viewer: Viewer, group: Group, message: Message, replied: Message, now: datetime
) -> None:
    """The reporter's words below a question about their case go on to the case. Others' words stay what they are."""
    case_id = replied.data.get("case_id") if replied.data.get("is_question") else None
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
