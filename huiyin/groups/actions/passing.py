"""A post changes hands: its groups say who answers now, open pages of who has left end, and seats taken as a person pass on.

Groups rest on posts, so groups, private talks and unanswered words come by themselves.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from huiyin.groups.actions.desk import SERVICE, Words, locked, record, say_once
from huiyin.groups.actions.words import name_key
from huiyin.groups.models import Group, Member
from huiyin.groups.queries import held
from huiyin.groups.rules import MessageKind
from huiyin.posts.actions import Holding, Passing
from huiyin.posts.rules import Held


def told(holding: Holding) -> Sequence[Held]:
    return held.told(holding.post, holding.person_id, holding.viewer)


def moved(passing: Passing) -> Sequence[Held]:
    """Counts what came along, with what was bound to the person."""
    along = held.told_numbers(passing.post, passing.from_person_id)
    for member in held.personal_seats(passing.post, passing.from_person_id).order_by("id"):
        _pass_seat(member, passing)
    for group_id in held.reached(
        passing.post.id
    ):  # locked in the order of their ids, as everywhere
        group = locked(group_id)
        if group is not None:
            _say(group, passing)
    return [each for each in along if each.number]


def left(passing: Passing) -> Sequence[Held]:
    seats = held.personal_seats(passing.post, passing.from_person_id)
    return [Held(held.PERSONAL, seats.count(), is_personal=True)]


def _pass_seat(member: Member, passing: Passing) -> None:
    """The post sits there from now on, and whoever follows finds it."""
    group = locked(member.group_id)
    member.left_at = passing.now
    member.save(update_fields=["left_at"])
    if group is not None:
        Member.objects.get_or_create(
            group=group,
            post_id=passing.post.id,
            left_at=None,
            defaults={"joined_at": passing.now, "read_seq": member.read_seq},
        )


def _say(group: Group, passing: Passing) -> None:
    """In the group for its people, in the ledger, and to the live process: who has left receives nothing more."""
    gone = passing.from_person_id
    topics = [f"group:{group.pk}"]
    if gone is not None and not _stays(group, gone):
        topics.append(f"revoke:{gone}:group:{group.pk}")
    data = {
        "post_id": passing.post.id,
        "from_person_id": gone,
        "to_person_id": passing.to_person_id,
    }
    entry_id = record(
        "group.office_passed", group, by=passing.by, at=passing.now, data=data, topics=topics
    )
    if group.owner_post_id == passing.post.id and group.is_active and passing.to_person_id:
        text = _("%(post)s现在由%(name)s担任。您说过的话、正在办的事都已交接，不用再说一遍。")
        words = Words(
            client_key=name_key("passed", entry_id),
            text=text % {"post": passing.post.title, "name": passing.to_name},
            kind=MessageKind.NOTICE,
        )
        say_once(group, SERVICE, words, at=passing.now)


def _stays(group: Group, person_id: int) -> bool:
    """Whether somebody is in the group as a neighbour, and reads on as one."""
    return Member.objects.filter(group=group, person_id=person_id, left_at=None).exists()
