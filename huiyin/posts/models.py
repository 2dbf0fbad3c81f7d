"""What happens to a post over time. Who holds it, and who stands in, are rows of people."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.people.models import Person, Post, Substitute
from huiyin.territory.models import Node


class HandOver(models.Model):
    """交接: a post passes from one person to another at a moment, planned or done.

    from_person: None where the post was vacant. to_person: None where nobody follows yet. moved: what passed with it, as
    [name, number] pairs. fault: why a planned one could not be done, a sentence; empty else.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    from_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    to_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    asked_by_post = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)
    moved = models.JSONField(default=list)
    privacy = holds(
        "id post asked_by_post asked_at done_at cancelled_at fault moved",
        from_person=Data.POST,
        to_person=Data.POST,
        at=Data.POST,
        note=Data.WORK,
        asked_by=Data.WORK,
    )

    class Meta:
        constraints: ClassVar = [
            # two plans for one person's post would contradict each other
            UniqueConstraint(
                fields=["post", "from_person"],
                condition=Q(done_at=None, cancelled_at=None, fault=""),
                name="hand_over_one_planned",
                nulls_distinct=False,
            ),
            # it ends in one way
            CheckConstraint(
                condition=Q(done_at=None, cancelled_at=None)
                | Q(done_at=None, fault="")
                | Q(cancelled_at=None, fault=""),
                name="hand_over_one_end",
            ),
            # somebody gives or somebody takes, and never to themselves
            CheckConstraint(
                condition=Q(from_person__isnull=False) | Q(to_person__isnull=False),
                name="hand_over_of_somebody",
            ),
            CheckConstraint(
                condition=Q(from_person=None) | Q(to_person=None) | ~Q(from_person=F("to_person")),
                name="hand_over_to_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.from_person_id} → {self.to_person_id}"

    @property
    def is_planned(self) -> bool:
        return self.done_at is None and self.cancelled_at is None and not self.fault


class Leave(models.Model):
    """请假: a holder is away from a post for a time. No reason is kept: it is nobody's business.

    substitute: the row of people that has others act meanwhile; None where colleagues hold the same post.
    ended_at: when it was ended early, or not begun at all.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    substitute = models.OneToOneField(Substitute, models.SET_NULL, null=True, related_name="+")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    privacy = holds(
        "id post substitute ended_at",
        person=Data.POST,
        from_at=Data.POST,
        to_at=Data.POST,
        asked_by=Data.WORK,
    )

    class Meta:
        constraints: ClassVar = [
            # a leave has an end
            CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="leave_period"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.person_id}"


class Shift(models.Model):
    """值班: a person is on duty at a place for some hours, the night to the next morning for instance."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Node, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    privacy = holds("id place", person=Data.POST, from_at=Data.POST, to_at=Data.POST)

    class Meta:
        indexes: ClassVar = [
            # who is on duty at a place now, and the roster of its next weeks
            Index(fields=["place", "to_at"], name="shift_place"),
            # what somebody who leaves still has to do
            Index(fields=["person", "to_at"], name="shift_person"),
        ]
        constraints: ClassVar = [
            CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="shift_period"),
            # written twice, by two who plan the same week
            UniqueConstraint(fields=["place", "person", "from_at"], name="shift_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id}: {self.person_id}"


class Slip(models.Model):
    """便条: a line to somebody about a post they have, had or watch over. key: what it is about, so that it is said once."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    text = models.CharField(max_length=800)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    privacy = holds("id post key at seen_at", person=Data.NOTICE, text=Data.NOTICE)

    class Meta:
        indexes: ClassVar = [
            # what somebody has not yet read: the first page of a desk asks
            Index(fields=["person"], condition=Q(seen_at=None), name="slip_unseen"),
        ]
        constraints: ClassVar = [
            # a job that runs twice says nothing twice
            UniqueConstraint(fields=["person", "key"], name="slip_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.key}"
