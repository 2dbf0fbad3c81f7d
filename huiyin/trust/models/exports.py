"""Files with data of people that were asked for, and what became of that."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q

from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.people.models import Person, Post
from huiyin.trust.rules.exporting import ExportKind, ExportState


class Export(models.Model):
    """One file. serial: its running number, which stands inside it. asked: the filters, by code; never the rows.

    taken_at: when last; the ledger has each time.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    serial = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=20)
    asked = models.JSONField()
    purpose = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default=ExportState.WAITING.value)
    by_person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_by_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField(null=True)
    privacy = holds(
        "id serial kind asked state asked_at decided_at taken_at",
        purpose=Data.WORK,
        by_person=Data.WORK,
        by_post=Data.WORK,
        decided_by_person=Data.WORK,
        decided_by_post=Data.WORK,
        answer=Data.WORK,
    )

    class Meta:
        indexes: ClassVar = [
            # what waits for a decision
            Index(fields=["id"], condition=Q(state=ExportState.WAITING.value), name="export_waits"),
        ]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(kind__in=[each.value for each in ExportKind]), name="export_kind_known"
            ),
            # nobody approves for themselves
            CheckConstraint(
                condition=Q(decided_by_person=None) | ~Q(decided_by_person=F("by_person")),
                name="export_decided_by_another",
            ),
            CheckConstraint(
                condition=Q(state=ExportState.WAITING.value, decided_at=None)
                | ~Q(state=ExportState.WAITING.value)
                & Q(decided_at__isnull=False, decided_by_person__isnull=False),
                name="export_decided_pair",
            ),
            CheckConstraint(
                condition=Q(taken_at=None) | Q(state=ExportState.APPROVED.value),
                name="export_taken_after_approval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.serial}"
