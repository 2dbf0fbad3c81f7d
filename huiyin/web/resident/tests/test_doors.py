"""Who comes in where: strangers, newcomers, residents of other grids."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client

from huiyin.coverage import actions as coverage
from huiyin.ground.ledger import queries as ledger
from huiyin.ground.ledger.actions import By
from huiyin.groups.models import Member
from huiyin.people.actions import leave_post
from huiyin.people.models import Person
from huiyin.territory.models import Building
from huiyin.trust.actions.consents import publish_notice
from huiyin.trust.models import Consent, ConsentNotice
from huiyin.trust.queries import consents
from huiyin.trust.rules.consent import Topic
from huiyin.visits import queries as visits
from huiyin.web.resident.tests.conftest import Street, html

PRIVATE = ["/talk/", "/report/", "/matters/", "/matters/1/", "/notices/", "/me/", "/groups/1/"]


def newcomer(street: Street, client_key: str, **more: str) -> dict[str, str]:
    return {
        "client_key": client_key,
        "name": "周明",
        "building": str(street.dwelling.building_id),
        "unit": "2单元",
        "room": "301",
        "agreed": "on",
        **more,
    }


def test_a_stranger_reads_what_this_is_and_how_to_join(db: None) -> None:
    page = html(Client().get("/"))
    assert "怎样加入" in page
    assert "/sign-in/" in page


@pytest.mark.parametrize("address", PRIVATE)
def test_a_stranger_is_led_to_sign_in_and_back(db: None, address: str) -> None:
    response = Client().get(address)
    assert response.status_code == HTTPStatus.FOUND
    assert response["Location"].startswith("/sign-in/?next=")


def test_a_stranger_reads_the_officers_board_and_the_privacy_notice(street: Street) -> None:
    board = Client().get(f"/grid/{street.town.grid.code}/")
    assert board.status_code == HTTPStatus.OK
    assert street.town.persons["officer"].name in html(board)
    assert (street.group.join_code or "-") in html(board)
    assert Client().get("/privacy/").status_code == HTTPStatus.OK


def test_the_board_says_who_covers_a_vacancy(street: Street) -> None:
    officer = street.town.persons["officer"].pk
    leave_post(
        post_id=street.town.posts["officer"].pk,
        person_id=officer,
        by=By(officer, None),
        now=street.now,
    )
    page = html(Client().get(f"/grid/{street.town.grid.code}/"))
    assert "暂时空缺" in page
    assert street.town.persons["cadre"].name in page


def test_an_unknown_grid_is_not_found(db: None) -> None:
    assert Client().get("/grid/nowhere/").status_code == HTTPStatus.NOT_FOUND


def test_the_code_is_drawn_for_phones(street: Street) -> None:
    picture = Client().get(f"/join/{street.group.join_code}/qr.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")
    assert Client().get("/join/nothing/qr.svg").status_code == HTTPStatus.NOT_FOUND


def test_a_code_typed_by_hand_leads_to_its_group(street: Street) -> None:
    response = Client().get("/join/", {"code": str(street.group.join_code).upper()})
    assert response["Location"] == f"/join/{street.group.join_code}/"
    assert Client().get("/join/").status_code == HTTPStatus.OK


def test_a_wrong_code_is_answered_with_a_sentence(db: None) -> None:
    response = Client().get("/join/nothing/")
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "入群码没有找到" in html(response)
    assert Client().get("/join/", {"code": "?"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_newcomer_joins_with_name_and_door_and_is_signed_in(
    street: Street, key: Callable[[], str]
) -> None:
    client = Client()
    address = f"/join/{street.group.join_code}/"
    assert "5号楼" in html(client.get(address))
    response = client.post(address, newcomer(street, key()))
    assert response["Location"] == f"/groups/{street.group.pk}/"
    member = Member.objects.get(group=street.group, person__name="周明")
    assert member.label == "5号楼2单元301"
    assert client.get(response["Location"]).status_code == HTTPStatus.OK


def test_joining_twice_makes_one_person(street: Street, key: Callable[[], str]) -> None:
    sent, address = newcomer(street, key()), f"/join/{street.group.join_code}/"
    for client in (Client(), Client()):  # the second press comes without the first one's cookie
        assert client.post(address, sent).status_code == HTTPStatus.FOUND
        assert client.get(f"/groups/{street.group.pk}/").status_code == HTTPStatus.OK
    assert Person.objects.filter(name="周明").count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"room": "999"}, "没有 2 单元 999"),
        ({"unit": "", "room": ""}, "请填写单元和房号"),
        ({"name": ""}, "请填写这一项"),
        ({"agreed": ""}, "同意后才能加入"),
        ({"phone": "123"}, "11 位手机号"),
        ({"building": "7"}, "请从列表中选择"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    street: Street, key: Callable[[], str], wrong: dict[str, str], sentence: str
) -> None:
    sent = newcomer(street, key(), **wrong)
    response = Client().post(f"/join/{street.group.join_code}/", sent)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in html(response)
    assert sent["room"] in html(response)
    assert not Person.objects.filter(name="周明").exists()


def test_somebody_known_joins_with_their_home(street: Street, key: Callable[[], str]) -> None:
    Member.objects.filter(group=street.group, person=street.town.persons["resident"]).delete()
    client, address = street.client("resident"), f"/join/{street.group.join_code}/"
    page = html(client.get(address))
    assert "3号楼2单元501" in page
    assert 'name="building"' not in page
    for _ in range(2):
        client.post(address, {"client_key": key(), "agreed": "on"})
    assert street.group.members.filter(person=street.town.persons["resident"]).count() == 1


def test_somebody_of_another_grid_must_name_a_home_here(
    street: Street, key: Callable[[], str]
) -> None:
    client, address = street.client("resident_next_door"), f"/join/{street.group.join_code}/"
    response = client.post(address, {"client_key": key(), "agreed": "on"})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'name="building"' in html(response)


@pytest.mark.parametrize("method", ["get", "post"])
def test_where_no_building_is_registered_yet_one_is_told_whom_to_ask(
    street: Street, method: str
) -> None:
    street.dwelling.delete()
    Building.objects.all().delete()
    response = getattr(Client(), method)(f"/join/{street.group.join_code}/")
    assert response.status_code == HTTPStatus.CONFLICT
    assert f"/grid/{street.town.grid.code}/" in html(response)
    assert "请联系您的网格员" in html(response)


NOTICE = "谁在用：您的网格员。用来做什么：为您服务。"


def told(street: Street, topic: Topic, words: str = NOTICE) -> ConsentNotice:
    publish_notice(topic=topic, text=words, now=street.now)
    return consents.notices()[topic]


def test_what_was_agreed_to_at_joining_stands_in_the_ledger(
    street: Street, key: Callable[[], str]
) -> None:
    notice, address = told(street, Topic.JOIN), f"/join/{street.group.join_code}/"
    assert NOTICE in html(Client().get(address))
    Client().post(address, newcomer(street, key(), notice=str(notice.pk)))
    given = Consent.objects.get(person__name="周明")
    assert (given.topic, given.is_given, given.notice) == ("join", True, notice)
    entries = ledger.history("person", given.person_id)
    assert [e.data["version"] for e in entries if e.kind == "consent.given"] == [1]


def test_an_invitation_asks_for_the_same_yes(street: Street, key: Callable[[], str]) -> None:
    old = told(street, Topic.JOIN)
    officer = street.viewer("officer")
    home = visits.households(officer).first()
    assert home is not None
    made = coverage.invite(viewer=officer, household_id=home.pk, now=street.now)
    address = f"/join/{made.code}/"
    assert NOTICE in html(Client().get(address))
    sent = {"client_key": key(), "name": "周明", "agreed": "on", "notice": str(old.pk)}
    notice = told(street, Topic.JOIN, "现在还用来做别的事，请您看清楚。")
    assert Client().post(address, sent).status_code == HTTPStatus.CONFLICT
    assert not Person.objects.filter(name="周明").exists()
    Client().post(address, {**sent, "notice": str(notice.pk)})
    assert Consent.objects.get(person__name="周明").notice == notice


def test_nobody_agrees_to_a_notice_they_have_not_read(
    street: Street, key: Callable[[], str]
) -> None:
    old, address = told(street, Topic.JOIN), f"/join/{street.group.join_code}/"
    told(street, Topic.JOIN, "现在还用来做别的事，请您看清楚。")
    response = Client().post(address, newcomer(street, key(), notice=str(old.pk)))
    assert response.status_code == HTTPStatus.CONFLICT
    assert "现在还用来做别的事" in html(response)
    assert "周明" in html(response)
    assert not Person.objects.filter(name="周明").exists()


def test_who_joins_again_is_not_written_down_twice(street: Street, key: Callable[[], str]) -> None:
    notice, client = told(street, Topic.JOIN), street.client("resident")
    for _ in range(2):
        sent = {"client_key": key(), "agreed": "on", "notice": str(notice.pk)}
        client.post(f"/join/{street.group.join_code}/", sent)
    assert Consent.objects.filter(topic="join").count() == 1


def test_for_a_child_a_guardian_agrees(street: Street, key: Callable[[], str]) -> None:
    notice, address = told(street, Topic.JOIN), f"/join/{street.group.join_code}/"
    child = told(street, Topic.CHILD)
    read = {"notice": str(notice.pk), "child_notice": str(child.pk)}
    sent = newcomer(street, key(), is_child="on", **read)
    alone = Client().post(address, sent)
    assert alone.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "请填写监护人姓名" in html(alone)
    assert not Person.objects.filter(name="周明").exists()
    Client().post(address, {**sent, "guardian": "周大海", "guardian_agreed": "on"})
    given = {each.topic: each.guardian for each in Consent.objects.filter(person__name="周明")}
    assert given == {"join": "", "child": "周大海"}


def test_where_guardians_are_told_nothing_a_child_is_led_to_the_officer(
    street: Street, key: Callable[[], str]
) -> None:
    sent = newcomer(street, key(), is_child="on", guardian="周大海", guardian_agreed="on")
    response = Client().post(f"/join/{street.group.join_code}/", sent)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "请监护人联系网格员" in html(response)
    assert not Person.objects.filter(name="周明").exists()
