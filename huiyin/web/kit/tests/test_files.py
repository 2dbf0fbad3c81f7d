"""Files go to whoever holds a link made for them, whole or in parts."""

import io
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from huiyin.conftest import Town
from huiyin.ground.files.actions import store_upload
from huiyin.groups import actions as groups
from huiyin.web.kit.links import file_link
from huiyin.web.kit.views.files import byte_span

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(town: Town, tmp_path: Path, settings: Settings) -> int:
    settings.HUIYIN_HOME = tmp_path
    jpeg = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(jpeg, "JPEG")
    jpeg.seek(0)
    person = town.persons["resident"].pk
    stored = store_upload(stream=jpeg, filename="a.jpg", person_id=person, now=timezone.now())
    return stored.pk


def client_of(town: Town, key: str) -> Client:
    client = Client()
    client.force_login(town.persons[key].account)
    return client


def link(town: Town, key: str, file_id: int, *, is_thumb: bool = False, ago_h: int = 0) -> str:
    now = timezone.now() - timedelta(hours=ago_h)
    return file_link(file_id, person_id=town.persons[key].pk, now=now, is_thumb=is_thumb)


def test_the_person_the_link_was_made_for_gets_the_picture(town: Town, picture: int) -> None:
    answer = client_of(town, "resident").get(link(town, "resident", picture))
    body = b"".join(answer)
    assert answer.headers["Content-Type"].startswith("image/")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert Image.open(io.BytesIO(body)).size == (640, 480)


def test_the_thumbnail_is_smaller(town: Town, picture: int) -> None:
    answer = client_of(town, "resident").get(link(town, "resident", picture, is_thumb=True))
    assert Image.open(io.BytesIO(b"".join(answer))).width <= 480


def test_a_link_works_for_nobody_else(town: Town, picture: int) -> None:
    address = link(town, "resident", picture)
    for client in (client_of(town, "neighbour"), client_of(town, "officer"), Client()):
        assert client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_a_link_ends(town: Town, picture: int) -> None:
    client = client_of(town, "resident")
    answer = client.get(link(town, "resident", picture, ago_h=5))
    assert answer.status_code == HTTPStatus.OK
    b"".join(answer)
    old = client.get(link(town, "resident", picture, ago_h=13))
    assert old.status_code == HTTPStatus.NOT_FOUND


def test_an_altered_link_finds_nothing(town: Town, picture: int) -> None:
    address = link(town, "resident", picture)
    other = link(town, "neighbour", picture).partition("?")[2]
    later = address.replace("?s=", "?s=9")  # an end that lies further off
    client = client_of(town, "resident")
    for altered in (f"{address}0", later, f"/files/{picture}?{other}"):
        assert client.get(altered).status_code == HTTPStatus.NOT_FOUND


def test_a_link_ends_with_the_words_that_the_picture_stood_in(town: Town, picture: int) -> None:
    now, resident = timezone.now(), town.viewer("resident")
    group = groups.create_group(
        viewer=town.viewer("officer"),
        kind="resident",
        name="第一网格群",
        node_id=town.grid.pk,
        now=now,
    )
    for who in ("resident", "neighbour"):
        groups.add_member(
            viewer=town.viewer("officer"),
            group_id=group.pk,
            person_id=town.persons[who].pk,
            now=now,
        )
    said = groups.send_message(
        viewer=resident, group_id=group.pk, file_id=picture, client_key=uuid4(), now=now
    )
    client, address = client_of(town, "neighbour"), link(town, "neighbour", picture)
    answer = client.get(address)
    b"".join(answer)
    assert answer.status_code == HTTPStatus.OK
    groups.recall_message(viewer=resident, message_id=said.pk, now=now)
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("token", ["", "x", "1.2", "9999999999.00", "٣.a", "a" * 5_000])
def test_a_guessed_link_finds_nothing(town: Town, picture: int, token: str) -> None:
    answer = client_of(town, "resident").get(f"/files/{picture}", {"s": token})
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_an_unknown_file_is_not_there_even_with_a_good_link(town: Town) -> None:
    answer = client_of(town, "resident").get(link(town, "resident", 12345))
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_a_part_can_be_asked_for(town: Town, picture: int) -> None:
    client, address = client_of(town, "resident"), link(town, "resident", picture)
    whole = b"".join(client.get(address))
    part = client.get(address, headers={"Range": "bytes=10-19"})
    assert part.status_code == HTTPStatus.PARTIAL_CONTENT
    assert b"".join(part) == whole[10:20]
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    beyond = client.get(address, headers={"Range": f"bytes={len(whole)}-"})
    assert beyond.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE


@pytest.mark.parametrize(
    ("wanted", "span"),
    [
        ("", (0, 99)),
        ("bytes=0-", (0, 99)),
        ("bytes=0-1", (0, 1)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=0-1,5-6", (0, 99)),
        ("lines=1-2", (0, 99)),
        ("bytes=-", (0, 99)),
        ("bytes=100-", None),
        ("bytes=7-3", None),
        ("bytes=-0", None),
    ],
)
def test_a_range_is_read_as_http_has_it(wanted: str, span: tuple[int, int] | None) -> None:
    assert byte_span(wanted, 100) == span
