from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from huiyin.ground.crypto import EncryptedTextField
from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.people.models import Household, Person, Post
from huiyin.visits.models import Visit


class Refusal(models.Model):
    """A household does not want to be in the group, until it takes that back. instead: how it is told of things."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="refusals", db_index=False
    )
    instead = models.CharField(max_length=16)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    privacy = holds(
        "id at by_post withdrawn_at",
        household=Data.JOINING,
        instead=Data.JOINING,
        by=Data.WORK,
        withdrawn_by=Data.WORK,
    )

    class Meta:
        constraints: ClassVar = [
            # one no at a time; finds the noes of a place too
            UniqueConstraint(
                fields=["household"], condition=Q(withdrawn_at=None), name="refusal_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.instead}"


class Invitation(models.Model):
    """邀请码 of one household. visit: at whose door it was shown. joined: how many have come with it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="invitations")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="invitations")
    kind = models.CharField(max_length=8)
    code = EncryptedTextField(lookup="code_hash")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    joined = models.PositiveSmallIntegerField(default=0)
    privacy = holds(
        "id visit kind made_at expires_at by_post revoked_at joined",
        household=Data.JOINING,
        code=Data.JOINING,
        code_hash=Data.JOINING,
        by=Data.WORK,
    )

    class Meta:
        constraints: ClassVar = [
            # a code that never ends opens the door to whoever finds it
            CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="invitation_ends"),
            # the code that was shown last is the one that opens; a printed one stands beside it
            UniqueConstraint(
                fields=["household", "kind"],
                condition=Q(revoked_at=None),
                name="invitation_one_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.made_at}"


class Verification(models.Model):
    """That somebody who joined lives where they say. Without `way` it is waited for; without `at` too."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="verifications")
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="verifications", db_index=False
    )
    asked_at = models.DateTimeField()
    way = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField(null=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    by_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    is_rejected = models.BooleanField(default=False)
    privacy = holds(
        "id asked_at way at by_post is_rejected",
        person=Data.JOINING,
        household=Data.JOINING,
        by=Data.WORK,
    )

    class Meta:
        indexes: ClassVar = [
            # who waits, by the household they say they live in
            Index(fields=["household"], condition=Q(at=None), name="verification_waiting"),
        ]
        constraints: ClassVar = [
            # asked once for a person and a home, unless it was said that they do not live there
            UniqueConstraint(
                fields=["household", "person"],
                condition=Q(is_rejected=False),
                name="verification_once",
            ),
            # an answer has a moment and somebody who gave it; a yes has its way
            CheckConstraint(
                condition=Q(at=None, by=None, way="", is_rejected=False)
                | Q(at__isnull=False, by__isnull=False, is_rejected=True, way="")
                | Q(at__isnull=False, by__isnull=False, is_rejected=False) & ~Q(way=""),
                name="verification_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.household_id}"


class WrongCode(models.Model):
    """A code that opened nothing was tried from an address. Counted for an hour, swept after a month."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    address_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    privacy = holds("id at", address_hash=Data.SIGN_IN)

    class Meta:
        indexes: ClassVar = [
            # how often one address was wrong lately
            Index(fields=["address_hash", "at"], name="wrong_code_address"),
        ]

    def __str__(self) -> str:
        return f"{self.at}"
