"""Where something is: offered for words and positions, picked by a person, and never decided for them."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huiyin.cases.models import Case
from huiyin.conftest import Town
from huiyin.territory.actions import write_boundaries
from huiyin.territory.models import Building, Compound, Dwelling

CAPTURE, REPORT = "/officer/capture/", "/report/"


def square(lng: float) -> dict[str, Any]:
    corners = [(0, 0), (0.01, 0), (0.01, 0.01), (0, 0.01), (0, 0)]
    return {"type": "Polygon", "coordinates": [[[round(lng + x, 6), 37.0 + y] for x, y in corners]]}


@pytest.fixture
def built(town: Town) -> Town:
    """Two buildings of one compound, one in each grid."""
    compound = Compound.objects.create(key="liuan", name="柳岸小区", community=town.community)
    for name, grid in (("3号楼", town.grid), ("8号楼", town.grid_next_door)):
        building = Building.objects.create(
            compound=compound, community=town.community, name=name, grid=grid
        )
        Dwelling.objects.create(building=building, unit="2", room="501", is_occupied=True)
    return town


def client(town: Town, who: str) -> Client:
    made = Client()
    made.force_login(town.persons[who].account)
    return made


def offered(town: Town, who: str = "officer", **asked: Any) -> str:
    response = client(town, who).get("/places/", asked)
    assert response.status_code == 200
    return response.content.decode()


def capture(town: Town, **sent: Any) -> Any:
    whole = {"client_key": str(uuid4()), "text": "井盖翘起来了", "category": "0406", "channel": "patrol"}
    return client(town, "officer").post(CAPTURE, {**whole, "node": town.grid.pk, **sent})


def report(town: Town, **sent: Any) -> Any:
    whole = {"client_key": str(uuid4()), "text": "灯坏了"}
    return client(town, "resident").post(REPORT, {**whole, "grid": town.grid.pk, **sent})


def building(name: str) -> Building:
    return Building.objects.get(name=name)


def test_a_stranger_is_sent_to_sign_in() -> None:
    assert Client().get("/places/", {"place": "3号楼"})["Location"].startswith("/sign-in/")


def test_words_are_answered_with_places_to_pick_from(built: Town) -> None:
    part = offered(built, place="柳岸3#2-501", **{"for": "work"})
    assert "柳岸小区3号楼2单元501 · 第一网格" in part
    assert "都不是" in part
    assert "<html" not in part


def test_residents_are_offered_buildings_and_no_doors(built: Town) -> None:
    part = offered(built, "resident", place="柳岸3#2-501", **{"for": "work"})
    assert "柳岸小区3号楼2单元 · 第一网格" in part
    assert "501" not in part


def test_what_is_not_understood_is_said(built: Town) -> None:
    assert "没有认出" in offered(built, place="那边")
    assert offered(built, place="").strip() == ""


@pytest.mark.parametrize("lat", ["nan", "x", "95", "1e999"])
def test_nonsense_for_a_position_is_none(built: Town, lat: str) -> None:
    assert offered(built, lat=lat, lng="118").strip() == ""


def test_a_position_gives_its_grid_and_those_around(built: Town) -> None:
    write_boundaries({built.grid.code: square(118.0), built.grid_next_door.code: square(118.012)})
    inside = offered(built, lat="37.005", lng="118.005")
    assert "第一网格 · 柳堤社区 · 就在这里" in inside
    between = offered(built, lat="37.005", lng="118.0105")
    assert between.index("第一网格") < between.index("第二网格")
    assert "离您 44 米" in between


def test_what_the_officer_picks_is_where_the_case_goes(built: Town) -> None:
    spot = f"b{building('3号楼').pk}"
    assert capture(built, place="柳岸3#旁边", spot=spot, seen="1").status_code == 302
    case = Case.objects.get()
    assert case.node == built.grid
    assert case.place == "柳岸小区3号楼（原话：柳岸3#旁边）"


def test_another_grid_than_chosen_is_asked_about_once(built: Town) -> None:
    asked = capture(built, place="柳岸小区8号楼")
    assert asked.status_code == 422
    assert "请看看是不是下面的地方" in asked.content.decode()
    assert "柳岸小区8号楼 · 第二网格" in asked.content.decode()
    assert capture(built, place="柳岸小区8号楼", seen="1", spot="none").status_code == 302
    assert Case.objects.get().node == built.grid


def test_a_place_in_the_chosen_grid_is_not_asked_about(built: Town) -> None:
    assert capture(built, place="柳岸小区3号楼").status_code == 302


def test_a_place_of_the_grid_next_door_is_not_taken_over(built: Town) -> None:
    refused = capture(built, place="柳岸8号楼", spot=f"b{building('8号楼').pk}", seen="1")
    assert refused.status_code == 422
    assert "不在您的网格里" in refused.content.decode()
    assert not Case.objects.exists()


def test_a_pick_for_other_words_is_asked_anew(built: Town) -> None:
    stale = capture(built, place="柳岸3号楼", spot=f"b{building('8号楼').pk}", seen="1")
    assert stale.status_code == 422
    assert "地点改过了" in stale.content.decode()


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


def test_a_picture_is_not_asked_for_again(built: Town, tmp_path: Any, settings: Any) -> None:
    settings.HUIYIN_HOME = tmp_path
    picture = BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "JPEG")
    photo = SimpleUploadedFile("a.jpg", picture.getvalue(), "image/jpeg")
    asked = report(built, place="柳岸8号楼", photos=photo)
    assert asked.status_code == 422
    assert "已经收到 1 个文件" in asked.content.decode()
