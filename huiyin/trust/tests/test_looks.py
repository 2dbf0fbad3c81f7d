"""Numbers are read for a purpose, and whoever they belong to learns of it."""

import uuid
from datetime import timedelta

import pytest

from huiyin.conftest import NOON, Town
from huiyin.ground.ledger import queries as ledger
from huiyin.ground.ledger.actions import By
from huiyin.lib.refusal import NotThere, Refused
from huiyin.people.actions import change_phone
from huiyin.trust.actions.looks import phone_of
from huiyin.trust.queries.looks import look, looks_at

NUMBER = "14000001234"
WHY = "告诉她水管修好了"


@pytest.fixture
def reachable(town: Town) -> Town:
    change_phone(person_id=town.persons["resident"].pk, phone=NUMBER, now=NOON)
    return town


def ask(town: Town, **more: object) -> str:
    by = By(town.persons["officer"].pk, town.posts["officer"].pk)
    said = {"purpose": "tell", "words": WHY, **more}
    who = town.persons[str(said.pop("who", "resident"))]
    return phone_of(person_id=who.pk, by=by, area=town.grid.path, now=NOON, **said)  # type: ignore[arg-type]


def test_a_number_is_read_for_a_purpose_and_its_owner_learns_who_and_why(reachable: Town) -> None:
    assert ask(reachable) == NUMBER
    (seen,) = looks_at(reachable.persons["resident"].pk).looks
    assert (seen.by_post.title, seen.purpose, seen.words) == ("网格员", "tell", WHY)


def test_the_ledger_has_every_look_and_none_of_its_words(reachable: Town) -> None:
    ask(reachable)
    entry = ledger.history("person", reachable.persons["resident"].pk)[-1]
    assert (entry.kind, entry.by_post_id) == ("person.phone_seen", reachable.posts["officer"].pk)
    assert look(entry.data["look_id"]).words == WHY
    assert WHY not in str(entry.data)
    assert NUMBER not in str(entry.data)


@pytest.mark.parametrize(
    "said", [{"purpose": "curious"}, {"purpose": ""}, {"words": "  看 "}, {"words": "看" * 201}]
)
def test_a_look_without_purpose_or_words_is_refused_and_leaves_no_trace(
    reachable: Town, said: dict[str, str]
) -> None:
    with pytest.raises(Refused):
        ask(reachable, **said)
    assert looks_at(reachable.persons["resident"].pk).looks == []


def test_a_form_that_is_sent_twice_is_one_look(reachable: Town) -> None:
    key = uuid.uuid4()
    assert ask(reachable, client_key=key) == ask(reachable, client_key=key) == NUMBER
    assert len(looks_at(reachable.persons["resident"].pk).looks) == 1


def test_who_has_no_number_was_not_looked_at(reachable: Town) -> None:
    with pytest.raises(NotThere):
        ask(reachable, who="neighbour")
    assert looks_at(reachable.persons["neighbour"].pk).looks == []


def test_looks_are_read_page_by_page_newest_first(reachable: Town) -> None:
    for hour in range(3):
        by = By(reachable.persons["officer"].pk, reachable.posts["officer"].pk)
        phone_of(
            person_id=reachable.persons["resident"].pk,
            by=by,
            purpose="visit",
            words=f"第 {hour} 次约时间",
            area=reachable.grid.path,
            now=NOON + timedelta(hours=hour),
        )
    who = reachable.persons["resident"].pk
    first = looks_at(who, limit=2)
    rest = looks_at(who, limit=2, after=first.next_after)
    assert [each.words[2] for each in (*first.looks, *rest.looks)] == ["2", "1", "0"]
    assert rest.next_after is None
