"""Groups, their members, and what waits for an answer in them."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from huiyin.groups.rules import GroupKind
from huiyin.web.api.shapes.cases import PlaceOut, PostOut
from huiyin.web.api.shapes.messages import MessageOut
from huiyin.web.api.shapes.parts import Id, In, Moment, Out, Seq, Short, example

if TYPE_CHECKING:
    from huiyin.groups.models import Group, Member
    from huiyin.groups.queries import Access, GroupLine, MemberLine, Waiting


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
