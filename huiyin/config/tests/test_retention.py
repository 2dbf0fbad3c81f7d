"""What is declared to go after some days goes: every declaration is walked, over one person who is everywhere."""

import io
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from pytest_django import Settings

from huiyin.config.tests.test_erasure import Life
from huiyin.conftest import Town
from huiyin.ground.commands.actions import repeat_of
from huiyin.ground.files.actions import store_upload
from huiyin.ground.files.models import StoredFile
from huiyin.ground.files.tests import samples
from huiyin.ground.imports.models import ImportBatch, ImportChunk, ImportKey, ImportPiece
from huiyin.ground.imports.rules import State
from huiyin.ground.ledger import queries as ledger
from huiyin.ground.privacy import DAYS, Keep, declaration
from huiyin.trust.actions import retention

pytestmark = pytest.mark.django_db


def ending() -> Iterator[tuple[type[Model], list[str]]]:
    """Every model with fields that are declared to go by themselves, and those fields."""
    for model in apps.get_models():
        said = declaration(model)
        fields = [
            name for name, data in (said.held if said else {}).items() if data.terms.keep.days
        ]
        if fields:
            yield model, fields


def held(model: type[Model], fields: list[str]) -> list[str]:
    """What rows of a model still hold in these fields."""
    return [
        f"{model._meta.label_lower}.{name}"
        for row in model._base_manager.all()
        for name in fields
        if getattr(row, name)
    ]


def left() -> list[str]:
    return sorted({each for model, fields in ending() for each in held(model, fields)})


@pytest.fixture
def life(town: Town, tmp_path: Path, settings: Settings) -> Life:
    """A person who said, showed and changed things, was looked at, and came in by a file too."""
    settings.HUIYIN_HOME, settings.HUIYIN_SMS = tmp_path, "console"
    lived = Life(town)
    lived.have_a_matter(lived.talk_in_the_group())
    loose = store_upload(
        stream=io.BytesIO(samples.jpeg(colour="blue")), person_id=lived.me, now=lived.now
    )
    lived.say("resident", "", file_id=loose.pk)
    with transaction.atomic():
        repeat_of(uuid.uuid4(), verb="test", person_id=lived.me, result_id=1)
    batch = ImportBatch.objects.create(
        kind="households",
        state=State.DONE.value,
        person_id=lived.me,
        file_name="住户.xlsx",
        header="姓名",
        samples="欧阳",
        created_at=lived.now,
        moved_at=lived.now,
    )
    ImportPiece.objects.create(batch=batch, number=0, content="aGk=")
    ImportChunk.objects.create(batch=batch, number=0, cells="x", facts="x", refused="x", trail="x")
    ImportKey.objects.create(batch=batch, key="k", number=1, digest="d", is_claim=False)
    return lived


def every_day_is_over(life: Life) -> dict[str, int]:
    return retention.end_what_is_due(now=life.now + timedelta(days=max(DAYS.values()) + 1))


def test_the_person_stands_in_every_model_that_is_declared_to_end(life: Life) -> None:
    assert [model.__name__ for model, fields in ending() if not held(model, fields)] == []


def test_what_is_declared_to_end_has_ended_and_the_record_says_how_much(
    life: Life,
) -> None:
    cited = StoredFile.objects.get(pk=life.photo.pk)
    gone = every_day_is_over(life)
    # what a matter cites is of the matter: the picture alone stays, with who sent it
    assert {each.pk for each in StoredFile.objects.all()} == {cited.pk}
    assert [each for each in left() if not each.startswith("files.storedfile.")] == []
    assert all(gone[what] for what in ("messages", "files", "originals", "looks", "commands"))
    told = {entry.data["class"]: entry.data for entry in ledger.history("retention", 0)}
    assert set(told) == {keep.value for keep in DAYS}
    assert told["talk"]["count"] == {"messages": gone["messages"], "files": 1}


def test_nothing_ends_a_day_before_its_time(life: Life) -> None:
    before = left()
    retention.end_what_is_due(now=life.now + timedelta(days=min(DAYS.values()) - 1))
    assert left() == before


def test_every_class_with_days_has_somebody_who_ends_it() -> None:
    assert {keep for keep, enders in retention._enders.items() if enders} == set(DAYS)


@pytest.mark.parametrize(
    ("keep", "what", "stays"),
    [
        (Keep.TALK, "messages", "groups.message.text"),
        (Keep.ORIGINAL, "originals", "trust.original.text"),
        (Keep.LOOK, "looks", "trust.look.words"),
        (Keep.PASSING, "imports", "imports.importchunk.cells"),
    ],
)
def test_a_job_that_was_forgotten_is_found(
    life: Life, monkeypatch: pytest.MonkeyPatch, keep: Keep, what: str, stays: str
) -> None:
    """Seeded faults: an app that does not end its part."""
    monkeypatch.delitem(retention._enders[keep], what)
    if what == "messages":  # files still hang on the words
        monkeypatch.delitem(retention._enders[keep], "files")
    every_day_is_over(life)
    assert stays in left()
