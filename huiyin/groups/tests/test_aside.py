"""Private talk, and a private matter moved out of the group."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from huiyin.cases import actions as cases
from huiyin.cases.models import Case
from huiyin.cases.rules.words import Channel, Outcome, TellChannel
from huiyin.conftest import NOON
from huiyin.groups import actions, queries
from huiyin.groups.models import CaseCard, Group, Message, MessageRevision
from huiyin.groups.rules import MessageClass, MessageKind
from huiyin.groups.tests.conftest import WATER, Square
from huiyin.lib.refusal import Conflict, NotAllowed, NotThere, Refused

SECRET = "我老公打我"


def aside(square: Square, *said: Message, who: str = "officer") -> Group:
    return actions.move_aside(
        viewer=square.town.viewer(who), message_ids=[message.pk for message in said], now=NOON
    )


def public_text(square: Square) -> str:
    """Everything a neighbour can read of the group, as it is sent to the page."""
    page = queries.messages(square.town.viewer("neighbour"), square.group.pk, limit=200)
    return str([line.public() for line in page.lines])


def test_a_private_matter_leaves_the_group_with_its_words(square: Square) -> None:
    one, two = square.say("resident", SECRET), square.say("resident", "孩子也看见了")
    talk = aside(square, one, two)
    assert SECRET not in public_text(square)
    assert "孩子" not in public_text(square)
    lines = queries.messages(square.town.viewer("resident"), talk.pk).lines
    assert [(line.text, line.is_mine) for line in lines] == [(SECRET, True), ("孩子也看见了", True)]
    notice = Message.objects.get(group=square.group, kind=MessageKind.NOTICE)
    assert notice.reply_to_id == one.pk


def test_in_the_talk_the_words_wait_for_the_officer_and_in_the_group_for_nobody(
    square: Square,
) -> None:
    talk = aside(square, square.say("resident", SECRET))
    waiting = queries.unanswered(square.town.viewer("officer"), now=NOON)
    assert [item.group.pk for item in waiting] == [talk.pk]


def test_the_words_are_kept_as_evidence(square: Square) -> None:
    aside(square, square.say("resident", SECRET))
    assert MessageRevision.objects.get().text == SECRET


def test_nobody_but_the_two_finds_the_talk(square: Square) -> None:
    talk = aside(square, square.say("resident", SECRET))
    for who in ("neighbour", "secretary", "cadre", "county", "officer_next_door"):
        with pytest.raises(NotThere):
            queries.messages(square.town.viewer(who), talk.pk)


def test_card_and_answer_of_a_moved_matter_are_in_the_talk_alone(
    square: Square, run_jobs: Callable[[], int]
) -> None:
    officer = square.town.viewer("officer")
    said = square.say("resident", SECRET)
    case = actions.make_case(
        viewer=officer, message_ids=[said.pk], category=WATER, title="家务事", now=NOON
    )
    talk = aside(square, said)
    assert list(CaseCard.objects.values_list("group_id", flat=True)) == [talk.pk]
    cases.answer_now(
        case_id=case.pk,
        viewer=officer,
        now=NOON + timedelta(minutes=5),
        text="妇联的同志下午上门",
        outcome=Outcome.EXPLAINED,
        channel=TellChannel.GROUP_REPLY,
    )
    run_jobs()
    assert "妇联" not in public_text(square)
    assert case.number not in public_text(square)
    lines = queries.messages(square.town.viewer("resident"), talk.pk).lines
    assert any("妇联" in line.text for line in lines)


def test_a_neighbours_words_of_the_same_case_stay_in_the_group_with_the_card(
    square: Square,
) -> None:
    officer = square.town.viewer("officer")
    mine, theirs = square.say("resident", "停水"), square.say("neighbour", "我家也停")
    case = actions.make_case(
        viewer=officer, message_ids=[mine.pk, theirs.pk], category=WATER, now=NOON
    )
    talk = aside(square, mine)
    assert set(CaseCard.objects.values_list("group_id", flat=True)) == {talk.pk, square.group.pk}
    assert case.number in public_text(square)


def test_a_case_of_the_talk_is_private_and_no_group_joins_it(square: Square) -> None:
    officer = square.town.viewer("officer")
    talk = aside(square, square.say("resident", SECRET))
    (copy,) = Message.objects.filter(group=talk)
    case = actions.make_case(viewer=officer, message_ids=[copy.pk], category=WATER, now=NOON)
    assert case.channel == Channel.PRIVATE
    said = square.say("neighbour", "楼上吵架")
    with pytest.raises(Conflict, match="私下"):
        actions.link_to_case(viewer=officer, message_ids=[said.pk], case_id=case.pk, now=NOON)
    assert SECRET not in public_text(square)


def test_words_of_two_residents_or_of_an_office_are_not_moved(square: Square) -> None:
    mine, theirs = square.say("resident", "a"), square.say("neighbour", "b")
    with pytest.raises(Refused, match="同一位居民"):
        aside(square, mine, theirs)
    with pytest.raises(Refused, match="同一位居民"):
        aside(square, square.say("officer", "大家好"))
    assert Group.objects.filter(kind="private_talk").count() == 0


def test_moving_twice_is_a_conflict_and_copies_nothing(square: Square) -> None:
    said = square.say("resident", SECRET)
    aside(square, said)
    with pytest.raises(Conflict, match="撤回"):
        aside(square, said)
    assert Message.objects.filter(text=SECRET).count() == 1


def test_what_is_private_already_is_not_moved(square: Square) -> None:
    talk = aside(square, square.say("resident", SECRET))
    (copy,) = Message.objects.filter(group=talk)
    with pytest.raises(Refused, match="已经是私下"):
        aside(square, copy)


def test_neighbours_move_nothing(square: Square) -> None:
    said = square.say("resident", SECRET)
    with pytest.raises(NotAllowed):
        aside(square, said, who="neighbour")
    with pytest.raises(NotThere):
        aside(square, said, who="officer_next_door")


def test_what_was_classed_keeps_its_class_in_the_talk(square: Square) -> None:
    said = square.say("resident", SECRET)
    actions.classify(
        viewer=square.town.viewer("officer"),
        message_ids=[said.pk],
        message_class="answered_here",
        now=NOON,
    )
    talk = aside(square, said)
    assert Message.objects.get(group=talk).message_class == MessageClass.ANSWERED_HERE


def test_a_resident_opens_the_talk_with_their_officer_once(square: Square) -> None:
    town = square.town
    post = town.posts["officer"].pk
    mine = actions.private_talk(viewer=town.viewer("resident"), post_id=post, now=NOON)
    again = actions.private_talk(
        viewer=town.viewer("officer"),
        post_id=post,
        person_id=town.persons["resident"].pk,
        now=NOON,
    )
    assert mine.pk == again.pk
    square.say("resident", "您好", group=mine, at=NOON + timedelta(minutes=1))
    assert next(line.title for line in queries.groups_of(town.viewer("resident"))) == "网格员"
    assert next(line.title for line in queries.groups_of(town.viewer("officer"))) == "测试resident"


@pytest.mark.parametrize("key", ["officer_next_door", "county", "lawyer"])
def test_posts_that_do_not_serve_a_resident_are_not_talked_to(square: Square, key: str) -> None:
    with pytest.raises(NotThere):
        actions.private_talk(
            viewer=square.town.viewer("resident"), post_id=square.town.posts[key].pk, now=NOON
        )


def test_an_officer_opens_no_talk_with_a_resident_next_door(square: Square) -> None:
    with pytest.raises(NotThere):
        actions.private_talk(
            viewer=square.town.viewer("officer"),
            post_id=square.town.posts["officer"].pk,
            person_id=square.town.persons["resident_next_door"].pk,
            now=NOON,
        )


def test_nobody_opens_anothers_talk(square: Square) -> None:
    with pytest.raises(NotThere):
        actions.private_talk(
            viewer=square.town.viewer("neighbour"),
            post_id=square.town.posts["officer"].pk,
            person_id=square.town.persons["resident"].pk,
            now=NOON,
        )


def test_a_private_matter_is_told_in_the_talk(square: Square, run_jobs: Callable[[], int]) -> None:
    officer = square.town.viewer("officer")
    talk = aside(square, square.say("resident", SECRET))
    (copy,) = Message.objects.filter(group=talk)
    case = actions.make_case(viewer=officer, message_ids=[copy.pk], category=WATER, now=NOON)
    cases.answer_now(
        case_id=case.pk,
        viewer=officer,
        now=NOON,
        text="已安排人身安全保护",
        outcome=Outcome.EXPLAINED,
        channel=TellChannel.PRIVATE_MESSAGE,
    )
    run_jobs()
    assert Case.objects.get(pk=case.pk).state == "awaiting_rating"
    lines = queries.messages(square.town.viewer("resident"), talk.pk).lines
    assert any("人身安全" in line.text for line in lines)
    assert "人身安全" not in public_text(square)
    assert square.group.pk not in set(CaseCard.objects.values_list("group_id", flat=True))


def test_a_matter_of_the_group_is_not_merged_into_a_private_one(
    square: Square, run_jobs: Callable[[], int]
) -> None:
    officer = square.town.viewer("officer")
    talk = aside(square, square.say("resident", SECRET))
    (copy,) = Message.objects.filter(group=talk)
    private = actions.make_case(
        viewer=officer, message_ids=[copy.pk], category=WATER, title="家暴求助", now=NOON
    )
    said = square.say("neighbour", "楼上有动静")
    case = actions.make_case(viewer=officer, message_ids=[said.pk], category=WATER, now=NOON)
    with pytest.raises(Refused, match="私下"):
        cases.merge(case_id=case.pk, into_id=private.pk, viewer=officer, now=NOON)
    run_jobs()
    assert "家暴" not in public_text(square)
    assert private.number not in public_text(square)
