"""The case and what hangs on it. Current state stands on the case's own row; the rows around it say how it came."""

from django.db import models
from django.db.models import F, Q

from huiyin.cases.rules import clock
from huiyin.cases.rules.words import (
    END_STATES,
    PAUSED_STATES,
    ApplicationKind,
    Outcome,
    State,
    Supervision,
    TellChannel,
)
from huiyin.escalation.rules import Rung, Step, Urgency
from huiyin.ground.ids import new_id
from huiyin.people.models import Person, Post
from huiyin.territory.models import Node


class NumberSeries(models.Model):
    """The last serial of a community and year: cases are numbered as people say them."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12)
    year = models.SmallIntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "year"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.community} {self.year}: {self.last}"


class Case(models.Model):
    """The tracked record of one matter, from intake to the told answer (handbook §4)."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=80)
    text = models.TextField()
    nature = models.CharField(max_length=30)
    channel = models.CharField(max_length=30)
    category = models.CharField(max_length=10)
    is_restricted = models.BooleanField(default=False)
    urgency = models.CharField(max_length=30)

    # old cases keep their grid: the path is a copy, not a join
    node = models.ForeignKey(Node, on_delete=models.PROTECT)
    area = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)

    reporter = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    is_anonymous = models.BooleanField(default=False)

    state = models.CharField(max_length=30, default=State.PENDING)
    state_since = models.DateTimeField()
    is_ended = models.BooleanField(default=False)
    rung = models.SmallIntegerField()
    rung_since = models.DateTimeField()
    holder = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    checker_rung = models.SmallIntegerField(null=True)
    handler = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    must_take = models.BooleanField(default=False)

    step = models.CharField(max_length=30, default=Step.ACCEPT)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    handle_due_at = models.DateTimeField(null=True)
    is_due_provisional = models.BooleanField(default=False)
    is_warned = models.BooleanField(default=False)
    resume_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    time_left = models.DurationField(null=True)
    promised_at = models.DateTimeField(null=True)
    first_promised_at = models.DateTimeField(null=True)
    is_promise_missed = models.BooleanField(default=False)
    overdue_since = models.DateTimeField(null=True)
    nagged_at = models.DateTimeField(null=True)
    clock_at = models.DateTimeField(null=True)
    policy_version = models.IntegerField()
    calendar_version = models.IntegerField()

    opened_at = models.DateTimeField()
    first_reply_at = models.DateTimeField(null=True)
    answer = models.ForeignKey("Answer", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=30, null=True)
    ends_as = models.CharField(max_length=30, null=True)
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_solved = models.BooleanField(null=True)
    stars = models.SmallIntegerField(null=True)

    supervision = models.CharField(max_length=30, default=Supervision.NONE)
    is_legacy = models.BooleanField(default=False)
    send_backs = models.SmallIntegerField(default=0)
    extensions = models.SmallIntegerField(default=0)
    reopened_count = models.SmallIntegerField(default=0)
    urged_count = models.SmallIntegerField(default=0)
    urged_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged"
    )
    split_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="parts"
    )
    version = models.IntegerField(default=1)

    class Meta:
        indexes = [
            # the clock asks every second for what is due first
            models.Index(
                fields=["clock_at"], condition=Q(clock_at__isnull=False), name="case_clock"
            ),
            # the work list of an area, newest first, open or all
            models.Index(
                fields=["area", "-id"],
                name="case_area",
                opclasses=["text_pattern_ops", "int8_ops"],
            ),
            # the inbox of a post: what it holds, due first
            models.Index(
                fields=["holder", "due_at"], condition=Q(is_ended=False), name="case_holder"
            ),
            # what waits for a check by a post
            models.Index(
                fields=["checker"], condition=Q(checker__isnull=False), name="case_checker"
            ),
            # the county's list, due first
            models.Index(fields=["due_at"], condition=Q(is_ended=False), name="case_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(urgency__in=list(Urgency)), name="case_urgency_known"
            ),
            models.CheckConstraint(condition=Q(rung__in=list(Rung)), name="case_rung_known"),
            models.CheckConstraint(
                condition=Q(outcome=None) | Q(outcome__in=list(Outcome)), name="case_outcome_known"
            ),
            # the flag that Party rows follow says the same as the state
            models.CheckConstraint(
                condition=Q(is_ended=True, state__in=END_STATES)
                | (Q(is_ended=False) & ~Q(state__in=END_STATES)),
                name="case_ended_is_state",
            ),
            # I1 事事有回音 and I6: no end without an answer told, and not before it was told
            models.CheckConstraint(
                condition=Q(is_ended=False, ended_at=None)
                | Q(
                    is_ended=True,
                    answer__isnull=False,
                    told_at__isnull=False,
                    ended_at__gte=F("told_at"),
                ),
                name="case_ended_was_told",
            ),
            # I3: an open case runs against a time, a paused one has its end
            models.CheckConstraint(
                condition=Q(is_ended=True)
                | Q(state__in=PAUSED_STATES, resume_at__isnull=False, paused_at__isnull=False)
                | (~Q(state__in=PAUSED_STATES) & Q(due_at__isnull=False)),
                name="case_open_has_time",
            ),
            # an open case is always before the clock
            models.CheckConstraint(
                condition=Q(is_ended=True, clock_at=None)
                | Q(is_ended=False, clock_at__isnull=False),
                name="case_open_is_clocked",
            ),
            # the first promise stays visible as long as there is one
            models.CheckConstraint(
                condition=Q(promised_at=None, first_promised_at=None)
                | Q(promised_at__isnull=False, first_promised_at__isnull=False),
                name="case_promise_pair",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lng=None) | Q(lat__isnull=False, lng__isnull=False),
                name="case_place_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.MERGED) | Q(merged_into__isnull=False),
                name="case_merged_into_one",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="case_not_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def clock_facts(self) -> clock.ClockFacts:
        """What the clock must know; while a result waits for its check, the checker's rung is the one that climbs."""
        return clock.ClockFacts(
            state=State(self.state),
            is_top_rung=(self.checker_rung or self.rung) == max(Rung),
            due_at=self.due_at,
            warn_at=self.warn_at,
            resume_at=self.resume_at,
            remind_at=self.remind_at,
            promised_at=self.promised_at,
            is_warned=self.is_warned,
            is_promise_missed=self.is_promise_missed,
            nagged_at=self.nagged_at,
        )


class CaseStep(models.Model):
    """One step on one rung by one holder: what `on_time_rate` counts. `due_at` moves only by an extension."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    rung = models.SmallIntegerField()
    step = models.CharField(max_length=30)
    holder = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    first_due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=30, null=True)

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


class Answer(models.Model):
    """One version of the answer. It may be told once it is approved; plain answers are approved by their writer."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers")
    serial = models.SmallIntegerField()
    text = models.TextField()
    outcome = models.CharField(max_length=30)
    measures = models.TextField(blank=True)
    review_on = models.DateField(null=True)
    by_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)

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
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    is_follower = models.BooleanField(default=False)
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    # follows Case.is_ended by a foreign key with ON UPDATE CASCADE, see migration 0002
    case_is_ended = models.BooleanField(default=False)

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


class Told(models.Model):
    """One telling, or one attempt at it: which answer, to whom, by which way, when, by whom, with what proof."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tellings")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="tellings")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="tellings")
    channel = models.CharField(max_length=30)
    at = models.DateTimeField()
    by_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    proof = models.TextField(blank=True)
    reached = models.BooleanField()

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


class Example(models.Model):
    """宣传案例: a closed case told again without names, with the consent of those who raised it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="example")
    title = models.CharField(max_length=80)
    text = models.TextField()
    consent = models.TextField()
    by_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            # nothing is published of a person without their consent
            models.CheckConstraint(condition=~Q(consent=""), name="example_has_consent"),
        ]

    def __str__(self) -> str:
        return self.title


class CaseFile(models.Model):
    """A picture, voice or video of a case: what was reported, or the proof of what was done."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    file_id = models.BigIntegerField()
    is_proof = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False)
    by_person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "file_id"], name="case_file_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.file_id}"


class Notice(models.Model):
    """A line in the notices of a post or a person: what happened to a case they work on or raised."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    entry_id = models.BigIntegerField()
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    text = models.TextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [
            # the notices of a post, newest first
            models.Index(
                fields=["post", "-id"], condition=Q(post__isnull=False), name="notice_post"
            ),
            # the notices of a person, newest first
            models.Index(
                fields=["person", "-id"], condition=Q(person__isnull=False), name="notice_person"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(post=None, person__isnull=False) | Q(post__isnull=False, person=None),
                name="notice_to_one",
            ),
            # everybody hears once of one thing
            models.UniqueConstraint(
                fields=["entry_id", "post"],
                condition=Q(post__isnull=False),
                name="notice_post_once",
            ),
            models.UniqueConstraint(
                fields=["entry_id", "person"],
                condition=Q(person__isnull=False),
                name="notice_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
