"""A row for each file that someone sent; the bytes lie on disk under the hash of what they are."""

from pathlib import Path

from django.db import models

from huiyin.ground.files.rules import Kind
from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds


class StoredFile(models.Model):
    """A cleaned picture, voice or video. Two rows may share one path: the same bytes are kept once.

    path, thumb_path: below HUIYIN_HOME/files; a voice has no thumbnail. size: bytes. width, height: pixels as seen
    upright. seconds: of what plays. uploaded_by_id: a person, without a foreign key, because persons live upstairs.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10)
    mime = models.CharField(max_length=40)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    seconds = models.FloatField(null=True)
    path = models.CharField(max_length=100)
    thumb_path = models.CharField(max_length=100, default="", blank=True)
    uploaded_by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    privacy = holds(
        "id kind mime size width height seconds at",
        sha256=Data.MEDIA,
        path=Data.MEDIA,
        thumb_path=Data.MEDIA,
        uploaded_by_id=Data.MEDIA,
    )

    class Meta:
        indexes = [
            # the sweep asks whether bytes on disk still belong to a row
            models.Index(fields=["sha256"], name="file_sha256"),
        ]
        constraints = [
            # nothing else is served with the site's own address
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in Kind]), name="file_kind_known"
            ),
            # a picture and a video can be laid out before they are loaded
            models.CheckConstraint(
                condition=models.Q(kind=Kind.VOICE.value)
                | models.Q(width__gt=0, height__gt=0) & ~models.Q(thumb_path=""),
                name="file_seen_has_size",
            ),
            # what plays says how long
            models.CheckConstraint(
                condition=models.Q(kind=Kind.PICTURE.value) | models.Q(seconds__gte=0),
                name="file_played_has_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {Path(self.path).name}"
