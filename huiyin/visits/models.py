from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.people.models import Household, Person, Post
from huiyin.territory.models import Node


class Organisation(models.Model):
    """单位: a school, an enterprise, a shop of a dedicated grid. head: who speaks for it in the grid's group."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    grid = models.ForeignKey(Node, models.PROTECT, related_name="organisations", db_index=False)
    name = models.CharField(max_length=64)
    head = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="organisations")
    closed_on = models.DateField(null=True)
    privacy = holds("id grid name closed_on", head=Data.POST)

    class Meta:
        constraints: ClassVar = [
            # one name in a grid, one organisation; serves the list of a grid too
            UniqueConstraint(fields=["grid", "name"], name="organisation_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Visit(models.Model):
    """走访: a call that a post is to make at a household or an organisation, and what came of it.

    holder: the post whose work it is; whoever acts for it goes. area: path of the place, as with cases. words: what was
    found. A visit that was taken back has no result.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="visits")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="visits")
    area = models.CharField(max_length=120)
    reason = models.CharField(max_length=16)
    note = models.CharField(max_length=500, blank=True)
    holder = models.ForeignKey(Post, models.PROTECT, related_name="visits", db_index=False)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_by_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=16, blank=True)
    way = models.CharField(max_length=16, blank=True)
    words = models.CharField(max_length=500, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    done_by_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    privacy = holds(
        "id organisation area reason holder asked_by_post asked_at due_at ended_at way done_by_post",
        household=Data.VISIT,
        note=Data.VISIT,
        result=Data.VISIT,
        words=Data.VISIT,
        asked_by=Data.WORK,
        done_by=Data.WORK,
    )

    class Meta:
        indexes: ClassVar = [
            # what a post still has to do, the first due on top
            Index(fields=["holder", "due_at"], condition=Q(ended_at=None), name="visit_open"),
        ]
        constraints: ClassVar = [
            # somebody is called on: a household or an organisation
            CheckConstraint(
                condition=Q(household=None, organisation__isnull=False)
                | Q(household__isnull=False, organisation=None),
                name="visit_to_one",
            ),
            # who taps twice asks once
            UniqueConstraint(
                fields=["household", "reason"],
                condition=Q(ended_at=None, household__isnull=False),
                name="visit_household_once",
            ),
            UniqueConstraint(
                fields=["organisation", "reason"],
                condition=Q(ended_at=None, organisation__isnull=False),
                name="visit_organisation_once",
            ),
            # a result has somebody who found it, a way, and a moment
            CheckConstraint(
                condition=Q(result="", way="", done_by=None)
                | ~Q(result="") & ~Q(way="") & Q(done_by__isnull=False, ended_at__isnull=False),
                name="visit_result_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id or self.organisation_id}: {self.reason}"
