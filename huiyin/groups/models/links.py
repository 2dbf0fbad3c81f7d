"""Words and cases: which words a case was made of, where its card stands."""

from django.db import models
from django.db.models import UniqueConstraint

from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.groups.models.groups import Group


class MessageCase(models.Model):
    """Words that a case was made of or cites, copied so that they outlive the month they were said in."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    message_id = models.BigIntegerField(db_index=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="words", db_index=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    author_person_id = models.BigIntegerField(null=True)
    author_label = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField()
    linked_at = models.DateTimeField()
    linked_by_id = models.BigIntegerField(null=True)
    privacy = holds(
        "id message_id case group seq said_at linked_at",
        author_person_id=Data.MATTER,
        author_label=Data.MATTER,
        text=Data.MATTER,
        file=Data.MATTER,
        linked_by_id=Data.WORK,
    )

    class Meta:
        constraints = [
            # a message is cited once by a case, whatever is tapped twice; also serves the words of a case
            UniqueConstraint(fields=["case", "message_id"], name="message_case_once"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} → {self.case_id}"


class CaseCard(models.Model):
    """Where the card of a case stands: once in each group that has words of it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="cards", db_index=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    message_id = models.BigIntegerField()
    words_id = models.BigIntegerField()  # the first words of the case in this group
    privacy = holds("id case group message_id words_id")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["case", "group"], name="card_once_a_group"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} in {self.group_id}"
