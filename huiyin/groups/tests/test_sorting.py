"""Every message of a resident ends in exactly one class."""

import uuid
from datetime import timedelta

import pytest

from huiyin.conftest import NOON
from huiyin.ground.ledger.actions import By
from huiyin.groups import actions, queries
from huiyin.groups.models import Group, Message
from huiyin.groups.rules import MessageClass
from huiyin.groups.tests.conftest import Square
from huiyin.lib.refusal import NotAllowed, NotThere, Refused
from huiyin.people import actions as people


def classify(square: Square, who: str, to: str, *said: Message) -> list[Message]:
    return actions.classify(
        viewer=square.town.viewer(who),
        message_ids=[message.pk for message in said],
        message_class=to,
        now=NOON,
    )


def test_the_officer_says_what_words_are_and_takes_it_back(square: Square) -> None:
    said = square.say("resident", "早上好")
    classify(square, "officer", "small_talk", said)
    found = square.anew(said)
    assert found.message_class == MessageClass.SMALL_TALK
    assert found.classed_by_id == square.town.persons["officer"].pk
    classify(square, "officer", "unanswered", said)
    found = square.anew(said)
    assert (found.message_class, found.classed_at) == (MessageClass.UNANSWERED, None)


def test_an_answer_classes_all_the_words_it_answers(square: Square) -> None:
    first, second = square.say("resident", "居住证要哪些材料？"), square.say("neighbour", "同问")
    reply = actions.answer_here(
        viewer=square.town.viewer("officer"),
        message_ids=[second.pk, first.pk],
        text="身份证和租房合同",
        client_key=uuid.uuid4(),
        now=NOON,
    )
    assert reply.reply_to_id == first.pk
    for said in (first, second):
        assert square.anew(said).message_class == MessageClass.ANSWERED_HERE


def test_answering_twice_with_one_key_answers_once(square: Square) -> None:
    said, key = square.say("resident", "几点上班？"), uuid.uuid4()
    for _ in range(2):
        actions.answer_here(
            viewer=square.town.viewer("officer"),
            message_ids=[said.pk],
            text="八点半",
            client_key=key,
            now=NOON,
        )
    assert Message.objects.count() == 2


def test_residents_do_not_sort_words(square: Square) -> None:
    said = square.say("resident", "早")
    with pytest.raises(NotAllowed, match="负责这个群"):
        classify(square, "neighbour", "small_talk", said)


def test_the_officer_next_door_does_not_find_the_words(square: Square) -> None:
    said = square.say("resident", "早")
    with pytest.raises(NotThere):
        classify(square, "officer_next_door", "small_talk", said)


def test_all_or_none_are_classed(square: Square) -> None:
    theirs, own = square.say("resident", "早"), square.say("officer", "大家早")
    with pytest.raises(Refused, match="居民"):
        classify(square, "officer", "small_talk", theirs, own)
    assert square.anew(theirs).message_class == MessageClass.UNANSWERED


def test_one_group_is_sorted_at_a_time(square: Square, next_door: Group) -> None:
    here = square.say("resident", "早")
    there = square.say("resident_next_door", "早", group=next_door)
    with pytest.raises(Refused, match="同一个群"):
        classify(square, "officer", "small_talk", here, there)


def test_said_but_not_answered_is_listed_oldest_first_with_how_long_it_waits(
    square: Square,
) -> None:
    town = square.town
    first = square.say("resident", "停水了", at=NOON)
    second = square.say("neighbour", "几点来水", at=NOON + timedelta(minutes=50))
    square.say("officer", "大家好", at=NOON + timedelta(minutes=51))
    at = NOON + timedelta(minutes=61)
    waiting = queries.unanswered(town.viewer("officer"), now=at)
    assert [item.line.id for item in waiting] == [first.pk, second.pk]
    assert [item.is_beyond for item in waiting] == [True, False]
    assert waiting[1].waited == timedelta(minutes=11)
    count = queries.unanswered_count(town.viewer("officer"), now=at)
    assert (count.waiting, count.beyond, count.oldest_at) == (2, 1, NOON)


def test_the_officer_next_door_has_nothing_waiting(square: Square) -> None:
    square.say("resident", "停水了")
    assert queries.unanswered(square.town.viewer("officer_next_door"), now=NOON) == []
    assert queries.unanswered(square.town.viewer("resident"), now=NOON) == []


def test_who_stands_in_for_the_officer_has_the_officers_words_waiting(square: Square) -> None:
    square.say("resident", "停水了")
    town = square.town
    assert queries.unanswered(town.viewer("officer_next_door"), now=NOON) == []
    people.substitute(
        post_id=town.posts["officer"].pk,
        by_post_id=town.posts["officer_next_door"].pk,
        from_at=NOON,
        to_at=NOON + timedelta(days=3),
        by=By(None, None),
        now=NOON,
    )
    assert len(queries.unanswered(town.viewer("officer_next_door"), now=NOON)) == 1
    assert square.say("officer_next_door", "我来替岗").author_post_id == town.posts["officer"].pk


def test_a_month_of_a_group_is_counted_without_naming_who_spoke(square: Square) -> None:
    town = square.town
    square.say("resident", "停水了")
    square.say("resident", "还没来")
    square.say("officer", "在修")
    (figures,) = queries.supervision(town.viewer("secretary"), now=NOON + timedelta(hours=2))
    counts = figures.counts
    assert (counts.messages, counts.member_households, counts.speaking_households) == (3, 2, 1)
    assert (counts.unanswered, counts.unanswered_beyond) == (2, 2)
    assert counts.officer_spoke_at == NOON
    assert [alarm.value for alarm in figures.alarms] == ["unanswered"]
    assert not figures.is_dead


def test_a_group_without_a_word_of_its_officer_for_two_weeks_is_dead(square: Square) -> None:
    square.say("officer", "大家好")
    later = NOON + timedelta(days=15)
    square.say("resident", "早", at=later)
    (figures,) = queries.supervision(square.town.viewer("secretary"), now=later)
    assert figures.is_dead
    assert [alarm.value for alarm in figures.alarms] == ["officer_silent"]


@pytest.mark.parametrize(
    ("who", "sees"),
    [("secretary", 2), ("street", 2), ("county", 2), ("officer", 1), ("secretary_next_door", 0)],
)
def test_figures_end_at_the_border_of_the_area(
    square: Square, next_door: Group, who: str, sees: int
) -> None:
    assert len(queries.supervision(square.town.viewer(who), now=NOON)) == sees


def test_a_resident_supervises_nothing(square: Square) -> None:
    assert queries.supervision(square.town.viewer("resident"), now=NOON) == []


def test_my_groups_show_what_is_unread_and_the_last_word(square: Square, next_door: Group) -> None:
    square.say("resident", "停水了")
    (mine,) = queries.groups_of(square.town.viewer("neighbour"))
    assert (mine.group.pk, mine.unread, mine.unanswered) == (square.group.pk, 1, 0)
    assert mine.last is not None
    assert mine.last.text == "停水了"
    (officers,) = queries.groups_of(square.town.viewer("officer"))
    assert officers.unanswered == 1


def test_a_page_of_talk_is_read_both_ways(square: Square) -> None:
    for n in range(1, 8):
        square.say("resident", str(n))
    me = square.town.viewer("neighbour")
    page = queries.messages(me, square.group.pk, limit=3)
    assert [line.text for line in page.lines] == ["5", "6", "7"]
    assert (page.has_before, page.has_after) == (True, False)
    older = queries.messages(me, square.group.pk, before_seq=5, limit=3)
    assert [line.text for line in older.lines] == ["2", "3", "4"]
    newer = queries.messages(me, square.group.pk, after_seq=2, limit=3)
    assert [line.text for line in newer.lines] == ["3", "4", "5"]
    assert newer.has_after


def test_classes_and_cases_are_shown_to_the_office_alone(square: Square) -> None:
    square.say("resident", "停水了")
    (officers,) = queries.messages(square.town.viewer("officer"), square.group.pk).lines
    (neighbours,) = queries.messages(square.town.viewer("neighbour"), square.group.pk).lines
    assert officers.message_class is MessageClass.UNANSWERED
    assert neighbours.message_class is None
    assert officers.is_mine is neighbours.is_mine is False
