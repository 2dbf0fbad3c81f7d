"""One person, several posts: the chosen one leads what acts write down, and nobody sees more or less by it."""

import uuid

from django.test import Client

from huiyin.cases import actions as cases
from huiyin.cases.queries.access import visible
from huiyin.cases.rules.words import Channel
from huiyin.conftest import NOON, Town
from huiyin.ground.ledger import queries as ledger
from huiyin.ground.ledger.actions import CLOCK
from huiyin.groups.models import Message
from huiyin.people import actions as people
from huiyin.people.rules import Viewer
from huiyin.web.officer.tests.conftest import Desk


def with_two_posts(town: Town) -> Viewer:
    """The officer also stands as secretary of the community next door."""
    other, held = town.posts["secretary_next_door"], town.persons["secretary_next_door"]
    people.leave_post(post_id=other.pk, person_id=held.pk, by=CLOCK, now=NOON)
    people.take_post(post_id=other.pk, person_id=town.persons["officer"].pk, by=CLOCK, now=NOON)
    return town.viewer("officer")


def test_a_hat_changes_the_order_of_posts_and_nothing_else(town: Town) -> None:
    viewer = with_two_posts(town)
    for post_id in viewer.own_post_ids:
        worn = viewer.wearing(post_id)
        assert worn.hat is not None
        assert worn.hat.id == post_id
        assert (worn.post_ids, worn.paths, worn.verbs) == (
            viewer.post_ids, viewer.paths, viewer.verbs,
        )  # fmt: skip
        assert set(visible(worn)) == set(visible(viewer))


def test_a_post_of_somebody_else_is_no_hat(town: Town) -> None:
    viewer = with_two_posts(town)
    for post_id in (town.posts["secretary"].pk, None, "1"):
        assert viewer.wearing(post_id) == viewer


def test_what_is_opened_is_opened_in_the_chosen_post(town: Town) -> None:
    viewer = with_two_posts(town)
    for key in ("officer", "secretary_next_door"):
        case = cases.open_case(
            viewer=viewer.wearing(town.posts[key].pk),
            now=NOON,
            text="路灯不亮。",
            category="0201",
            node_id=town.grid.pk,
            channel=Channel.OFFICER_CAPTURE,
        )
        (entry,) = ledger.history("case", case.pk)
        assert entry.by_post_id == town.posts[key].pk


def test_the_choice_stays_for_the_session_and_shows_in_the_head_of_the_page(town: Town) -> None:
    with_two_posts(town)
    client = Client()
    client.force_login(town.persons["officer"].account)
    post = town.posts["secretary_next_door"]
    answer = client.post("/posts/hat/", {"post": post.pk, "next": "/officer/me/"})
    assert answer["Location"] == "/officer/me/"
    shown = client.get("/officer/me/")
    assert shown.status_code == 200
    page = shown.content.decode()
    assert f'value="{post.pk}" aria-current="true"' in page
    assert page.count("现在以这个岗位办事") == 1
    assert page.count("交接和请假") == 2
    refused = client.post("/posts/hat/", {"post": town.posts["street"].pk})
    assert refused.status_code == 404


def test_words_are_said_in_the_post_that_the_page_names(desk: Desk) -> None:
    """The page sends the chosen post with the words, by the live process and as a form: neither knows the session."""
    town = desk.town
    people.leave_post(
        post_id=town.posts["cadre"].pk,
        person_id=town.persons["cadre"].pk,
        by=CLOCK,
        now=desk.now,
    )
    people.take_post(
        post_id=town.posts["cadre"].pk,
        person_id=town.persons["officer"].pk,
        by=CLOCK,
        now=desk.now,
    )
    client, address = desk.client(), f"/officer/groups/{desk.group.pk}/"
    assert 'name="as_post"' not in client.get(address).content.decode()
    for key in ("cadre", "officer"):
        post = town.posts[key]
        client.post("/posts/hat/", {"post": post.pk})
        page = client.get(address).content.decode()
        assert f'name="as_post" value="{post.pk}"' in page
        client_key = str(uuid.uuid4())
        sent = {"text": f"这里是{key}。", "as_post": post.pk, "client_key": client_key}
        assert client.post(address, sent).status_code == 302
        said = Message.objects.get(client_key=client_key)
        assert said.author_post_id == post.pk
        assert said.author_label.startswith(post.title)


def test_nobody_speaks_in_a_post_of_somebody_else(desk: Desk) -> None:
    client_key = str(uuid.uuid4())
    other = desk.town.posts["secretary"].pk
    sent = {"text": "我是书记。", "as_post": other, "client_key": client_key}
    refused = desk.client().post(f"/officer/groups/{desk.group.pk}/", sent)
    assert refused.status_code == 403
    assert not Message.objects.filter(client_key=client_key).exists()
