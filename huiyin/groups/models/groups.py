"""Groups and who belongs to them."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.groups.rules import GroupKind


class Group(models.Model):
    """A place where people talk, with one accountable post. `last_seq` counts its messages without a gap.

    talk_person: the resident of a private talk. join_code: on the poster in the stairway; none where one is invited.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=60, null=True, unique=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.label) for k in GroupKind])
    name = models.CharField(max_length=100)
    node = models.ForeignKey("territory.Node", models.PROTECT, related_name="groups")
    owner_post = models.ForeignKey("people.Post", models.PROTECT, related_name="owned_groups")
    talk_person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="private_talks", db_index=False
    )
    purpose = models.CharField(max_length=500, blank=True)
    rules_text = models.TextField(blank=True)
    last_seq = models.BigIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    join_code = models.CharField(max_length=16, null=True, unique=True)
    opened_at = models.DateTimeField()
    privacy = holds(
        "id key kind node owner_post purpose rules_text last_seq is_active join_code opened_at",
        name=Data.MEMBERSHIP,  # a private talk is called by its resident
        talk_person=Data.MEMBERSHIP,
    )

    class Meta:
        constraints = [
            # one talk between a resident and a post, whoever opens it first
            UniqueConstraint(fields=["talk_person", "owner_post"], name="group_one_talk"),
            # a private talk has its resident, and nothing else has
            CheckConstraint(
                condition=Q(kind=GroupKind.PRIVATE_TALK.value, talk_person__isnull=False)
                | (~Q(kind=GroupKind.PRIVATE_TALK.value) & Q(talk_person=None)),
                name="group_talk_has_person",
            ),
            # the numbers of messages only grow
            CheckConstraint(condition=Q(last_seq__gte=0), name="group_last_seq"),
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """Who belongs to a group: a person with the household, or a post whoever holds it.

    label: shown in the place of the name. A row that has ended stays: who was there when something was said.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="members")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="memberships", db_index=False
    )
    post = models.ForeignKey(
        "people.Post", models.PROTECT, null=True, related_name="memberships", db_index=False
    )
    household = models.ForeignKey(
        "people.Household", models.PROTECT, null=True, related_name="memberships"
    )
    label = models.CharField(max_length=60, blank=True)
    read_seq = models.BigIntegerField(default=0)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    is_removed = models.BooleanField(default=False)
    muted_until = models.DateTimeField(null=True)
    privacy = holds(
        "id group post",
        person=Data.MEMBERSHIP,
        household=Data.MEMBERSHIP,
        label=Data.MEMBERSHIP,
        read_seq=Data.MEMBERSHIP,
        joined_at=Data.MEMBERSHIP,
        left_at=Data.MEMBERSHIP,
        is_removed=Data.MEMBERSHIP,
        muted_until=Data.MEMBERSHIP,
    )

    class Meta:
        indexes = [
            # the groups of a person and of a post: first question of every page
            Index(fields=["person"], condition=Q(left_at=None), name="member_of_person"),
            Index(fields=["post"], condition=Q(left_at=None), name="member_of_post"),
        ]
        constraints = [
            # a member is a person or a post, never both or neither
            CheckConstraint(
                condition=Q(person=None, post__isnull=False) | Q(person__isnull=False, post=None),
                name="member_person_or_post",
            ),
            # a household comes with the person who speaks for it
            CheckConstraint(
                condition=Q(household=None) | Q(person__isnull=False), name="member_household"
            ),
            # nobody is in a group twice at once
            UniqueConstraint(
                fields=["group", "person"], condition=Q(left_at=None), name="member_person_once"
            ),
            UniqueConstraint(
                fields=["group", "post"], condition=Q(left_at=None), name="member_post_once"
            ),
            # who was removed has left
            CheckConstraint(
                condition=Q(is_removed=False) | Q(left_at__isnull=False), name="member_removed_left"
            ),
            CheckConstraint(condition=Q(read_seq__gte=0), name="member_read_seq"),
        ]

    def __str__(self) -> str:
        return self.label or str(self.person or self.post)
