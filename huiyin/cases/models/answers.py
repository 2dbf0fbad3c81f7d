"""The answer and those to whom it is owed: written, checked, told."""

from django.db import models
from django.db.models import F, Q

from huiyin.cases.models.case import Case
from huiyin.cases.rules.words import Outcome, TellChannel
from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.lib.words import gettext_noop as _
from huiyin.people.models import Person, Post

ANONYMOUS = _("匿名居民")


class Answer(models.Model):
    """One version of the answer. It may be told once it is approved; plain answers are approved by their writer."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    # db_index=False, here and below: another index begins with the same column
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers", db_index=False)
    serial = models.SmallIntegerField()
    text = models.TextField()
    outcome = models.CharField(max_length=30)
    measures = models.TextField(blank=True)
    review_on = models.DateField(null=True)
    by_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    privacy = holds(
        "id case serial outcome review_on by_post written_at approved_at",
        text=Data.ANSWER,
        measures=Data.ANSWER,
        by_person=Data.WORK,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "serial"], name="answer_serial"),
            models.CheckConstraint(
                condition=Q(outcome__in=list(Outcome)), name="answer_outcome_known"
            ),
            # what is not possible now says what is done instead; what is planned says when it is looked at again
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.PLANNED) | Q(review_on__isnull=False),
                name="answer_planned_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.NOT_POSSIBLE) | ~Q(measures=""),
                name="answer_not_possible_has_measures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.serial}"


class Party(models.Model):
    """Somebody to whom the answer is owed: the reporter, or a follower since a merge. Without a person: unknown."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties", db_index=False)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    is_follower = models.BooleanField(default=False)
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    # follows Case.is_ended by a foreign key with ON UPDATE CASCADE, see migration 0002
    case_is_ended = models.BooleanField(default=False)
    privacy = holds("id case is_follower since told_at case_is_ended", person=Data.MATTER)

    class Meta:
        indexes = [
            # the matters of a resident, newest first
            models.Index(fields=["person", "-case"], name="party_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="party_once"),
            # I1 for each reporter and follower: the end of the case comes down to this row and is refused here
            models.CheckConstraint(
                condition=Q(case_is_ended=False) | Q(told_at__isnull=False),
                name="party_told_before_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id}"

    @property
    def is_unnamed(self) -> bool:
        """Whether staff must not learn who this is: they asked to stay anonymous."""
        return self.case.is_anonymous and not self.is_follower

    @property
    def shown_name(self) -> str:
        """The name for those who work on the case; empty for an unknown person."""
        if self.person is None:
            return ""
        return ANONYMOUS if self.is_unnamed else self.person.name


class Told(models.Model):
    """One telling, or one attempt at it: which answer, to whom, by which way, when, by whom, with what proof."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="tellings", db_index=False
    )
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="tellings")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="tellings")
    channel = models.CharField(max_length=30)
    at = models.DateTimeField()
    by_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    proof = models.TextField(blank=True)
    reached = models.BooleanField()
    privacy = holds(
        "id case party answer channel at by_post reached", proof=Data.ANSWER, by_person=Data.WORK
    )

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="told_case")]  # the trace of a case
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=list(TellChannel)), name="told_channel_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.channel}"


class Check(models.Model):
    """A result looked at by somebody who did not handle it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="checks")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="checks")
    handler = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    passed = models.BooleanField()
    reason = models.TextField(blank=True)
    privacy = holds(
        "id case answer at passed", handler=Data.WORK, checker=Data.WORK, reason=Data.WORK
    )

    class Meta:
        constraints = [
            # I5: nobody checks their own work
            models.CheckConstraint(condition=~Q(handler=F("checker")), name="check_by_another"),
            models.CheckConstraint(
                condition=Q(passed=True) | ~Q(reason=""), name="check_failed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.passed}"
