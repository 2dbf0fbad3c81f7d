"""The ledger: what happened, to what, by whom, when, where. Written once, never changed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from huiyin.ground.ids import new_id


class Entry(models.Model):
    """One thing that happened. Split by month; no foreign keys, so that history never blocks a delete.

    area: path of the territory node. data: what the reader of the history needs, in words that will still be true.
    topics: what the live process wakes, `case:<id>`, `post:<id>`, `person:<id>`, `group:<id>`, `node:<id>`.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    by_person_id = models.BigIntegerField(null=True)
    by_post_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    area = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    topics = ArrayField(models.TextField(), default=list)

    class Meta:
        indexes = [
            # the history page of one subject, oldest first
            models.Index(fields=["subject", "subject_id", "id"], name="ledger_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.subject_id}"


class Seal(models.Model):
    """A period of the ledger, closed with a hash that is chained to the seal before.

    Entries with first_id ≤ id < end_id. digest: SHA-256 over the previous digest and every entry of the period.
    """

    id = models.BigAutoField(primary_key=True)
    first_id = models.BigIntegerField(unique=True)
    end_id = models.BigIntegerField(unique=True)
    entries = models.IntegerField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            # a period has a length
            models.CheckConstraint(
                condition=models.Q(end_id__gt=models.F("first_id")), name="seal_has_length"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}-{self.end_id} {self.digest[:12]}"
