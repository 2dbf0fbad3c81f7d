"""One's own page: home, reading, password."""

from collections.abc import Callable
from http import HTTPStatus

from django.test import Client

from huiyin.web.resident.tests.conftest import Street, html

STRONG = "Lantern-2026-hall"


def test_my_page_names_my_home_and_my_officer(street: Street) -> None:
    page = html(street.client("resident").get("/me/"))
    assert "3号楼2单元501" in page
    assert f"/grid/{street.town.grid.code}/" in page


def test_a_weak_password_is_refused_and_a_strong_one_opens_the_door(
    street: Street, key: Callable[[], str]
) -> None:
    client = street.client("resident")
    weak = client.post(
        "/account/password/", {"password": "12345", "again": "12345", "client_key": key()}
    )
    assert weak.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    client.post("/account/password/", {"password": STRONG, "again": STRONG, "client_key": key()})
    assert client.get("/me/").status_code == HTTPStatus.OK
    other_phone = Client()
    other_phone.post("/sign-in/", {"username": "resident", "password": STRONG})
    assert other_phone.get("/me/").status_code == HTTPStatus.OK


def test_a_password_is_changed_only_by_who_knows_it(street: Street, key: Callable[[], str]) -> None:
    client = street.client("resident")
    client.post("/account/password/", {"password": STRONG, "again": STRONG, "client_key": key()})
    other = "Another-2026-hall"
    sent = {"current": "wrong", "password": other, "again": other, "client_key": key()}
    response = client.post("/account/password/", sent)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "现在的密码不对" in html(response)


def test_large_letters_go_with_the_person(street: Street) -> None:
    client = street.client("resident")
    client.post("/preferences/", {"mode": "elder", "next": "/me/"})
    assert 'data-mode="elder"' in html(client.get("/me/"))
