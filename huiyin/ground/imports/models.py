"""Batches, and what is kept of a file until it may be forgotten: everything that may name a person is encrypted."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from huiyin.ground.crypto import EncryptedTextField
from huiyin.ground.ids import new_id
from huiyin.ground.imports.rules import State
from huiyin.ground.imports.rules.states import WORKING
from huiyin.ground.privacy import Data, holds


class ImportBatch(models.Model):
    """One file on its way into the site.

    person_id, post_id: who brought it, without foreign keys, because persons live upstairs. area: path of the place they
    may write in. header: the cells of the header row. mapping: {column name: place in the header}.
    step, steps: where the work of the present state stands. counts: rows by what becomes of them. samples: the first
    rows of each. kept: rows that could not be taken back. moved_at: of the last step.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=32)
    state = models.CharField(max_length=16, default=State.READING.value)
    person_id = models.BigIntegerField()
    post_id = models.BigIntegerField(null=True)
    area = models.CharField(max_length=200, blank=True)
    file_name = EncryptedTextField(blank=True, default="")
    format = models.CharField(max_length=16, blank=True)
    encoding = models.CharField(max_length=16, blank=True)
    sheet = models.CharField(max_length=64, blank=True)
    system = models.CharField(max_length=16, blank=True)
    is_complete = models.BooleanField(default=False)
    header = EncryptedTextField(blank=True, default="")
    mapping = models.JSONField(default=dict, blank=True)
    rows = models.IntegerField(default=0)
    chunks = models.IntegerField(default=0)
    step = models.IntegerField(default=0)
    steps = models.IntegerField(default=1)
    counts = models.JSONField(default=dict, blank=True)
    samples = EncryptedTextField(blank=True, default="")
    scopes = models.JSONField(default=list, blank=True)
    kept = models.IntegerField(default=0)
    fault = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_forgotten = models.BooleanField(default=False)

    privacy = holds(
        "id kind state area format encoding sheet system is_complete mapping rows chunks step steps counts scopes kept"
        " fault created_at moved_at ended_at is_forgotten",
        person_id=Data.WORK,
        post_id=Data.WORK,
        file_name=Data.IMPORT,
        header=Data.IMPORT,
        samples=Data.IMPORT,
    )

    class Meta:
        indexes: ClassVar = [
            # who tends them asks for old ones that still hold what their file said
            Index(
                fields=["moved_at"], condition=Q(is_forgotten=False), name="import_not_forgotten"
            ),
        ]
        constraints: ClassVar = [
            # a bar that runs past its end, or has none, says nothing
            CheckConstraint(
                condition=Q(step__gte=0, steps__gte=1) & Q(step__lte=models.F("steps")),
                name="import_step_within",
            ),
            # a failure without a reason helps nobody
            CheckConstraint(
                condition=~Q(state=State.FAILED.value) | ~Q(fault=""),
                name="import_failure_says_why",
            ),
            # the ends have a moment, work that goes on has none
            CheckConstraint(
                condition=~Q(state__in=sorted(each.value for each in WORKING)) | Q(ended_at=None),
                name="import_working_has_no_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.step}/{self.steps}"

    @property
    def stage(self) -> State:
        return State(self.state)


class ImportPiece(models.Model):
    """A piece of the uploaded file, until it has been read. content: base64."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="pieces", db_index=False)
    number = models.IntegerField()
    content = EncryptedTextField()

    privacy = holds("id batch number", content=Data.IMPORT)

    class Meta:
        constraints: ClassVar = [
            # a file is put together in one way; serves the look-up by batch too
            UniqueConstraint(fields=["batch", "number"], name="import_piece_number"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class ImportChunk(models.Model):
    """Some rows of a batch, one step's work. The last chunk has no rows: it stands for what the file no longer names.

    cells: JSON [[row number, [cells]], …]. facts: JSON, what its rows say, once they were read. refused: JSON {row number: [column, sentence]}. trail: JSON {level: what was
    made and changed}, to take it back by.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="parts", db_index=False)
    number = models.IntegerField()
    cells = EncryptedTextField()
    facts = EncryptedTextField(blank=True, default="")
    refused = EncryptedTextField(blank=True, default="")
    trail = EncryptedTextField(blank=True, default="")

    privacy = holds(
        "id batch number",
        cells=Data.IMPORT,
        facts=Data.IMPORT,
        refused=Data.IMPORT,
        trail=Data.IMPORT,
    )

    class Meta:
        constraints: ClassVar = [
            # a row is worked off once; serves the look-up by batch too
            UniqueConstraint(fields=["batch", "number"], name="import_chunk_number"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class ImportKey(models.Model):
    """What a row of a file speaks of, as a keyed hash: rows that speak of the same are found by it.

    digest: keyed hash of what it says of that. is_claim: one of its claims, which other rows may share.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=32)
    number = models.IntegerField()
    digest = models.CharField(max_length=16)
    is_claim = models.BooleanField()
    is_refused = models.BooleanField(default=False)

    privacy = holds("id batch number is_claim is_refused", key=Data.IMPORT, digest=Data.IMPORT)

    class Meta:
        indexes: ClassVar = [
            # each step asks for the keys of its rows
            Index(fields=["batch", "key"], name="import_key"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class RememberedColumn(models.Model):
    """The header that somebody chose for a column the last time; for others of the site it is a suggestion too."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=32)
    person_id = models.BigIntegerField()
    header = models.CharField(max_length=100)
    column = models.CharField(max_length=32)
    at = models.DateTimeField()

    privacy = holds("id kind header column at", person_id=Data.WORK)

    class Meta:
        constraints: ClassVar = [
            # one person means one thing by a header; serves the look-up by kind too
            UniqueConstraint(fields=["kind", "person_id", "header"], name="import_column_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.header} = {self.column}"
