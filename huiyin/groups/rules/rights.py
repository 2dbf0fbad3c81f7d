"""Who may see, write in, answer in and administer a group.

The owner administers and whoever stands above the grid may stand in; the grid head and the secretary supervise
activity and content (domain handbook 3.3). Private talks, mediation rooms and groups of staff belong to their members.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.groups.rules.classes import MessageClass
from huiyin.groups.rules.kinds import OPEN_KINDS, STAFF_KINDS, GroupKind, RevisionKind
from huiyin.lib.refusal import Conflict, NotAllowed, Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import PostFacts, Role, Verb, Viewer
from huiyin.territory.rules import is_within

# offices whose word is an answer; a neighbour with a voluntary post answers as a neighbour
ANSWERING = frozenset(Role) - {
    Role.BUILDING_HEAD,
    Role.VOLUNTEER,
    Role.PROPERTY_MANAGER,
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDITOR,
}
# offices that do the officer's work in a group of their area, and act for the owner in it
STANDING_IN = frozenset({Role.OFFICER, Role.AREA_CADRE})
# offices that read an open group of their area without being in it
READING = STANDING_IN | {Role.GRID_HEAD, Role.SECRETARY}
# offices that sort and answer residents' words wherever they are members
TENDING = STANDING_IN | {Role.SECRETARY, Role.GRID_HEAD, Role.MICRO_GRID_HEAD, Role.ASSISTANT}
# offices that see the figures of the groups below them
SUPERVISING = STANDING_IN | {role for role in Role if Verb.WATCH_GROUPS in role.verbs}


@dataclass(frozen=True)
class GroupFacts:
    """node_path: path of the territory node the group belongs to."""

    id: int
    kind: GroupKind
    node_id: int
    node_path: str
    owner_post_id: int
    is_active: bool


@dataclass(frozen=True)
class MemberFacts:
    """A present member: a person (with the household), or a post."""

    id: int
    person_id: int | None
    post_id: int | None
    household_id: int | None
    label: str
    muted_until: datetime | None
    read_seq: int


@dataclass(frozen=True)
class Speaker:
    """As whom somebody speaks in a group. post is None for a resident; member is None for an office standing in."""

    person_id: int
    post: PostFacts | None
    label: str
    member: MemberFacts | None

    @property
    def is_answering(self) -> bool:
        return self.post is not None and self.post.role in ANSWERING


@dataclass(frozen=True)
class Standing:
    """What one viewer may do in one group; `speakers` in the order of choice."""

    sees: bool
    tends: bool
    administers: bool
    supervises: bool
    speakers: tuple[Speaker, ...] = ()


def standing(viewer: Viewer, group: GroupFacts, members: Sequence[MemberFacts]) -> Standing:
    """Say what `viewer` may do. members: the present members among the viewer's person and posts."""
    speakers = tuple(_speakers(viewer, group, members))
    office = [speaker.post for speaker in speakers if speaker.post]
    administers = any(_administers(post, group) for post in office)
    return Standing(
        sees=bool(speakers) or _reads(viewer, group),
        tends=administers
        or any(post.role in TENDING for post in office)
        or _secretary(viewer, group),
        administers=administers,
        supervises=any(_is_over(post, group, SUPERVISING) for post in viewer.posts),
        speakers=speakers,
    )


def _speakers(
    viewer: Viewer, group: GroupFacts, members: Sequence[MemberFacts]
) -> Iterable[Speaker]:
    """Duty first: who holds an office here speaks for it, else as a neighbour, else in a voluntary post."""
    by_post = {member.post_id: member for member in members if member.post_id}
    offices = [post for post in viewer.posts if post.id in by_post or _administers(post, group)]
    offices.sort(
        key=lambda post: (
            post.id != viewer.worn_id,
            post.id != group.owner_post_id,
            post.id not in by_post,
            post.id,
        )
    )
    as_office = [
        Speaker(viewer.person_id, p, _signed(viewer, p), by_post.get(p.id)) for p in offices
    ]
    as_person = [
        Speaker(viewer.person_id, None, member.label or viewer.name, member)
        for member in members
        if member.person_id == viewer.person_id
    ]
    yield from (speaker for speaker in as_office if speaker.is_answering)
    yield from as_person
    yield from (speaker for speaker in as_office if not speaker.is_answering)


def _signed(viewer: Viewer, post: PostFacts) -> str:
    return f"{post.title} {viewer.name}"


def _administers(post: PostFacts, group: GroupFacts) -> bool:
    return post.id == group.owner_post_id or _is_over(post, group, STANDING_IN)


def _reads(viewer: Viewer, group: GroupFacts) -> bool:
    return any(_is_over(post, group, READING) for post in viewer.posts)


def _secretary(viewer: Viewer, group: GroupFacts) -> bool:
    return any(_is_over(post, group, frozenset({Role.SECRETARY})) for post in viewer.posts)


def _is_over(post: PostFacts, group: GroupFacts, roles: frozenset[Role]) -> bool:
    """Whether the group lies in the area of a post of these roles. Only open groups are seen from above."""
    if post.role not in roles or group.kind not in OPEN_KINDS:
        return False
    return any(is_within(group.node_path, path) for path in post.paths)


def speaker(
    viewer: Viewer,
    group: GroupFacts,
    members: Sequence[MemberFacts],
    *,
    as_post_id: int | None,
    now: datetime,
) -> Speaker:
    """Return as whom the viewer writes. as_post_id: the post to write for, None for the usual one.

    Raises NotAllowed when the viewer has no voice there or is muted, Conflict when the group has ended.
    """
    candidates = standing(viewer, group, members).speakers
    if as_post_id is not None:
        candidates = tuple(s for s in candidates if s.post and s.post.id == as_post_id)
    if not candidates:
        raise NotAllowed(_("您可以查看这个群，但不是群成员，不能在群里发言。"))
    if not group.is_active:
        raise Conflict(_("这个群已经结束，不能再发言。需要帮助时请联系网格员。"))
    chosen = candidates[0]
    if chosen.post is None and chosen.member and is_muted(chosen.member, now):
        raise NotAllowed(_("您在这个群里暂时不能发言。您仍可以私下联系网格员。"))
    return chosen


def is_muted(member: MemberFacts, now: datetime) -> bool:
    return member.muted_until is not None and now < member.muted_until


def class_at_birth(group: GroupFacts, speaker: Speaker) -> MessageClass | None:
    """A resident's words wait for an answer from the first moment; an office's words do not."""
    return MessageClass.UNANSWERED if speaker.post is None else None


def check_membership(
    kind: GroupKind, *, is_post: bool, has_household: bool, needs_household: bool
) -> None:
    """Refuse a member the kind of group is not for."""
    if kind in STAFF_KINDS and not is_post:
        raise Refused(_("这是工作群，只有岗位可以加入，居民不能加入。"))
    if needs_household and not is_post and not has_household:
        raise Refused(_("请先填写住房，再加入这个群。"))


def recall_kind(
    *,
    is_own: bool,
    administers: bool,
    at: datetime,
    now: datetime,
    reason: str,
    window: timedelta,
) -> RevisionKind:
    """Say how words are taken back: by who wrote them within `window`, or by the office with a reason."""
    if is_own and now - at <= window:
        return RevisionKind.RECALLED
    if administers and reason:
        return RevisionKind.REMOVED
    if administers:
        raise Refused(_("撤下别人的消息需要写明原因。"))
    if is_own:
        raise Conflict(_("这条消息发出的时间较长，不能再撤回。需要撤下时请联系网格员。"))
    raise NotAllowed(_("您只能撤回自己的消息。"))


def check_edit(
    *, is_own: bool, is_text: bool, at: datetime, now: datetime, window: timedelta
) -> None:
    """Own words, written ones, and soon: else Refused, NotAllowed or Conflict."""
    if not is_own:
        raise NotAllowed(_("您只能修改自己的消息。"))
    if not is_text:
        raise Refused(_("只有文字可以修改。"))
    if now - at > window:
        raise Conflict(_("这条消息发出的时间较长，不能再修改。您可以再发一条说明。"))


def may_open(viewer: Viewer, kind: GroupKind, path: str) -> bool:
    """Whether somebody may open a group of a kind at a place: whoever runs groups of an area it lies in.

    Private talks and mediation rooms come into being otherwise.
    """
    if kind in (GroupKind.PRIVATE_TALK, GroupKind.MEDIATION_ROOM):
        return False
    return any(
        Verb.RUN_GROUPS in post.role.verbs and any(is_within(path, area) for area in post.paths)
        for post in viewer.posts
    )
