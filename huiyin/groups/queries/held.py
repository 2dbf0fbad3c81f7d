"""What a post and its holder hold of groups, for a hand-over."""

from django.db.models import QuerySet

from huiyin.groups.models import Group, Member, Message
from huiyin.groups.rules import GroupKind, MessageClass
from huiyin.groups.rules.kinds import HOUSEHOLD_KINDS
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import PostFacts, Verb, Viewer
from huiyin.posts.rules import Held, Line

OWNED = _("负责的群")
TALKS = _("和居民的私下沟通")
SEATS = _("以岗位身份加入的群")
WORDS = _("没有回音的话")
PERSONAL = _("以个人身份加入的工作群")
SHOWN = 5
# where somebody is as a neighbour, or as a party: that is theirs, whatever post they hold
PRIVATE = (*HOUSEHOLD_KINDS, GroupKind.PRIVATE_TALK, GroupKind.MEDIATION_ROOM)


def owned(post_id: int) -> QuerySet[Group]:
    """The groups a post answers for, ended ones too: their words and cases stay reachable."""
    return Group.objects.filter(owner_post_id=post_id)


def personal_seats(post: PostFacts, person_id: int | None) -> QuerySet[Member]:
    """Where the holder sits in working groups of the post's place as a person, without a household: by reason of the work."""
    if person_id is None:
        return Member.objects.none()
    rows = Member.objects.filter(
        person_id=person_id, household=None, left_at=None, group__is_active=True
    ).exclude(group__kind__in=[kind.value for kind in PRIVATE])
    return rows.filter(group__node__path__startswith=post.path)


def reached(post_id: int) -> list[int]:
    """The groups that whoever acts for a post reads: its own, and those it is a member of."""
    seats = Member.objects.filter(post_id=post_id, left_at=None)
    ids = {*owned(post_id).values_list("pk", flat=True), *seats.values_list("group_id", flat=True)}
    return sorted(ids)


def told(post: PostFacts, person_id: int | None, viewer: Viewer) -> list[Held]:
    """Names of groups are shown to whoever acts for the post or supervises groups there, those of talks to nobody."""
    numbers = told_numbers(post, person_id)
    if not (viewer.acts_for(post.id) or _watches(viewer, post)):
        return numbers
    groups = _groups(post.id).order_by("name", "id")[:SHOWN]
    lines = tuple(Line("group", each.pk, each.name) for each in groups)
    return [Held(numbers[0].what, numbers[0].number, lines=lines), *numbers[1:]]


def told_numbers(post: PostFacts, person_id: int | None) -> list[Held]:
    """The same without names."""
    unanswered = Message.objects.filter(
        group_id__in=owned(post.id).values("pk"),
        message_class=MessageClass.UNANSWERED.value,
        recalled_at=None,
    )
    talks = owned(post.id).filter(kind=GroupKind.PRIVATE_TALK.value, is_active=True)
    seats = Member.objects.filter(post_id=post.id, left_at=None, group__is_active=True)
    return [
        Held(OWNED, _groups(post.id).count()),
        Held(TALKS, talks.count()),
        Held(SEATS, seats.exclude(group__owner_post_id=post.id).count()),
        Held(WORDS, unanswered.count()),
        Held(PERSONAL, personal_seats(post, person_id).count(), is_personal=True),
    ]


def _groups(post_id: int) -> QuerySet[Group]:
    return owned(post_id).filter(is_active=True).exclude(kind=GroupKind.PRIVATE_TALK.value)


def _watches(viewer: Viewer, post: PostFacts) -> bool:
    return Verb.WATCH_GROUPS in viewer.verbs and viewer.sees(post.path)
