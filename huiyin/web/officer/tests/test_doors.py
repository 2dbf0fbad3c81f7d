"""Who may come in where: residents find nothing here, and neither does the officer next door."""

import re

import pytest
from django.test import Client

from huiyin.groups import actions as groups
from huiyin.groups.models import Member
from huiyin.web.officer.tests.conftest import Desk

READ_ONLY = re.compile(r"/officer/(cases/\d+/|groups/\d+/(lines|members)/)")
PLAIN = (
    "/officer/",
    "/officer/groups/",
    "/officer/talk/",
    "/officer/cases/",
    "/officer/capture/",
    "/officer/notices/",
    "/officer/me/",
)


def _with_ids(desk: Desk) -> list[str]:
    """Every address with an id, of things that stand in the first grid."""
    said = desk.say("resident", "楼道灯坏了")
    aside = desk.say("neighbour", "家里的事")
    talk = groups.move_aside(viewer=desk.viewer("officer"), message_ids=[aside.pk], now=desk.now)
    member = Member.objects.get(group=desk.group, person=desk.town.persons["resident"])
    case, group = desk.accepted(desk.matter()), f"/officer/groups/{desk.group.pk}"
    acts = ("note", "hand_up", "submit_result", "merge", "promise", "tell")
    words = ("answer", "case", "link", "aside", "sort", "recall")
    return [
        f"{group}/",
        f"{group}/lines/",
        f"{group}/about/",
        f"{group}/members/",
        f"{group}/members/{member.pk}/",
        f"/officer/groups/{talk.pk}/",
        f"/officer/groups/{talk.pk}/about/",
        *(f"{group}/words/{do}/?m={said.pk}" for do in words),
        f"/officer/cases/{case.pk}/",
        *(f"/officer/cases/{case.pk}/{act}/" for act in acts),
    ]


def test_residents_find_nothing_here(desk: Desk) -> None:
    resident = desk.client("resident")
    for address in PLAIN:
        assert resident.get(address).status_code == 404, address
        assert Client().get(address)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("who", ["officer_next_door", "secretary_next_door", "lawyer", "resident"])
def test_the_officer_next_door_finds_nothing_of_this_grid(desk: Desk, who: str) -> None:
    client = desk.client(who)
    for address in _with_ids(desk):
        assert client.get(address).status_code == 404, address


def test_the_officer_next_door_sends_nothing_here(desk: Desk) -> None:
    client = desk.client("officer_next_door")
    for address in _with_ids(desk):
        path, _, query = address.partition("?m=")
        sent = {"m": query, "text": "x", "reason": "x", "to": "small_talk"}
        if READ_ONLY.fullmatch(path):
            continue
        assert client.post(path, sent).status_code == 404, path
    said = desk.say("resident", "再说一句")
    for part in ("sort", "read"):
        sent = {"one": f"small_talk-{said.pk}", "seq": "1"}
        address = f"/officer/groups/{desk.group.pk}/{part}/"
        assert client.post(address, sent).status_code == 404


def test_words_of_one_group_are_not_reached_through_another(desk: Desk) -> None:
    said = desk.say("resident", "楼道灯坏了")
    other = groups.create_group(
        viewer=desk.viewer("officer"),
        kind="dedicated",
        name="商户群",
        node_id=desk.town.grid.pk,
        now=desk.now,
    )
    address = f"/officer/groups/{other.pk}/words/answer/?m={said.pk}"
    assert desk.client().get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/officer/cases/1/", "/officer/cases/1/note/", "/officer/groups/1/", "/officer/cases/9/gone/"],
)
def test_what_is_nowhere_is_not_found(desk: Desk, address: str) -> None:
    assert desk.client().get(address).status_code == 404


@pytest.mark.parametrize("who", ["officer", "cadre", "secretary", "street", "county", "lawyer"])
def test_all_staff_may_open_the_lists(desk: Desk, who: str) -> None:
    for address in PLAIN:
        desk.get(address, who=who)
