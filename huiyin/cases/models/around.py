"""What hangs on a case: files, notices, an example told to others."""

from django.db import models
from django.db.models import Q

from huiyin.cases.models.case import Case
from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.people.models import Person, Post


class CaseFile(models.Model):
    """A picture, voice or video of a case: what was reported, or the proof of what was done."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    # the unique index `case_file_once` begins with it
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files", db_index=False)
    file_id = models.BigIntegerField()
    is_proof = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False)
    by_person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    privacy = holds("id case is_proof is_public at", file_id=Data.MATTER, by_person_id=Data.MATTER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "file_id"], name="case_file_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.file_id}"


class Notice(models.Model):
    """A line in the notices of a post or a person: what happened to a case they work on or raised."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    entry_id = models.BigIntegerField()
    # the indexes `notice_post` and `notice_person` begin with them
    post = models.ForeignKey(
        Post, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=60)
    text = models.TextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    privacy = holds(
        "id case entry_id post kind at read_at",
        person=Data.NOTICE,
        text=Data.NOTICE,
        read_by=Data.NOTICE,
    )

    class Meta:
        indexes = [
            # the notices of a post, newest first
            models.Index(
                fields=["post", "-id"], condition=Q(post__isnull=False), name="notice_post"
            ),
            # the notices of a person, newest first
            models.Index(
                fields=["person", "-id"], condition=Q(person__isnull=False), name="notice_person"
            ),
            # the number of unread ones, which stands on every page
            models.Index(fields=["post"], condition=Q(read_at=None), name="notice_post_unread"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_person_unread"),
            # for a person who is taken out; a notice that nobody has read is not in it
            models.Index(
                fields=["read_by"], condition=Q(read_by__isnull=False), name="notice_read_by"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(post=None, person__isnull=False) | Q(post__isnull=False, person=None),
                name="notice_to_one",
            ),
            # everybody hears once of one thing
            models.UniqueConstraint(
                fields=["entry_id", "post"],
                condition=Q(post__isnull=False),
                name="notice_post_once",
            ),
            models.UniqueConstraint(
                fields=["entry_id", "person"],
                condition=Q(person__isnull=False),
                name="notice_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Example(models.Model):
    """宣传案例: a closed case told again without names, with the consent of those who raised it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="example")
    title = models.CharField(max_length=80)
    text = models.TextField()
    consent = models.TextField()
    by_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    privacy = holds(
        "id case published_at",
        title=Data.STORY,
        text=Data.STORY,
        consent=Data.STORY,
        by_person=Data.WORK,
    )

    class Meta:
        constraints = [
            # nothing is published of a person without their consent
            models.CheckConstraint(condition=~Q(consent=""), name="example_has_consent"),
        ]

    def __str__(self) -> str:
        return self.title
