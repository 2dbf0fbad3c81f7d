from django.db import models

from huiyin.ground.privacy import holds


class Heartbeat(models.Model):
    """The last sign of life of a kind of process, whichever of them gave it."""

    process = models.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField()
    privacy = holds("process at")

    def __str__(self) -> str:
        return f"{self.process} {self.at}"
