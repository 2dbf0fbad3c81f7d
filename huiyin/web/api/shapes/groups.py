"""Groups, their members, and what is said in them."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from huiyin.cases.rules.words import Nature
from huiyin.escalation.rules import Urgency
from huiyin.groups.rules import GroupKind, MessageClass, MessageKind, RevisionKind
from huiyin.web.api.shapes.cases import PlaceOut, PostOut
from huiyin.web.api.shapes.files import SaidFileOut
from huiyin.web.api.shapes.parts import Id, In, Moment, Out, Short, Text, Told, example

if TYPE_CHECKING:
    from huiyin.groups.models import Group, Member, Message
    from huiyin.groups.queries import Access, GroupLine, Line, MemberLine, MessagePage, Waiting

Seq = Annotated[int, Field(ge=0, le=2**53 - 1)]
MessageIds = Annotated[list[Id], Field(min_length=1, max_length=200)]


class GroupOut(Out):
    """`name`: a private talk is called by the other side. `last_seq`: the number of its newest message."""

    id: int
    kind: GroupKind
    name: str
    node: PlaceOut
    owner: PostOut
    purpose: str
    rules: str
    last_seq: int
    is_active: bool

    @classmethod
    def of(cls, group: "Group", *, name: str = "") -> "GroupOut":
        return cls(
            id=group.pk,
            kind=GroupKind(group.kind),
            name=name or group.name,
            node=PlaceOut.of(group.node),
            owner=PostOut.of(group.owner_post),
            purpose=group.purpose,
            rules=group.rules_text,
            last_seq=group.last_seq,
            is_active=group.is_active,
        )


class GroupLineOut(Out):
    """A group of the viewer's. `unanswered`: residents' words that wait, where the viewer answers for the group."""

    group: GroupOut
    unread: int
    unanswered: int
    last_said_at: Moment | None

    @classmethod
    def of(cls, line: "GroupLine") -> "GroupLineOut":
        return cls(
            group=GroupOut.of(line.group, name=line.title),
            unread=line.unread,
            unanswered=line.unanswered,
            last_said_at=line.last.at if line.last else None,
        )


class GroupsOut(Out):
    items: list[GroupLineOut]


class GroupDetailOut(Out):
    """A group with what the viewer may do in it. `tends`: sort and answer. `join_code`: for who administers it."""

    group: GroupOut
    is_member: bool
    tends: bool
    administers: bool
    supervises: bool
    read_seq: int | None
    muted_until: Moment | None
    join_code: str | None

    @classmethod
    def of(cls, found: "Access") -> "GroupDetailOut":
        may, group = found.standing, found.group
        own = found.members
        return cls(
            group=GroupOut.of(group),
            is_member=bool(own),
            tends=may.tends,
            administers=may.administers,
            supervises=may.supervises,
            read_seq=max((row.read_seq for row in own), default=None),
            muted_until=max((row.muted_until for row in own if row.muted_until), default=None),
            join_code=group.join_code if may.administers else None,
        )


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


class ReadIn(In):
    seq: Seq

    model_config = example(seq=1)


class ReadOut(Out):
    """Where the read pointer stands now: never backwards."""

    read_seq: int


class JoinIn(In):
    """`dwelling_id`: one's home in the place of the group, where it is not known yet."""

    join_code: Short
    dwelling_id: Id | None = None

    model_config = example(join_code="k7m3p9")


class MembershipOut(Out):
    group_id: int
    member_id: int
    label: str
    joined_at: Moment

    @classmethod
    def of(cls, member: "Member") -> "MembershipOut":
        return cls(
            group_id=member.group_id,
            member_id=member.pk,
            label=member.label,
            joined_at=member.joined_at,
        )


class MemberOut(Out):
    """`name`: the household or the masked name of a resident, the title of a post."""

    id: int
    name: str
    post_id: int | None
    joined_at: Moment
    muted_until: Moment | None

    @classmethod
    def of(cls, line: "MemberLine") -> "MemberOut":
        return cls.model_validate(line)


class MembersOut(Out):
    items: list[MemberOut]


class TalkIn(In):
    """`person_id`: the resident, where the viewer acts for the post."""

    post_id: Id
    person_id: Id | None = None

    model_config = example(post_id=1)


class WaitingOut(Out):
    """Words of a resident that wait for an answer. `is_beyond`: longer than the limit of the place."""

    message: MessageOut
    group: GroupOut
    waited_s: int
    is_beyond: bool

    @classmethod
    def of(cls, waiting: "Waiting") -> "WaitingOut":
        return cls(
            message=MessageOut.of(waiting.line),
            group=GroupOut.of(waiting.group),
            waited_s=int(waiting.waited.total_seconds()),
            is_beyond=waiting.is_beyond,
        )


class WaitingListOut(Out):
    items: list[WaitingOut]


class WaitingQuery(In):
    group_id: Id | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class GroupFiguresOut(Out):
    """Counts of a group over the last 30 days, never of who said what."""

    group: GroupOut
    messages: int
    member_households: int
    speaking_households: int
    unanswered: int
    unanswered_beyond: int
    oldest_unanswered_at: Moment | None
    alarms: list[str]
    is_dead: bool


class SupervisionOut(Out):
    items: list[GroupFiguresOut]


class SupervisionQuery(In):
    area: Short | None = None
