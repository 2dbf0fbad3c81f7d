"""What a person said and where they belong, for themselves: their own copy of it."""

from huiyin.groups.models import Member, Message

MOST = 10_000


def memberships_of(person_id: int) -> list[Member]:
    """The groups a person is or was in, oldest first."""
    members = Member.objects.filter(person_id=person_id).select_related("group")
    return list(members.order_by("id"))


def said_by(person_id: int) -> list[Message]:
    """What a person said as a resident, oldest first; what was taken back has no words. At most the newest 10,000."""
    groups = [each.group_id for each in memberships_of(person_id)]
    own = Message.objects.filter(
        group_id__in=groups, author_person_id=person_id, author_post=None, recalled_at=None
    )
    return list(own.select_related("group").order_by("-id")[:MOST])[::-1]
