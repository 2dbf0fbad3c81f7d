"""A page hears what it may read, and asks anew when its ticket has run out."""

from http import HTTPStatus
from urllib.parse import quote

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.encoding import force_str

from huiyin.conftest import Town
from huiyin.ground.live import ticket as tickets

pytestmark = pytest.mark.django_db


def heard(town: Town, key: str, *topics: str) -> list[str]:
    """The topics of the ticket that somebody gets who asks for these."""
    client = Client()
    client.force_login(town.persons[key].account)
    answer = client.get(f"/live/ticket?topics={quote(' '.join(topics))}").json()
    keys = [tickets.key_of(force_str(settings.SECRET_KEY))]
    ticket = tickets.read(keys, answer["ticket"], now=timezone.now())
    assert ticket.person_id == town.persons[key].pk
    return list(ticket.topics)


def test_one_hears_of_oneself_and_of_nobody_else(town: Town) -> None:
    mine, other = (f"person:{town.persons[key].pk}" for key in ("resident", "neighbour"))
    assert heard(town, "resident", mine, other) == [mine]


def test_an_officer_hears_of_the_own_post_and_grid_and_not_of_those_next_door(town: Town) -> None:
    post, next_door = (f"post:{town.posts[key].pk}" for key in ("officer", "officer_next_door"))
    grid, other_grid = f"node:{town.grid.pk}", f"node:{town.grid_next_door.pk}"
    assert heard(town, "officer", post, next_door, grid, other_grid) == [post, grid]


@pytest.mark.parametrize(
    "topic", ["", "group:1", "case:1", "node:1", "post:x", "x:1", "*", "group:" + "9" * 30]
)
def test_what_is_unknown_is_not_heard(town: Town, topic: str) -> None:
    assert heard(town, "resident", topic) == []


def test_nobody_signed_in_hears_nothing() -> None:
    answer = Client().get("/live/ticket?topics=person:1", headers={"Accept": "application/json"})
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_page_prints_the_ticket_for_what_its_view_has_asked(town: Town) -> None:
    request = RequestFactory().get("/")
    vars(request).update(now=timezone.now(), viewer=town.viewer("resident"))
    text = "{% load kit %}<huiyin-live {% live_attrs 'group:1' topics seen=seen %}></huiyin-live>"
    page = Template(text).render(
        Context({"request": request, "topics": ["case:2"], "seen": {"group:1": 9}})
    )
    assert 'topics="group:1 case:2"' in page
    assert 'src="/live/stream"' in page
    assert 'renew="/live/ticket"' in page
    assert ',group:1=9" expires-in="600"' in page
