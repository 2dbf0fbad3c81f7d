"""Versioned rows of the policy. A row is written once and never changed: cases have frozen its version.

Version numbers come from the database's sequence, which a rollback does not turn back. A number therefore never means
two things, and what has been read under it may be kept in memory for good.
"""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from huiyin.escalation.rules import UNITS, Rung, Step, Urgency
from huiyin.ground.privacy import holds

_STEPS = [(step.value, step.label) for step in Step]
_RUNGS = [(rung.value, rung.label) for rung in Rung]
_URGENCIES = [(urgency.value, urgency.label) for urgency in Urgency]


class PolicyVersion(models.Model):
    """One state of categories and ladder. `digest`: of its content, to see whether an import changes anything.

    hours, settings: as written in the pack. source: where it came from.
    """

    version = models.AutoField(primary_key=True)
    digest = models.CharField(max_length=64)
    hours = models.JSONField()
    settings = models.JSONField()
    source = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    privacy = holds("version digest hours settings source at")

    def __str__(self) -> str:
        return f"{self.version}"


class Category(models.Model):
    """A class (two digits) or a leaf (four digits) of the tree."""

    id = models.AutoField(primary_key=True)
    policy = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="categories")
    code = models.CharField(max_length=4)
    name = models.CharField(max_length=40)
    key = models.SlugField(max_length=40)
    first_rung = models.SmallIntegerField(choices=_RUNGS)
    last_rung = models.SmallIntegerField(choices=_RUNGS)
    is_restricted = models.BooleanField(default=False)
    needs_place_proof = models.BooleanField(default=False)
    urgency = models.CharField(max_length=16, choices=_URGENCIES)
    keywords = models.JSONField(default=list, blank=True)
    department = models.CharField(max_length=40, blank=True)
    privacy = holds(
        "id policy code name key first_rung last_rung is_restricted needs_place_proof urgency keywords department"
    )

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["policy", "code"], name="category_code_once"),
            # connectors and indicators know a category by its key
            UniqueConstraint(fields=["policy", "key"], name="category_key_once"),
            # the class of a leaf is read from its first two digits
            CheckConstraint(
                condition=Q(code__regex=r"^\d{2}(\d{2})?$"), name="category_code_has_2_or_4_digits"
            ),
            CheckConstraint(
                condition=Q(
                    first_rung__in=Rung, last_rung__in=Rung, last_rung__gte=F("first_rung")
                ),
                name="category_climbs",
            ),
            CheckConstraint(condition=Q(urgency__in=Urgency), name="category_urgency_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class StepLimit(models.Model):
    """The limit of a step on a rung. Empty category or urgency = any; empty amount = no limit."""

    id = models.AutoField(primary_key=True)
    policy = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="limits")
    step = models.CharField(max_length=16, choices=_STEPS)
    rung = models.SmallIntegerField(choices=_RUNGS)
    category = models.CharField(max_length=4, blank=True)
    urgency = models.CharField(max_length=16, choices=_URGENCIES, blank=True)
    amount = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=16, choices=[(unit, unit) for unit in UNITS], blank=True)
    privacy = holds("id policy step rung category urgency amount unit")

    class Meta:
        constraints: ClassVar = [
            # two limits for the same thing would make the choice an accident
            UniqueConstraint(
                fields=["policy", "step", "rung", "category", "urgency"], name="step_limit_once"
            ),
            CheckConstraint(
                condition=Q(amount=None, unit="") | Q(amount__gte=1, unit__in=UNITS),
                name="step_limit_amount_with_unit",
            ),
            CheckConstraint(
                condition=Q(step__in=Step, rung__in=Rung), name="step_limit_place_known"
            ),
            CheckConstraint(
                condition=Q(urgency__in=["", *Urgency]), name="step_limit_urgency_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.rung} {self.category} {self.urgency}".strip()


class SkipRule(models.Model):
    """A jump 越级 from a rung to a higher one. `copy_roles`: roles whose posts are told of it."""

    id = models.AutoField(primary_key=True)
    policy = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="skips")
    from_rung = models.SmallIntegerField(choices=_RUNGS)
    to_rung = models.SmallIntegerField(choices=_RUNGS)
    category = models.CharField(max_length=4, blank=True)
    urgency = models.CharField(max_length=16, choices=_URGENCIES, blank=True)
    copy_roles = models.JSONField(default=list, blank=True)
    privacy = holds("id policy from_rung to_rung category urgency copy_roles")

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["policy", "from_rung", "category", "urgency"], name="skip_rule_once"
            ),
            CheckConstraint(
                condition=Q(from_rung__in=Rung, to_rung__in=Rung, to_rung__gt=F("from_rung")),
                name="skip_rule_climbs",
            ),
            CheckConstraint(
                condition=Q(urgency__in=["", *Urgency]), name="skip_rule_urgency_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_rung}-{self.to_rung} {self.category} {self.urgency}".strip()


class CalendarYear(models.Model):
    """One entry of a year, whole. Correcting a year enters it again under a new version.

    area: path of the place it is valid for and below, empty = the whole site.
    is_confirmed: the announcement is out; otherwise what is counted in the year stays provisional.
    """

    version = models.AutoField(primary_key=True)
    year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=200, blank=True)
    is_confirmed = models.BooleanField()
    source = models.CharField(max_length=200)
    at = models.DateTimeField()
    privacy = holds("version year area is_confirmed source at")

    def __str__(self) -> str:
        return f"{self.year} ({self.version})"


class CalendarDay(models.Model):
    """A day that does not follow its weekday: a holiday, or a weekend day worked in exchange 调休."""

    id = models.AutoField(primary_key=True)
    entry = models.ForeignKey(CalendarYear, models.PROTECT, related_name="days")
    date = models.DateField()
    is_working = models.BooleanField()
    name = models.CharField(max_length=40)
    privacy = holds("id entry date is_working name")

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["entry", "date"], name="calendar_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class AnswerTemplate(models.Model):
    """Words to begin an answer with. What stands in 【】 is filled in by whoever answers.

    category: a leaf, or a class that stands for all its leaves. serial: the order in the pack.
    """

    id = models.AutoField(primary_key=True)
    category = models.CharField(max_length=4)
    title = models.CharField(max_length=40)
    text = models.TextField()
    serial = models.PositiveIntegerField()
    privacy = holds("id category title text serial")

    class Meta:
        constraints: ClassVar = [
            # a template is chosen by its name
            UniqueConstraint(fields=["category", "title"], name="answer_template_once"),
            CheckConstraint(
                condition=Q(category__regex=r"^\d{2}(\d{2})?$"),
                name="answer_template_category_has_2_or_4_digits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.title}"
