"""Groups: mine, one, who is in it, reading and joining, what waits for an answer."""

from ninja import Query, Router

from huiyin.groups import actions, queries
from huiyin.people.rules import Scope
from huiyin.web.api.operations import operation
from huiyin.web.api.shapes.groups import (
    GroupDetailOut,
    GroupFiguresOut,
    GroupLineOut,
    GroupOut,
    GroupsOut,
    JoinIn,
    MemberOut,
    MembershipOut,
    MembersOut,
    ReadIn,
    ReadOut,
    SupervisionOut,
    SupervisionQuery,
    TalkIn,
    WaitingListOut,
    WaitingOut,
    WaitingQuery,
)
from huiyin.web.api.shapes.parts import Id
from huiyin.web.kit.requests import SignedIn

router = Router(tags=["groups"])


@operation(router, "GET", "/groups", scope=Scope.READ_GROUPS, answers=GroupsOut)
def list_groups(request: SignedIn) -> GroupsOut:
    """The viewer's groups and private talks

    As a person or for a post, last spoken in first.
    """
    return GroupsOut(items=[GroupLineOut.of(line) for line in queries.groups_of(request.viewer)])


@operation(router, "GET", "/groups/{int:group_id}", scope=Scope.READ_GROUPS, answers=GroupDetailOut)
def show_group(request: SignedIn, group_id: Id) -> GroupDetailOut:
    """One group with what the viewer may do in it

    Unknown and out of sight are both 404.
    """
    return GroupDetailOut.of(queries.access_group(request.viewer, group_id))


@operation(
    router, "GET", "/groups/{int:group_id}/members", scope=Scope.READ_GROUPS, answers=MembersOut
)
def list_members(request: SignedIn, group_id: Id) -> MembersOut:
    """Who is in a group

    Offices first, then households in the order of their labels.
    """
    lines = queries.members(request.viewer, group_id)
    return MembersOut(items=[MemberOut.of(line) for line in lines])


@operation(router, "PUT", "/groups/{int:group_id}/read", scope=Scope.WRITE_GROUPS, answers=ReadOut)
def mark_read(request: SignedIn, group_id: Id, body: ReadIn) -> ReadOut:
    """Move the read pointer

    Never backwards and never past the last message.
    """
    read = actions.mark_read(viewer=request.viewer, group_id=group_id, seq=body.seq)
    return ReadOut(read_seq=read)


@operation(router, "POST", "/groups/join", scope=Scope.WRITE_GROUPS, answers=MembershipOut)
def join_group(request: SignedIn, body: JoinIn) -> MembershipOut:
    """Join the group of a poster

    With the household one is known by. Joining again gives the same membership.
    """
    member = actions.join_group(
        join_code=body.join_code,
        dwelling_id=body.dwelling_id,
        viewer=request.viewer,
        now=request.now,
    )
    return MembershipOut.of(member)


@operation(
    router, "POST", "/groups/{int:group_id}/leave", scope=Scope.WRITE_GROUPS, answers=MembershipOut
)
def leave_group(request: SignedIn, group_id: Id) -> MembershipOut:
    """Leave a group as a person

    Private talks are not left.
    """
    member = actions.leave_group(viewer=request.viewer, group_id=group_id, now=request.now)
    return MembershipOut.of(member)


@operation(router, "POST", "/talks", scope=Scope.WRITE_GROUPS, answers=GroupOut)
def open_talk(request: SignedIn, body: TalkIn) -> GroupOut:
    """The private talk between a resident and a post

    Opened, or the one that is there. Its messages are those of a group.
    """
    talk = actions.private_talk(
        viewer=request.viewer, post_id=body.post_id, person_id=body.person_id, now=request.now
    )
    return GroupOut.of(talk)


@operation(router, "GET", "/unanswered", scope=Scope.READ_GROUPS, answers=WaitingListOut)
def list_unanswered(request: SignedIn, query: Query[WaitingQuery]) -> WaitingListOut:
    """What was said but not answered

    Oldest first, over the groups the viewer answers for.
    """
    waiting = queries.unanswered(
        request.viewer, now=request.now, limit=query.limit, group_id=query.group_id
    )
    return WaitingListOut(items=[WaitingOut.of(each) for each in waiting])


@operation(router, "GET", "/groups/supervision", scope=Scope.READ_GROUPS, answers=SupervisionOut)
def supervise_groups(request: SignedIn, query: Query[SupervisionQuery]) -> SupervisionOut:
    """How the groups of the viewer's area fare

    Counts of the last 30 days, those with something wrong first.
    """
    figures = queries.supervision(request.viewer, now=request.now, path=query.area or "")
    shown = [
        GroupFiguresOut(
            group=GroupOut.of(each.group),
            messages=each.counts.messages,
            member_households=each.counts.member_households,
            speaking_households=each.counts.speaking_households,
            unanswered=each.counts.unanswered,
            unanswered_beyond=each.counts.unanswered_beyond,
            oldest_unanswered_at=each.counts.oldest_unanswered_at,
            alarms=[alarm.value for alarm in each.alarms],
            is_dead=each.is_dead,
        )
        for each in figures
    ]
    return SupervisionOut(items=shown)
