from datetime import timedelta
from typing import Any

from huiyin.cases.models import Case
from huiyin.people.models import HouseholdMember, Person
from huiyin.web.officer.tests.conftest import WATER, Desk

ADDRESS = "/officer/capture/"


def test_an_officers_own_find_needs_words_alone(desk: Desk) -> None:
    desk.get(ADDRESS)
    sent: dict[str, Any] = {"text": "井盖翘起来了", "node": desk.town.grid.pk, "channel": "patrol"}
    response = desk.post(ADDRESS, category="0406", **sent)
    case = Case.objects.get()
    assert response["Location"] == f"/officer/cases/{case.pk}/"
    assert (case.channel, case.reporter, case.holder) == (
        "patrol",
        None,
        desk.town.posts["officer"],
    )


def test_what_is_written_suggests_a_category(desk: Desk) -> None:
    client = desk.client()
    part = client.get(ADDRESS, {"text": "18号楼停水了"}, headers={"HX-Request": "true"})
    assert "因为说到" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_without_scripts_the_suggestion_is_confirmed_by_sending_again(desk: Desk) -> None:
    sent: dict[str, Any] = {"text": "18号楼停水了", "node": desk.town.grid.pk, "channel": "phone"}
    first = desk.post(ADDRESS, **sent)
    assert first.status_code == 422
    assert f'value="{WATER}"' in first.content.decode()
    assert "18号楼停水了" in first.content.decode()
    assert desk.post(ADDRESS, suggested=WATER, **sent).status_code == 302
    assert Case.objects.get().category == WATER


def test_whoever_lives_behind_the_door_is_the_reporter(desk: Desk) -> None:
    sent: dict[str, Any] = {"text": "18号楼停水了", "node": desk.town.grid.pk, "channel": "phone"}
    desk.post(ADDRESS, suggested=WATER, door="3号楼2单元501", **sent)
    assert Case.objects.get().reporter == desk.town.persons["resident"]


def test_of_several_behind_a_door_one_is_chosen(desk: Desk) -> None:
    partner = Person.objects.create(name="测试爱人", created_at=desk.now)
    HouseholdMember.objects.create(
        household=desk.town.households["resident"],
        person=partner,
        from_at=desk.now - timedelta(days=9),
    )
    sent: dict[str, Any] = {
        "text": "停水了",
        "node": desk.town.grid.pk,
        "channel": "phone",
        "suggested": WATER,
    }
    asked = desk.post(ADDRESS, door="3号楼2单元501", **sent)
    assert asked.status_code == 422
    assert "测试爱人" in asked.content.decode()
    desk.post(ADDRESS, door="3号楼2单元501", reporter=partner.pk, **sent)
    assert Case.objects.get().reporter == partner


def test_a_door_of_another_grid_is_not_found(desk: Desk) -> None:
    sent: dict[str, Any] = {
        "text": "停水了",
        "node": desk.town.grid.pk,
        "channel": "phone",
        "suggested": WATER,
    }
    response = desk.post(ADDRESS, door="8号楼1单元101", **sent)
    assert response.status_code == 422
    assert "没有找到这个门牌" in response.content.decode()
    assert desk.post(ADDRESS, **{**sent, "node": desk.town.grid_next_door.pk}).status_code == 422
    assert not Case.objects.exists()


def test_a_lawyer_has_no_place_to_register_anything(desk: Desk) -> None:
    assert "没有可以登记的地方" in desk.get(ADDRESS, who="lawyer")
