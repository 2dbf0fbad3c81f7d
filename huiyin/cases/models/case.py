"""The case: its row carries the present, and the promises the database holds (handbook §4)."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import Case as Choice
from django.db.models import DateTimeField, F, Q, Value, When
from django.db.models.functions import Coalesce

from huiyin.cases.rules import clock
from huiyin.cases.rules.words import END_STATES, PAUSED_STATES, Outcome, State, Supervision
from huiyin.escalation.rules import Rung, Step, Urgency
from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.people.models import Person, Post
from huiyin.territory.models import Node

# stands behind every limit; a date and not nothing, so that one comparison finds a place in the index `case_turn`
FAR = datetime(9999, 1, 1, tzinfo=UTC)
# what the figures over the cases of a place ask of them (`queries.overview`)
COUNTED = ("state", "is_restricted", "due_at", "overdue_since")


def turn_at() -> Choice:
    """When a case has its turn in a list by limits: a pause counts to its end, what only waits for a rating stands last."""
    far = Value(FAR, output_field=DateTimeField())
    return Choice(
        When(state=State.AWAITING_RATING, then=far),
        default=Coalesce("resume_at", "due_at", far),
        output_field=DateTimeField(),
    )


class NumberSeries(models.Model):
    """The last serial of a community and year: cases are numbered as people say them."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12)
    year = models.SmallIntegerField()
    last = models.IntegerField(default=0)
    privacy = holds("id community year last")

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
    checker = models.ForeignKey(
        Post, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    checker_rung = models.SmallIntegerField(null=True)
    handler = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
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
    answer = models.ForeignKey(
        "Answer", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
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
        "self", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )
    split_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="parts", db_index=False
    )
    version = models.IntegerField(default=1)
    privacy = holds(
        "id number nature channel category is_restricted urgency node area state state_since is_ended rung rung_since"
        " holder checker checker_rung must_take step due_at warn_at handle_due_at is_due_provisional is_warned resume_at"
        " remind_at paused_at time_left promised_at first_promised_at is_promise_missed overdue_since nagged_at clock_at"
        " policy_version calendar_version opened_at first_reply_at answer outcome ends_as told_at ended_at supervision"
        " is_legacy send_backs extensions reopened_count urged_count urged_at merged_into split_from version",
        title=Data.MATTER,
        text=Data.MATTER,
        reporter=Data.MATTER,
        is_anonymous=Data.MATTER,
        is_solved=Data.MATTER,
        stars=Data.MATTER,
        place=Data.PLACE,
        lat=Data.PLACE,
        lng=Data.PLACE,
        handler=Data.WORK,
    )

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
            # the figures over what is open in an area: 20,000 of a county are read from here alone, a seventh of the time
            models.Index(
                fields=["area"],
                include=COUNTED,
                condition=Q(is_ended=False),
                name="case_open",
                opclasses=["text_pattern_ops"],
            ),
            # the inbox of a post: what it holds, due first
            models.Index(
                fields=["holder", "due_at"], condition=Q(is_ended=False), name="case_holder"
            ),
            # what waits for a check by a post
            models.Index(
                fields=["checker"], condition=Q(checker__isnull=False), name="case_checker"
            ),
            # the list of what is open by its limits, page after page
            models.Index(turn_at(), "id", condition=Q(is_ended=False), name="case_turn"),
            # what was told today
            models.Index(fields=["told_at"], condition=Q(told_at__isnull=False), name="case_told"),
            # what was sent back so often that its street names who must take it: few, and counted on every page of a desk
            models.Index(
                fields=["holder"], condition=Q(is_ended=False, must_take=True), name="case_disputed"
            ),
            # few are supervised: without it the list of them reads all the others
            models.Index(
                fields=["supervision", "-id"],
                condition=~Q(supervision=Supervision.NONE),
                name="case_supervised",
            ),
            # the list of a category or a class of them, newest first
            models.Index(
                fields=["category", "-id"],
                name="case_category",
                opclasses=["text_pattern_ops", "int8_ops"],
            ),
            # 6 of 100 are not normal: the list of them, newest first, however rare together with other filters
            models.Index(
                fields=["urgency", "-id"],
                condition=~Q(urgency=Urgency.NORMAL),
                name="case_urgent",
            ),
            # foreign keys that most rows leave empty: every act writes a row into each index that knows it
            *(
                models.Index(
                    fields=[name], condition=Q(**{f"{name}__isnull": False}), name=f"case_{name}"
                )
                for name in ("handler", "answer", "merged_into", "split_from")
            ),
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
            is_top_rung=Rung(self.checker_rung or self.rung).above is None,
            due_at=self.due_at,
            warn_at=self.warn_at,
            resume_at=self.resume_at,
            remind_at=self.remind_at,
            promised_at=self.promised_at,
            is_warned=self.is_warned,
            is_promise_missed=self.is_promise_missed,
            nagged_at=self.nagged_at,
        )
