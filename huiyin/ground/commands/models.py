from django.db import models

from huiyin.ground.privacy import Data, holds


class Command(models.Model):
    """A client-made act: its key, who asked for what, and what came of it."""

    key = models.UUIDField(primary_key=True)
    verb = models.CharField(max_length=60)
    person_id = models.BigIntegerField(null=True)
    result_id = models.BigIntegerField(null=True)
    claimed_at = models.DateTimeField(auto_now_add=True)
    privacy = holds("key verb result_id claimed_at", person_id=Data.REPEAT)

    def __str__(self) -> str:
        return f"{self.verb} {self.key}"
