import os
import subprocess
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import transaction
from PIL import Image
from pytest_django import Settings

from huiyin.ground.files import actions, queries, store
from huiyin.ground.files.models import StoredFile
from huiyin.ground.files.refusals import refusal_of
from huiyin.ground.files.rules import Fault, Limits
from huiyin.ground.files.tests import samples
from huiyin.ground.files.workshop import process
from huiyin.lib.refusal import NotThere, Refused, TooLarge, UnsupportedMedia

NOW = datetime(2026, 9, 14, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    home = tmp_path / "home of a site"
    settings.HUIYIN_HOME = home
    return home


def stored(data: bytes, **more: Any) -> StoredFile:
    return actions.store_upload(stream=BytesIO(data), person_id=5, now=NOW, **more)


def on_disk(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "files").rglob("*") if path.is_file())


def test_a_photo_is_kept_under_the_hash_of_its_clean_bytes(home: Path) -> None:
    row = stored(samples.jpeg(), filename="IMG_0001.HEIC")
    data = (home / "files" / row.path).read_bytes()
    assert row.path == f"{row.sha256[:2]}/{row.sha256[2:4]}/{row.sha256}.jpg"
    assert (row.kind, row.mime, row.size, row.uploaded_by_id) == (
        "picture",
        "image/jpeg",
        len(data),
        5,
    )
    assert store.hash_of(home / "files" / row.path) == row.sha256
    assert not list((home / "files" / "incoming").iterdir())
    with queries.open_file(row.id) as file:
        assert file.read() == data
    with queries.open_file(row.id, is_thumb=True) as file, Image.open(file) as thumb:
        assert thumb.size == (480, 360)


def test_a_voice_and_a_video_are_kept(home: Path, tmp_path: Path) -> None:
    voice = stored(samples.recording(tmp_path / "a", "ogg", sound="libopus"))
    assert (voice.kind, voice.thumb_path) == ("voice", "")
    assert voice.seconds == pytest.approx(1, abs=0.1)
    video = stored(samples.recording(tmp_path / "b", "mp4", vision="libx264", sound="aac"))
    assert (video.kind, video.width, video.height) == ("video", 320, 240)
    assert queries.disk_path(video, is_thumb=True).exists()


def test_the_same_photo_twice_is_two_rows_and_one_file(home: Path) -> None:
    first, second = stored(samples.jpeg()), stored(samples.jpeg())
    assert first.id != second.id
    assert first.path == second.path
    assert len(on_disk(home)) == 2  # the picture and its thumbnail


def test_uploads_of_django_are_taken_from_memory_and_from_disk(home: Path) -> None:
    small = SimpleUploadedFile("a.txt", samples.jpeg(), content_type="text/html")
    assert actions.store_upload(stream=small, person_id=5, now=NOW).kind == "picture"
    with TemporaryUploadedFile("a", "x", 0, None) as large:
        large.write(samples.jpeg())
        large.seek(0)
        assert actions.store_upload(stream=large, person_id=5, now=NOW).kind == "picture"


HOSTILE = [
    (b"", Refused),
    (b"<svg onload=alert(1)>", UnsupportedMedia),
    (b"<html><script>alert(1)</script>", UnsupportedMedia),
    (b"PK\x03\x04" + bytes(1000), UnsupportedMedia),
    (b"#EXTM3U\nhttp://127.0.0.1/", UnsupportedMedia),
    (b"\x00\x00\x00\x18ftypheic" + bytes(64), UnsupportedMedia),
    (b"\xff\xd8\xff\xe0" + bytes(1000), Refused),
    (b"\x00\x00\x00\x18ftypisom" + bytes(1000), Refused),
    (samples.png(mode="1", size=(10_000, 10_000)), TooLarge),
]


@pytest.mark.parametrize(("data", "refusal"), HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_and_leaves_nothing(
    data: bytes, refusal: type[Refused], home: Path
) -> None:
    with pytest.raises(Refused) as refused:
        stored(data, filename="photo.jpg")
    assert type(refused.value) is refusal
    assert refused.value.sentence.endswith("。")
    assert on_disk(home) == []
    assert not StoredFile.objects.exists()


def test_an_endless_upload_is_stopped_at_the_limit(home: Path) -> None:
    class Endless:
        given = 0

        def read(self, size: int, /) -> bytes:
            self.given += size
            return (b"\xff\xd8\xff" + bytes(size))[:size]

    endless = Endless()
    with pytest.raises(TooLarge):
        actions.store_upload(stream=endless, person_id=5, now=NOW)
    assert endless.given < 16_000_000
    assert on_disk(home) == []


def test_a_stream_that_gives_a_byte_at_a_time_is_read(home: Path) -> None:
    class Drip(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 1, 7))

    row = actions.store_upload(stream=Drip(samples.jpeg(size=(30, 20))), person_id=5, now=NOW)
    assert (row.width, row.height) == (30, 20)


def test_a_site_sets_its_own_limits(home: Path, settings: Settings) -> None:
    settings.HUIYIN_FILE_LIMITS = {"picture_bytes": 1_000}
    with pytest.raises(TooLarge) as refused:
        stored(samples.jpeg())
    assert "文件太大了" in refused.value.sentence


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_a_sentence(fault: Fault) -> None:
    sentence = refusal_of(fault, Limits()).sentence
    assert sentence.endswith("。")
    assert "%" not in sentence


def test_a_workshop_that_dies_or_hangs_is_a_damaged_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "WAIT_S", 0.001)
    with pytest.raises(Refused) as refused:
        stored(samples.jpeg())
    assert "打不开" in refused.value.sentence


def test_the_workshop_is_given_no_secrets(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}
    run = subprocess.run

    def watch(*arguments: Any, **options: Any) -> Any:
        seen.update(options["env"])
        return run(*arguments, **options)

    monkeypatch.setattr(subprocess, "run", watch)
    stored(samples.jpeg())
    assert set(seen) == {"PYTHONPATH", "PATH"}


def test_an_unknown_file_is_not_there(home: Path) -> None:
    with pytest.raises(NotThere):
        queries.open_file(404)


def test_what_a_killed_upload_left_is_swept_and_a_running_one_is_not(home: Path) -> None:
    row = stored(samples.jpeg())
    incoming = home / "files" / "incoming"
    for name, age in [("old", timedelta(hours=2)), ("running", timedelta(0))]:
        (incoming / name).mkdir()
        (incoming / name / "upload").write_bytes(b"half")
        stamp = time.time() - age.total_seconds()
        os.utime(incoming / name, (stamp, stamp))
    assert actions.remove_leftovers(now=datetime.now(UTC)) == 1
    assert [path.name for path in incoming.iterdir()] == ["running"]
    assert queries.disk_path(row).exists()


def test_bytes_whose_row_was_undone_are_swept_after_a_day(home: Path) -> None:
    kept = stored(samples.jpeg(colour="red"))
    with transaction.atomic():
        undone = stored(samples.jpeg(colour="blue"))
        transaction.set_rollback(True)
    assert queries.disk_path(undone).exists()
    assert actions.remove_leftovers(now=datetime.now(UTC)) == 0
    assert actions.remove_leftovers(now=datetime.now(UTC) + timedelta(days=2)) == 2
    assert not queries.disk_path(undone).exists()
    assert queries.disk_path(kept).exists()
    assert queries.disk_path(kept, is_thumb=True).exists()
