"""The ledger of consents: what was told, who answered what, when. Rows are added and never changed."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.people.models import Person, Post
from huiyin.trust.rules.consent import Topic

TOPICS = [each.value for each in Topic]


class ConsentNotice(models.Model):
    """What people are told before they decide, one row a version; the newest of a topic is the one that is asked for."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    topic = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    text = models.TextField()
    since = models.DateTimeField()
    privacy = holds("id topic version text since")

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["topic", "version"], name="notice_version_once"),
            CheckConstraint(condition=Q(topic__in=TOPICS), name="notice_topic_known"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.version}"


class Consent(models.Model):
    """One answer of one person. by_post: the office in which somebody else wrote it down; None for the person's own.

    guardian: who agreed for a child, by the name they gave; empty for everybody else.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", db_index=False)
    notice = models.ForeignKey(ConsentNotice, models.PROTECT, related_name="+")
    topic = models.CharField(max_length=20)
    is_given = models.BooleanField()
    by_person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    guardian = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    privacy = holds(
        "id notice topic",
        guardian=Data.CONSENT,
        person=Data.CONSENT,
        is_given=Data.CONSENT,
        by_person=Data.CONSENT,
        by_post=Data.CONSENT,
        at=Data.CONSENT,
    )

    class Meta:
        indexes: ClassVar = [
            # the last answer of a person on a topic
            Index(fields=["person", "topic", "-id"], name="consent_person"),
        ]
        constraints: ClassVar = [
            CheckConstraint(condition=Q(topic__in=TOPICS), name="consent_topic_known"),
            # nobody agrees for a child without a name
            CheckConstraint(
                condition=~Q(topic=Topic.CHILD.value) & Q(guardian="")
                | Q(topic=Topic.CHILD.value) & ~Q(guardian=""),
                name="consent_guardian_of_a_child",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.topic} {self.is_given}"
