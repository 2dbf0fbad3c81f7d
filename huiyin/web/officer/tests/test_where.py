"""Where an officer registers something: candidates are picked, and never taken over."""

from typing import Any
from uuid import uuid4

from django.test import Client

from huiyin.cases.models import Case
from huiyin.conftest import Town
from huiyin.territory.models import Building


def client(town: Town, who: str) -> Client:
    made = Client()
    made.force_login(town.persons[who].account)
    return made


def capture(town: Town, **sent: Any) -> Any:
    whole = {
        "client_key": str(uuid4()),
        "text": "井盖翘起来了",
        "category": "0406",
        "channel": "patrol",
    }
    return client(town, "officer").post(
        "/officer/capture/", {**whole, "node": town.grid.pk, **sent}
    )


def building(name: str) -> Building:
    return Building.objects.get(name=name)


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
