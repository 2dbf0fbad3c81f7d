"""What is said in groups, and what is done with it."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from huiyin.cases.rules.words import Nature
from huiyin.escalation.rules import Urgency
from huiyin.groups.rules import MessageClass, MessageKind, RevisionKind
from huiyin.web.api.shapes.files import SaidFileOut
from huiyin.web.api.shapes.parts import Id, In, Moment, Out, Seq, Short, Text, Told, example

if TYPE_CHECKING:
    from huiyin.groups.models import Message
    from huiyin.groups.queries import Line, MessagePage

MessageIds = Annotated[list[Id], Field(min_length=1, max_length=200)]


class QuoteOut(Out):
    id: int
    seq: int
    label: str
    excerpt: str


class MessageOut(Out):
    """One message. `recalled`: why its words are gone. `message_class` and `case_ids` are told to the offices."""

    id: int
    group_id: int
    seq: int
    kind: MessageKind
    label: str
    person_id: int | None
    post_id: int | None
    is_mine: bool
    text: str
    file: SaidFileOut | None
    reply_to: QuoteOut | None
    mentions: list[int]
    at: Moment
    edited_at: Moment | None
    recalled: RevisionKind | None
    message_class: MessageClass | None
    case_ids: list[int]
    data: dict[str, Any] = Field(description="What a card or a notice carries.")

    @classmethod
    def of(cls, line: "Line") -> "MessageOut":
        return cls(
            id=line.id,
            group_id=line.group_id,
            seq=line.seq,
            kind=line.kind,
            label=line.label,
            person_id=line.person_id,
            post_id=line.post_id,
            is_mine=line.is_mine,
            text=line.text,
            file=SaidFileOut.of(line.file) if line.file else None,
            reply_to=QuoteOut.model_validate(line.reply_to) if line.reply_to else None,
            mentions=list(line.mentions),
            at=line.at,
            edited_at=line.edited_at,
            recalled=RevisionKind(line.recalled) if line.recalled else None,
            message_class=line.message_class,
            case_ids=list(line.case_ids),
            data=dict(line.data),
        )


class MessagesOut(Out):
    """A stretch of a group's talk, oldest first. Go on with the `seq` of its first or last message."""

    items: list[MessageOut]
    has_before: bool
    has_after: bool

    @classmethod
    def of(cls, page: "MessagePage") -> "MessagesOut":
        return cls(
            items=[MessageOut.of(line) for line in page.lines],
            has_before=page.has_before,
            has_after=page.has_after,
        )


class MessagesQuery(In):
    """One of the two, or neither for the newest."""

    before_seq: Seq | None = None
    after_seq: Seq | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class SentOut(Out):
    """What was written, with the number it has in its group."""

    id: int
    group_id: int
    seq: int
    kind: MessageKind
    at: Moment
    edited_at: Moment | None
    recalled_at: Moment | None
    message_class: MessageClass | None

    @classmethod
    def of(cls, message: "Message") -> "SentOut":
        return cls.model_validate(message)


class SortedOut(Out):
    items: list[SentOut]


class SendIn(In):
    """Words, or a file of one's own, or both. `sent_at`: the client's clock, kept and never judged by."""

    text: Text = ""
    file_id: Id | None = None
    reply_to_id: Id | None = None
    as_post_id: Id | None = None
    sent_at: Told | None = None

    model_config = example(text="请问居住证在哪里办？")


class EditIn(In):
    text: Text

    model_config = example(text="请问居住证在哪里办，要带什么？")


class RecallIn(In):
    """`reason` is needed to take away another's words."""

    reason: Text = ""

    model_config = example(reason="")


class ClassifyIn(In):
    message_ids: MessageIds
    message_class: MessageClass

    model_config = example(message_ids=[1], message_class="small_talk")


class MakeCaseIn(In):
    """`node_id`: the place; by default the grid of who said the first words."""

    message_ids: MessageIds
    category: Annotated[str, Field(min_length=4, max_length=4)]
    nature: Nature = Nature.HELP
    urgency: Urgency | None = None
    title: Short = ""
    place: Short = ""
    node_id: Id | None = None

    model_config = example(message_ids=[1], category="0407", place="3号楼2单元门口")


class LinkIn(In):
    message_ids: MessageIds
    case_id: Id

    model_config = example(message_ids=[1], case_id=1)


class AnswerHereIn(In):
    message_ids: MessageIds
    text: Text
    file_id: Id | None = None

    model_config = example(message_ids=[1], text="带身份证到社区服务大厅即可。")


class MessageIdsIn(In):
    message_ids: MessageIds

    model_config = example(message_ids=[1])
