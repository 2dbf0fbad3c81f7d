"""What somebody wrote before it was masked for the others."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Index

from huiyin.ground.crypto import EncryptedTextField
from huiyin.ground.privacy import Data, holds
from huiyin.people.models import Person


class Original(models.Model):
    """The whole words, encrypted, under the id of what stands masked elsewhere. Read for a purpose alone, and for a time.

    subject: `message`; written by the statement of `groups.intake`. secrets: codes of what was masked.
    """

    id = models.BigIntegerField(primary_key=True)
    subject = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    secrets = ArrayField(models.CharField(max_length=10))
    text = EncryptedTextField()
    at = models.DateTimeField()
    privacy = holds(
        "id subject at", person=Data.ORIGINAL, secrets=Data.ORIGINAL, text=Data.ORIGINAL
    )

    class Meta:
        indexes: ClassVar = [
            # what has served its time
            Index(fields=["at"], name="original_at"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.pk}"
