"""What a place sets for its groups: limits, and what a new one begins with."""

from django.db import models

from huiyin.ground.ids import new_id
from huiyin.ground.privacy import holds
from huiyin.groups.rules import GroupKind


class GroupSettings(models.Model):
    """The limits of a place, one row a version; the newest counts."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    version = models.CharField(max_length=40, unique=True)
    recall_minutes = models.PositiveIntegerField()
    edit_minutes = models.PositiveIntegerField()
    unanswered_minutes = models.PositiveIntegerField()
    silent_days = models.PositiveIntegerField()
    officer_silent_days = models.PositiveIntegerField()
    at = models.DateTimeField()
    privacy = holds(
        "id version recall_minutes edit_minutes unanswered_minutes silent_days officer_silent_days at"
    )

    def __str__(self) -> str:
        return self.version


class KindText(models.Model):
    """What a new group of a kind is given to begin with: its purpose and rules, in the words of the place."""

    kind = models.CharField(
        max_length=20, primary_key=True, choices=[(k.value, k.label) for k in GroupKind]
    )
    purpose = models.CharField(max_length=500, blank=True)
    rules_text = models.TextField(blank=True)
    privacy = holds("kind purpose rules_text")

    def __str__(self) -> str:
        return self.kind
