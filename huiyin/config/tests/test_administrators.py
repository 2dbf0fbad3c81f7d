"""The three administrators see no case, no group and no file by virtue of their post: every address of the site is asked."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image

from huiyin.cases.models import Case
from huiyin.ground.files import actions as files
from huiyin.groups.models import Member, Message
from huiyin.people.models import Person
from huiyin.people.rules import ADMINISTRATORS, Role
from huiyin.sign_in.tests.conftest import appoint
from huiyin.web.kit.links import file_link
from huiyin.web.officer.tests.conftest import Desk, desk

__all__ = ["appoint", "desk"]

SAID, MATTER = "楼上漏水漏到我家卧室", "三楼的消防栓没有水"
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
# how an address names what holds words of people
CONTENT = ("case_id", "group_id", "file_id", "message_id", "member_id")
# acts and words that the addresses' last parts stand for
ACTS = {"act": "note", "do": "answer"}


def patterns(found: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address of the site as it is written: officer/cases/<int:case_id>/."""
    for each in found:
        route = before + str(each.pattern).lstrip("^")
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns, route)
        else:
            yield "/" + route.removesuffix("$")


ADDRESSES = sorted(set(patterns(get_resolver().url_patterns)))


def filled(address: str, ids: dict[str, int]) -> str:
    """The address of what stands there; a name that means nothing here gets a word."""

    def part(found: re.Match[str]) -> str:
        return str(ids.get(found[1]) or ACTS.get(found[1], "1"))

    return PLACEHOLDER.sub(part, address)


@pytest.fixture
def ids(desk: Desk) -> dict[str, int]:
    """A case, a group with words in it, and a file, in the county whose administrators they are."""
    case, said = desk.matter(MATTER), desk.say("resident", SAID)
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    stored = files.store_upload(
        stream=SimpleUploadedFile("a.jpg", picture.getvalue()),
        person_id=desk.town.persons["resident"].pk,
        now=desk.now,
    )
    return {
        "case_id": case.pk,
        "group_id": desk.group.pk,
        "file_id": stored.pk,
        "message_id": said.pk,
        "member_id": Member.objects.filter(group=desk.group)[0].pk,
    }


def test_the_site_has_addresses_of_content() -> None:
    named = [each for each in ADDRESSES if any(f":{name}>" in each for name in CONTENT)]
    assert len(named) > 30, named


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_an_administrator_reads_none_of_it_anywhere(
    role: Role, desk: Desk, ids: dict[str, int], appoint: Callable[[Role], Person]
) -> None:
    appoint(role)
    client = desk.client(role.value)
    for address in ADDRESSES:
        words = {} if address.startswith("/api/") else {"m": ids["message_id"]}
        answer = client.get(filled(address, ids), words, follow=True)
        body = b"" if answer.streaming else answer.content
        assert SAID not in body.decode(errors="replace"), address
        assert MATTER not in body.decode(errors="replace"), address
        if any(f":{name}>" in address for name in CONTENT):
            assert answer.status_code in {403, 404, 405}, (address, answer.status_code)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_what_others_are_given_to_see_does_not_open_for_an_administrator(
    role: Role, desk: Desk, ids: dict[str, int], appoint: Callable[[Role], Person]
) -> None:
    """A link to a file is for whom it was made for, and a topic of the stream for who may read it."""
    appoint(role)
    client = desk.client(role.value)
    link = file_link(ids["file_id"], person_id=desk.town.persons["resident"].pk, now=desk.now)
    assert client.get(link).status_code in {403, 404}
    asked = f"case:{ids['case_id']} group:{ids['group_id']} node:{desk.town.grid.pk}"
    assert client.get("/live/ticket", {"topics": asked}).json()["topics"] == []


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_nor_may_an_administrator_do_anything_to_it(
    role: Role, desk: Desk, ids: dict[str, int], appoint: Callable[[Role], Person]
) -> None:
    appoint(role)
    client = desk.client(role.value)
    before = Case.objects.values_list("version", flat=True)[0]
    for address in ADDRESSES:
        if any(f":{name}>" in address for name in CONTENT):
            answer = client.post(filled(address, ids), {"text": "x", "reason": "x"})
            assert answer.status_code in {401, 403, 404, 405, 415, 422}, (
                address,
                answer.status_code,
            )
    assert Case.objects.values_list("version", flat=True)[0] == before
    assert Message.objects.count() == 1
