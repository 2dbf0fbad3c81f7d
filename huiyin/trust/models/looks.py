"""Who read what of a person unmasked."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.people.models import Person, Post
from huiyin.trust.rules.looking import LookedAt, LookPurpose


class Look(models.Model):
    """Somebody of the service read a number that is masked, or words that others read masked: for what, about which case.
    The person reads this too.

    The ledger has an entry of each look, with its id and purpose; the words stand here alone, so that they can go when the
    person does. case_id: without a foreign key, because cases live upstairs.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="looks", db_index=False)
    by_person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    words = models.CharField(max_length=200)
    what = models.CharField(max_length=10, default=LookedAt.PHONE.value)
    case_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    privacy = holds(
        "id",
        person=Data.LOOK,
        by_person=Data.LOOK,
        by_post=Data.LOOK,
        purpose=Data.LOOK,
        words=Data.LOOK,
        what=Data.LOOK,
        case_id=Data.LOOK,
        at=Data.LOOK,
    )

    class Meta:
        indexes: ClassVar = [
            # who looked at me, newest first
            Index(fields=["person", "-id"], name="look_person"),
        ]
        constraints: ClassVar = [
            # a look without a reason is what this table is against
            CheckConstraint(condition=~Q(words=""), name="look_says_why"),
            CheckConstraint(
                condition=Q(purpose__in=[each.value for each in LookPurpose]),
                name="look_purpose_known",
            ),
            CheckConstraint(
                condition=Q(what__in=[each.value for each in LookedAt]), name="look_what_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_post_id} → {self.person_id}"
