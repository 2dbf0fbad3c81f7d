"""Where something is: offered for words and positions, picked by a person."""

from typing import Any

import pytest
from django.test import Client

from huiyin.conftest import Town
from huiyin.territory.actions import write_boundaries


def square(lng: float) -> dict[str, Any]:
    corners = [(0, 0), (0.01, 0), (0.01, 0.01), (0, 0.01), (0, 0)]
    return {"type": "Polygon", "coordinates": [[[round(lng + x, 6), 37.0 + y] for x, y in corners]]}


def client(town: Town, who: str) -> Client:
    made = Client()
    made.force_login(town.persons[who].account)
    return made


def offered(town: Town, who: str = "officer", **asked: Any) -> str:
    response = client(town, who).get("/places/", asked)
    assert response.status_code == 200
    return response.content.decode()


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
