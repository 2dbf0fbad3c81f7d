"""Where a resident means: candidates are picked, the grid next door too; nothing typed or sent is lost."""

from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from huiyin.cases.models import Case
from huiyin.conftest import Town
from huiyin.territory.models import Building


def client(town: Town, who: str) -> Client:
    made = Client()
    made.force_login(town.persons[who].account)
    return made


def report(town: Town, **sent: Any) -> Any:
    whole = {"client_key": str(uuid4()), "text": "灯坏了"}
    return client(town, "resident").post("/report/", {**whole, "grid": town.grid.pk, **sent})


def building(name: str) -> Building:
    return Building.objects.get(name=name)


def test_a_resident_may_mean_the_grid_next_door(built: Town) -> None:
    spot = f"b{building('8号楼').pk}"
    assert report(built, place="柳岸8号楼门口", spot=spot, seen="1").status_code == 302
    assert Case.objects.get().node == built.grid_next_door


def test_without_scripts_a_resident_is_shown_the_places_once(built: Town) -> None:
    asked = report(built, place="柳岸8号楼")
    assert asked.status_code == 422
    assert "灯坏了" in asked.content.decode()
    assert report(built, place="柳岸8号楼", seen="1").status_code == 302
    assert Case.objects.get().node == built.grid


def test_a_picture_is_not_asked_for_again(built: Town, tmp_path: Path, settings: Settings) -> None:
    settings.HUIYIN_HOME = tmp_path
    picture = BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "JPEG")
    photo = SimpleUploadedFile("a.jpg", picture.getvalue(), "image/jpeg")
    asked = report(built, place="柳岸8号楼", photos=photo)
    assert asked.status_code == 422
    assert "已经收到 1 个文件" in asked.content.decode()
