"""Talking in the group and alone with the officer."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from huiyin.ground.files.models import StoredFile
from huiyin.ground.files.tests import samples
from huiyin.groups import actions as groups
from huiyin.groups.models import Group, Member, Message
from huiyin.web.resident.tests.conftest import LAMP, Street, html

HTMX = {"HX-Request": "true"}


def say(street: Street, who: str, *, headers: dict[str, str] | None = None, **sent: Any) -> Any:
    address = f"/groups/{street.group.pk}/"
    return street.client(who).post(address, sent, headers=headers or {})


def test_my_groups_stand_on_the_first_page(street: Street) -> None:
    street.say("neighbour", "谁家的快递放错了？")
    page = html(street.client("resident").get("/"))
    assert "第一网格群" in page
    assert "谁家的快递放错了？" in page
    assert 'class="count"' in page


def test_what_is_said_stands_in_the_group(street: Street, key: Callable[[], str]) -> None:
    response = say(street, "resident", text="今天几点来水？", client_key=key())
    assert response["Location"] == f"/groups/{street.group.pk}/#m1"
    page = html(street.client("neighbour").get(f"/groups/{street.group.pk}/"))
    assert "今天几点来水？" in page
    assert "3号楼2单元501" in page
    assert "测试resident" not in page


def test_a_script_gets_no_page_back(street: Street, key: Callable[[], str]) -> None:
    response = say(street, "resident", headers=HTMX, text="在吗", client_key=key())
    assert response.status_code == HTTPStatus.NO_CONTENT


def test_the_same_sending_twice_is_said_once(street: Street, key: Callable[[], str]) -> None:
    sent = {"text": "在吗", "client_key": key()}
    client = street.client("resident")
    for _ in range(2):
        response = client.post(f"/groups/{street.group.pk}/", sent)
        assert response.status_code == HTTPStatus.FOUND
    assert Message.objects.filter(group=street.group).count() == 1


@pytest.mark.parametrize("text", ["", "  \n ", "字" * 5001])
def test_nothing_and_too_much_are_refused_and_stay_typed(
    street: Street, key: Callable[[], str], text: str
) -> None:
    response = say(street, "resident", text=text, client_key=key())
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert text.strip() in html(response)
    assert 'class="error full"' in html(response)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"#!/bin/sh\nrm -rf /", HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
        (b"\xff\xd8\xff" + b"0" * 15_000_001, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        (b"", HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
        (samples.jpeg()[:900], HTTPStatus.UNPROCESSABLE_ENTITY),
    ],
)
def test_a_file_that_is_none_is_refused_and_the_words_stay(
    street: Street, key: Callable[[], str], data: bytes, status: HTTPStatus
) -> None:
    file = SimpleUploadedFile("photo.jpg", data, "image/jpeg")
    response = say(street, "resident", text="请看照片", file=file, client_key=key())
    assert response.status_code in (status, HTTPStatus.UNPROCESSABLE_ENTITY)
    assert "请看照片" in html(response)
    assert not Message.objects.filter(group=street.group).exists()


def test_a_picture_stands_in_the_group_behind_a_link_of_its_reader(
    street: Street, key: Callable[[], str]
) -> None:
    file = SimpleUploadedFile("photo.jpg", samples.jpeg(), "image/jpeg")
    say(street, "resident", text="", file=file, client_key=key())
    stored = StoredFile.objects.get()
    page = html(street.client("neighbour").get(f"/groups/{street.group.pk}/"))
    assert f"/files/{stored.pk}?s=" in page


def test_the_writer_sees_what_became_of_the_words(street: Street) -> None:
    client, address = street.client("resident"), f"/groups/{street.group.pk}/"
    said = street.say("resident", "楼道灯坏了")
    assert "还没有看到" in html(client.get(address))
    groups.mark_read(viewer=street.viewer("officer"), group_id=street.group.pk, seq=1)
    assert "看到了，等回音" in html(client.get(address))
    groups.make_case(
        viewer=street.viewer("officer"), message_ids=[said.pk], category=LAMP, now=street.now
    )
    page = html(client.get(address))
    assert "已转成一件事" in page
    assert "/matters/" in page.split('class="talk"')[1]
    neighbours = html(street.client("neighbour").get(address))
    assert "已转成一件事" not in neighbours
    assert "/matters/" not in neighbours.split('class="talk"')[1].split("</ol>")[0]


def test_reading_moves_the_pointer(street: Street) -> None:
    street.say("neighbour", "早上好")
    client = street.client("resident")
    client.get(f"/groups/{street.group.pk}/")
    member = Member.objects.get(group=street.group, person=street.town.persons["resident"])
    assert member.read_seq == 1
    street.say("neighbour", "吃了吗")
    client.post(f"/groups/{street.group.pk}/read/", {"seq": "2"})
    member.refresh_from_db()
    assert member.read_seq == 2


def test_older_messages_are_a_link_away(street: Street) -> None:
    for number in range(33):
        street.say("neighbour", f"第{number}句")
    client, address = street.client("resident"), f"/groups/{street.group.pk}/"
    page = html(client.get(address))
    assert "第32句" in page
    assert "第2句" not in page
    assert f"{address}?before=4" in page
    older = html(client.get(address, {"before": "4"}))
    assert "第2句" in older
    part = html(client.get(f"{address}lines/", {"before": "4"}, headers=HTMX))
    assert "第2句" in part
    assert "<html" not in part


def test_a_page_that_is_open_fetches_what_is_new(street: Street) -> None:
    street.say("neighbour", "第一句")
    street.say("neighbour", "第二句")
    part = html(street.client("resident").get(f"/groups/{street.group.pk}/lines/", {"from": "2"}))
    assert "第二句" in part
    assert "第一句" not in part


def test_one_answers_words(street: Street, key: Callable[[], str]) -> None:
    asked = street.say("neighbour", "谁有梯子？")
    client, address = street.client("resident"), f"/groups/{street.group.pk}/"
    assert f'name="reply_to" value="{asked.pk}"' in html(client.get(address, {"reply": asked.pk}))
    client.post(address, {"text": "我有", "reply_to": asked.pk, "client_key": key()})
    assert Message.objects.get(text="我有").reply_to_id == asked.pk


def test_own_words_are_mended_and_taken_back(street: Street, key: Callable[[], str]) -> None:
    said = street.say("resident", "明天停水")
    client, address = street.client("resident"), f"/groups/{street.group.pk}/words/"
    assert "明天停水" in html(client.get(f"{address}{said.pk}/"))
    client.post(f"{address}{said.pk}/", {"do": "edit", "text": "后天停水", "client_key": key()})
    said.refresh_from_db()
    assert said.text == "后天停水"
    client.post(f"{address}{said.pk}/", {"do": "recall", "text": "后天停水", "client_key": key()})
    assert "这条消息已撤回" in html(client.get(f"/groups/{street.group.pk}/"))


def test_a_neighbours_words_are_not_ones_own(street: Street, key: Callable[[], str]) -> None:
    said = street.say("neighbour", "明天停水")
    address = f"/groups/{street.group.pk}/words/{said.pk}/"
    client = street.client("resident")
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    sent = {"do": "edit", "text": "没有的事", "client_key": key()}
    assert client.post(address, sent).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("part", ["", "lines/", "about/"])
def test_the_resident_next_door_does_not_find_the_group(street: Street, part: str) -> None:
    client = street.client("resident_next_door")
    address = f"/groups/{street.group.pk}/{part}"
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_the_resident_next_door_cannot_speak_there(street: Street, key: Callable[[], str]) -> None:
    file = SimpleUploadedFile("photo.jpg", samples.jpeg(), "image/jpeg")
    response = say(street, "resident_next_door", text="在吗", file=file, client_key=key())
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert not StoredFile.objects.exists()


def test_the_groups_page_names_offices_and_doors_but_no_neighbour(street: Street) -> None:
    page = html(street.client("resident").get(f"/groups/{street.group.pk}/about/"))
    assert "3号楼2单元502" in page
    assert "测试neighbour" not in page


def test_one_may_leave_and_come_back(street: Street) -> None:
    client = street.client("resident")
    assert client.post(f"/groups/{street.group.pk}/leave/").status_code == HTTPStatus.FOUND
    assert client.get(f"/groups/{street.group.pk}/").status_code == HTTPStatus.NOT_FOUND


def test_one_talks_alone_with_ones_officer(street: Street, key: Callable[[], str]) -> None:
    client = street.client("resident")
    assert street.town.persons["officer"].name in html(client.get("/talk/"))
    post = street.town.posts["officer"].pk
    opened = client.post("/talk/", {"post": post, "client_key": key()})
    again = client.post("/talk/", {"post": post, "client_key": key()})
    assert opened["Location"] == again["Location"]
    client.post(opened["Location"], {"text": "家里的事", "client_key": key()})
    assert "家里的事" in html(client.get(opened["Location"]))
    talk = Group.objects.get(kind="private_talk")
    neighbour = street.client("neighbour")
    assert neighbour.get(f"/talk/{talk.pk}/").status_code == HTTPStatus.NOT_FOUND


def test_an_office_elsewhere_is_not_talked_to(street: Street) -> None:
    post = street.town.posts["officer_next_door"].pk
    client = street.client("resident")
    assert client.post("/talk/", {"post": post}).status_code == HTTPStatus.NOT_FOUND
    assert client.post("/talk/", {"post": "x"}).status_code == HTTPStatus.NOT_FOUND


def test_the_first_page_takes_few_queries(
    street: Street, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    street.say("neighbour", "早上好")
    client = street.client("resident")
    # session, account with person, posts; groups, last words; notices
    with django_assert_max_num_queries(6):
        client.get("/")


def test_a_page_of_talk_takes_few_queries_whatever_its_length(
    street: Street, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        first = street.say("resident" if number % 2 else "neighbour", f"第{number}句")
    street.say("neighbour", "回一句", reply_to_id=first.pk)
    client = street.client("resident")
    client.get(f"/groups/{street.group.pk}/")
    with django_assert_max_num_queries(11):
        client.get(f"/groups/{street.group.pk}/")
