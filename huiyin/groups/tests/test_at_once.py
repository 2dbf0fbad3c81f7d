"""Several people at the same moment, in transactions of their own."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection

from huiyin.conftest import NOON
from huiyin.groups import actions
from huiyin.groups.models import Group, Message
from huiyin.groups.rules import MessageClass
from huiyin.groups.tests.conftest import WATER, Square
from huiyin.lib.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)
Result = TypeVar("Result")


def at_once(*acts: Callable[[], Result]) -> list[Result | Refused]:
    """Run each act in a thread with a connection of its own; a refusal is a result."""

    def run(act: Callable[[], Result]) -> Result | Refused:
        try:
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_two_who_speak_at_once_get_numbers_without_a_gap(
    transactional_db: None, square: Square
) -> None:
    def speak(who: str) -> None:
        for n in range(20):
            square.say(who, f"{who} {n}")

    at_once(lambda: speak("resident"), lambda: speak("neighbour"), lambda: speak("officer"))
    assert list(Message.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 61))


def test_one_message_sent_twice_at_once_is_one_message(
    transactional_db: None, square: Square
) -> None:
    key = uuid.uuid4()
    sent = at_once(*[lambda: square.say("resident", "停水了", key=key).pk] * 4)
    assert len(set(sent)) == 1
    assert Message.objects.count() == 1


def test_one_key_for_two_texts_at_once_keeps_one_of_them(
    transactional_db: None, square: Square
) -> None:
    key = uuid.uuid4()
    results = at_once(
        lambda: square.say("resident", "停水", key=key).pk,
        lambda: square.say("resident", "停电", key=key).pk,
    )
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Message.objects.count() == 1


def test_a_talk_opened_from_both_sides_at_once_is_one_talk(
    transactional_db: None, square: Square
) -> None:
    town = square.town
    post, person = town.posts["officer"].pk, town.persons["resident"].pk
    mine, theirs = town.viewer("resident"), town.viewer("officer")
    opened = at_once(
        lambda: actions.private_talk(viewer=mine, post_id=post, now=NOON).pk,
        lambda: actions.private_talk(viewer=theirs, post_id=post, person_id=person, now=NOON).pk,
    )
    assert len(set(opened)) == 1
    assert Group.objects.filter(kind="private_talk").count() == 1


def test_a_case_and_small_talk_at_once_leave_the_words_in_one_class(
    transactional_db: None, square: Square
) -> None:
    said = square.say("resident", "停水了")
    officer, cadre = square.town.viewer("officer"), square.town.viewer("cadre")
    at_once(
        lambda: (
            actions.make_case(viewer=officer, message_ids=[said.pk], category=WATER, now=NOON).pk
        ),
        lambda: (
            actions.classify(
                viewer=cadre, message_ids=[said.pk], message_class="small_talk", now=NOON
            )[0].pk
        ),
    )
    assert square.anew(said).message_class == MessageClass.CASE


def test_moved_aside_twice_at_once_the_words_are_copied_once(
    transactional_db: None, square: Square
) -> None:
    said = square.say("resident", "家事")
    officer, cadre = square.town.viewer("officer"), square.town.viewer("cadre")
    at_once(
        lambda: actions.move_aside(viewer=officer, message_ids=[said.pk], now=NOON).pk,
        lambda: actions.move_aside(viewer=cadre, message_ids=[said.pk], now=NOON).pk,
    )
    assert Message.objects.filter(text="家事").count() == 1
