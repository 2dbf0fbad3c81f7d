"""The ledger: what happened, to what, by whom, when, where. Written once, never changed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds

# cases, groups and what is said in them make nearly all entries
NUMEROUS = ("case", "group", "message")
SPARSE = ~models.Q(subject__in=NUMEROUS)


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
    privacy = holds(
        "id kind subject at area topics",
        subject_id=Data.TRACE,
        by_person_id=Data.TRACE,
        by_post_id=Data.TRACE,
        data=Data.TRACE,
    )

    class Meta:
        indexes = [
            # the history page of one subject, oldest first
            models.Index(fields=["subject", "subject_id", "id"], name="ledger_subject"),
            # what the auditor asks for by its kind; what comes by the million has no part in it and pays nothing for it
            models.Index(fields=["kind", "id"], condition=SPARSE, name="ledger_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.subject_id}"


class Seal(models.Model):
    """A period of the ledger, closed with a hash that is chained to the seal before.

    Entries with first_id ≤ id < end_id. digest: SHA-256 over the previous digest and every entry of the period.
    marks: for each entry its id and the first eight bytes of its own hash, so that a seal that does not fit names the entry.
    """

    id = models.BigAutoField(primary_key=True)
    first_id = models.BigIntegerField(unique=True)
    end_id = models.BigIntegerField(unique=True)
    entries = models.IntegerField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    marks = models.BinaryField(default=b"")
    privacy = holds("id first_id end_id entries digest sealed_at marks")

    class Meta:
        constraints = [
            # a period has a length
            models.CheckConstraint(
                condition=models.Q(end_id__gt=models.F("first_id")), name="seal_has_length"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}-{self.end_id} {self.digest[:12]}"


class Words(models.Model):
    """What people wrote in an entry, beside it and under its id: the entry holds a hash of it alone.

    So words can go when a person does, and the sealed entry stays as it was. salt: without it nobody guesses short words from
    their hash; it goes with them. redacted_by_id: the entry that says why these are no longer the words of that time.
    Split by month as the entries are.
    """

    id = models.BigIntegerField(primary_key=True, editable=False)
    words = models.JSONField()
    salt = models.CharField(max_length=32, blank=True)
    redacted_by_id = models.BigIntegerField(null=True)
    privacy = holds("id salt redacted_by_id", words=Data.TRACE)

    def __str__(self) -> str:
        return f"words of {self.pk}"
