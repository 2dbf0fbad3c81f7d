"""Two at once over one post, each on a connection of its own: one wins, the other reads a sentence."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from huiyin.conftest import NOON, Town
from huiyin.lib.refusal import Conflict, Refused
from huiyin.people import queries as people
from huiyin.people.models import Incumbency
from huiyin.posts import actions
from huiyin.posts.models import HandOver
from huiyin.posts.tests.conftest import DAY, HOUR, Office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office_for_good(transactional_db: None, town: Town) -> Office:
    """The town in committed rows, so that several connections see it."""
    return Office(town)


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Run calls at the same moment, each on a connection of its own; a Refused comes back as the result."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return call()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def holders(office: Office, post: str, *, at: datetime = NOON) -> list[int]:
    return people.acting_person_ids(office.town.posts[post].pk, at=at)


def test_of_two_hand_overs_one_wins_and_the_other_reads_that_somebody_was_quicker(
    office_for_good: Office,
) -> None:
    office = office_for_good
    heirs = ("officer_next_door", "cadre", "stranger")
    done = together(
        *[lambda to=to: office.hand_over("officer", "officer", to, by="secretary") for to in heirs]
    )
    (won,) = [each for each in done if isinstance(each, HandOver)]
    lost = [each for each in done if not isinstance(each, HandOver)]
    assert len(lost) == 2
    for each in lost:
        assert isinstance(each, Conflict)
        assert "已经不在这个岗位上" in str(each)
    assert holders(office, "officer") == [won.to_person_id]
    assert HandOver.objects.count() == 1


def test_two_who_give_each_other_their_posts_neither_wait_for_ever_nor_lose_one(
    office_for_good: Office,
) -> None:
    """Both lock both persons, in the same order."""
    office = office_for_good
    town = office.town
    done = together(
        lambda: office.hand_over("officer", "officer", "officer_next_door", by="street"),
        lambda: office.hand_over("officer_next_door", "officer_next_door", "officer", by="street"),
    )
    assert all(isinstance(each, HandOver) for each in done), done
    assert holders(office, "officer") == [town.persons["officer_next_door"].pk]
    assert holders(office, "officer_next_door") == [town.persons["officer"].pk]


def test_a_plan_that_several_workers_carry_out_is_carried_out_once(
    office_for_good: Office,
) -> None:
    office = office_for_good
    at = NOON + DAY
    row = office.hand_over("officer", "officer", "officer_next_door", by="secretary", at=at)
    later = at + HOUR
    together(*[lambda: actions.carry_out(hand_over_id=row.pk, now=later)] * 3)
    taken = Incumbency.objects.filter(
        post=office.town.posts["officer"], person=office.town.persons["officer_next_door"]
    )
    assert taken.count() == 1
    assert HandOver.objects.get(pk=row.pk).done_at == later


def test_two_clicks_with_one_key_are_one_hand_over(office_for_good: Office) -> None:
    office, key = office_for_good, uuid4()
    done = together(
        *[
            lambda: office.hand_over(
                "officer", "officer", "officer_next_door", by="secretary", client_key=key
            )
        ]
        * 3
    )
    assert len({each.pk for each in done if isinstance(each, HandOver)}) == 1
    assert all(isinstance(each, HandOver) for each in done), done
