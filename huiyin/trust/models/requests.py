"""What people ask for their own data, and what was destroyed."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.people.models import Person, Post
from huiyin.trust.rules.requests import RequestKind, RequestState


class DataRequest(models.Model):
    """To be put right, or to be forgotten. area: where the person lives, so that the county's desk finds it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    area = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, default=RequestState.OPEN)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    by_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    by_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)
    privacy = holds(
        "id area state asked_at due_at decided_at",
        person=Data.REQUEST,
        kind=Data.REQUEST,
        text=Data.REQUEST,
        answer=Data.REQUEST,
        by_person=Data.WORK,
        by_post=Data.WORK,
    )

    class Meta:
        indexes: ClassVar = [
            # what waits for an answer, due first
            Index(
                fields=["due_at"], condition=Q(state=RequestState.OPEN.value), name="request_open"
            ),
        ]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(kind__in=[each.value for each in RequestKind]),
                name="request_kind_known",
            ),
            # the same thing is not asked twice at once
            UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state=RequestState.OPEN.value),
                name="request_open_once",
            ),
            # who is told no is told why (Art. 50)
            CheckConstraint(
                condition=~Q(state=RequestState.DECLINED.value) | ~Q(answer=""),
                name="request_no_has_reason",
            ),
            CheckConstraint(
                condition=Q(state=RequestState.OPEN.value, decided_at=None)
                | ~Q(state=RequestState.OPEN.value) & Q(decided_at__isnull=False),
                name="request_decided_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Destruction(models.Model):
    """The record of what was destroyed, and what was kept under which rule: counts and rules, nothing of what it was.

    parts: [what, count, rule], rule empty for what is gone. entry_id: of the ledger.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="destruction")
    parts = models.JSONField()
    entry_id = models.BigIntegerField()
    at = models.DateTimeField()
    privacy = holds("id parts entry_id at", person=Data.REQUEST)

    def __str__(self) -> str:
        return f"{self.person_id}"
