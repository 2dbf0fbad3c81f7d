"""The way of a case over the rungs: its steps, and what a holder asked of the rung above."""

from django.db import models
from django.db.models import F, Q

from huiyin.cases.models.case import Case
from huiyin.cases.rules.words import ApplicationKind
from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.people.models import Person, Post


class CaseStep(models.Model):
    """One step on one rung by one holder: what `on_time_rate` counts. `due_at` moves only by an extension."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    # the index `step_case` begins with it
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps", db_index=False)
    rung = models.SmallIntegerField()
    step = models.CharField(max_length=30)
    holder = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    first_due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=30, null=True)
    privacy = holds("id case rung step holder started_at due_at first_due_at ended_at ended_by")

    class Meta:
        indexes = [
            # the trace of a case
            models.Index(fields=["case", "id"], name="step_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="step_one_runs"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="step_end_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.rung} {self.step}"


class Application(models.Model):
    """What a holder asks of the rung above: more time, a pause for an outside cause, or to decline."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="applications")
    kind = models.CharField(max_length=30)
    reason = models.TextField()
    until = models.DateTimeField(null=True)
    right_place = models.CharField(max_length=200, blank=True)
    by_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decider = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    is_approved = models.BooleanField(null=True)
    answer_text = models.TextField(blank=True)
    privacy = holds(
        "id case kind until right_place by_post asked_at decider decided_at is_approved",
        reason=Data.WORK,
        by_person=Data.WORK,
        decided_by=Data.WORK,
        answer_text=Data.WORK,
    )

    class Meta:
        indexes = [
            # the decisions that wait at a post
            models.Index(
                fields=["decider"], condition=Q(decided_at=None), name="application_waits"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at=None), name="application_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, is_approved=None)
                | Q(decided_at__isnull=False, is_approved__isnull=False),
                name="application_decision_pair",
            ),
            # nobody decides what they asked for
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("by_person")),
                name="application_by_another",
            ),
            models.CheckConstraint(
                condition=Q(kind=ApplicationKind.DECLINE) | Q(until__isnull=False),
                name="application_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
