"""Coming in and going out."""

from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import Settings

from huiyin.conftest import Town

PASSWORD = "Right-horse-7"
FAULT = "用户名或密码不对"


@pytest.fixture
def people(town: Town) -> Town:
    for person in town.persons.values():
        person.account.set_password(PASSWORD)
        person.account.save()
    return town


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> str:
    answer = client.post("/sign-in/", {"username": username, "password": password, **more})
    return answer.headers.get("Location", "") or answer.content.decode()


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("resident", "/"),
        ("officer", "/officer/"),
        ("cadre", "/officer/"),
        ("secretary", "/command/"),
        ("county", "/command/"),
    ],
)
def test_everybody_lands_where_their_work_begins(who: str, home: str) -> None:
    assert sign_in(Client(), who) == home


@pytest.mark.usefixtures("people")
def test_one_goes_on_to_the_page_one_wanted_if_it_is_ours() -> None:
    assert sign_in(Client(), "resident", next="/matters/7/") == "/matters/7/"
    assert sign_in(Client(), "resident", next="//elsewhere.example/") == "/"


def test_every_failure_reads_the_same(people: Town) -> None:
    people.persons["neighbour"].account.is_active = False
    people.persons["neighbour"].account.save()
    assert FAULT in sign_in(Client(), "resident", "wrong")
    assert FAULT in sign_in(Client(), "nobody", "wrong")
    assert FAULT in sign_in(Client(), "neighbour")


@pytest.mark.usefixtures("people")
def test_the_password_is_never_sent_back() -> None:
    assert "my-secret" not in sign_in(Client(), "resident", "my-secret")


def test_signing_out_is_a_post(people: Town) -> None:
    client = Client()
    client.force_login(people.persons["resident"].account)
    assert client.get("/sign-out/").status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert "_auth_user_id" in client.session
    client.post("/sign-out/")
    assert "_auth_user_id" not in client.session


def test_there_is_no_demo_outside_demo_mode(town: Town, settings: Settings) -> None:
    settings.HUIYIN_DEMO = False
    person = {"person": str(town.persons["resident"].pk)}
    assert Client().get("/demo/").status_code == HTTPStatus.NOT_FOUND
    assert Client().post("/demo/", person).status_code == HTTPStatus.NOT_FOUND
    assert Client().get("/kit/").status_code == HTTPStatus.NOT_FOUND


def test_the_demo_offers_residents_and_everybody_on_the_ladder_above(
    town: Town, settings: Settings
) -> None:
    settings.HUIYIN_DEMO = True
    page = Client().get("/demo/").content.decode()
    for key in ("resident", "neighbour", "officer", "cadre", "secretary", "street", "county"):
        assert f"测试{key}<" in page
    assert "测试resident_next_door<" not in page


def test_one_click_signs_in_as_the_person(town: Town, settings: Settings) -> None:
    settings.HUIYIN_DEMO = True
    town.persons["secretary"].account.delete()
    client = Client()
    answer = client.post("/demo/", {"person": str(town.persons["secretary"].pk)})
    assert answer.headers["Location"] == "/command/"
    assert "测试secretary" in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize("sent", ["", "x", "1", "１", "9" * 30])
def test_the_demo_knows_only_its_own_people(town: Town, settings: Settings, sent: str) -> None:
    settings.HUIYIN_DEMO = True
    town.persons["resident"].is_synthetic = False
    town.persons["resident"].save()
    for person in (sent, str(town.persons["resident"].pk)):
        assert Client().post("/demo/", {"person": person}).status_code == HTTPStatus.NOT_FOUND
