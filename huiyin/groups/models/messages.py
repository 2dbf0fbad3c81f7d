"""What is said in a group, and what it said before it was changed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Index, Q

from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.groups.models.groups import Group
from huiyin.groups.rules import MessageClass, MessageKind, RevisionKind


class Message(models.Model):
    """One thing said. Split by month of the id; no foreign key points here.

    seq: the number in its group. sent_at: the phone's clock, kept beside ours (`at`), never judged by.
    Text of a recalled message is empty: the words lie in its revision, for those who may see a case that cites them.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="messages", db_index=False)
    seq = models.BigIntegerField()
    author_person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    author_post = models.ForeignKey(
        "people.Post", models.PROTECT, null=True, related_name="+", db_index=False
    )
    author_label = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=[(k.value, k.label) for k in MessageKind])
    text = models.TextField(blank=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reply_to_id = models.BigIntegerField(null=True)
    mentions = ArrayField(models.BigIntegerField(), default=list)
    message_class = models.CharField(
        max_length=16, null=True, choices=[(c.value, c.label) for c in MessageClass]
    )
    classed_by_id = models.BigIntegerField(null=True)
    classed_at = models.DateTimeField(null=True)
    client_key = models.UUIDField()
    sent_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    data = models.JSONField(default=dict)
    privacy = holds(
        "id group seq author_post kind reply_to_id mentions message_class classed_at client_key sent_at at edited_at"
        " recalled_at",
        author_person=Data.WORDS,
        author_label=Data.WORDS,
        text=Data.WORDS,
        data=Data.WORDS,
        file=Data.MEDIA,
        classed_by_id=Data.WORK,
    )

    class Meta:
        indexes = [
            # a page of a group, the messages after a number for the live process
            Index(fields=["group", "seq"], name="message_seq"),
            # the repeat of a send, asked under the group's lock; by the key alone, so that no other index can be taken for it
            Index(fields=["client_key"], name="message_by_key"),
            # "said but not answered", oldest first
            Index(
                fields=["group", "at"],
                condition=Q(message_class=MessageClass.UNANSWERED.value, recalled_at=None),
                name="message_unanswered",
            ),
            # whether a picture stands in words that may be read
            Index(fields=["file"], condition=Q(file__isnull=False), name="message_file"),
            # the figures of a group over the last month
            Index(fields=["group", "at"], name="message_at"),
        ]
        constraints = [
            # numbers begin at 1
            CheckConstraint(condition=Q(seq__gte=1), name="message_seq_from_1"),
            # 事事有回音: what a resident says has a class from the first moment, until taken back unanswered;
            # what an office or the service says has none
            CheckConstraint(
                condition=Q(author_post=None, author_person__isnull=False)
                & (Q(message_class__isnull=False) | Q(recalled_at__isnull=False))
                | (Q(author_post__isnull=False) | Q(author_person=None)) & Q(message_class=None),
                name="message_residents_are_classed",
            ),
            # words taken back wait for nobody
            CheckConstraint(
                condition=Q(recalled_at=None)
                | Q(message_class=None)
                | ~Q(message_class=MessageClass.UNANSWERED.value),
                name="message_recalled_waits_not",
            ),
            # who classed it and when, together or not at all; unanswered is nobody's word
            CheckConstraint(
                condition=Q(classed_by_id=None, classed_at=None)
                | Q(classed_by_id__isnull=False, classed_at__isnull=False),
                name="message_classed_pair",
            ),
            CheckConstraint(
                condition=~Q(message_class=MessageClass.UNANSWERED.value) | Q(classed_at=None),
                name="message_unanswered_by_nobody",
            ),
            # something was said: words, a file, or the trace of what was taken back
            CheckConstraint(
                condition=~Q(text="") | Q(file__isnull=False) | Q(recalled_at__isnull=False),
                name="message_says_something",
            ),
            # taken back means gone from here: the evidence lies in the revision
            CheckConstraint(
                condition=Q(recalled_at=None) | Q(text="", file=None),
                name="message_recalled_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}/{self.seq}"


class MessageRevision(models.Model):
    """What a message said before it was changed, with who changed it and why."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    message_id = models.BigIntegerField(db_index=True)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=16, choices=[(k.value, k.label) for k in RevisionKind])
    text = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    by_person_id = models.BigIntegerField()
    by_post_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    privacy = holds(
        "id message_id group seq kind by_post_id at",
        text=Data.WORDS,
        reason=Data.WORDS,
        by_person_id=Data.WORDS,
        file=Data.MEDIA,
    )

    class Meta:
        constraints = [
            # whoever takes another's words away says why
            CheckConstraint(
                condition=~Q(kind=RevisionKind.REMOVED.value) | ~Q(reason=""),
                name="revision_removed_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.kind}"
