"""Saying something in a group."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.conftest import NOON
from huiyin.groups import actions, queries
from huiyin.groups.models import Group, Member, Message
from huiyin.groups.rules import MessageClass
from huiyin.groups.tests.conftest import Square
from huiyin.lib.refusal import Conflict, NotAllowed, NotThere, Refused
from huiyin.people.models import Household, HouseholdMember, Person, Post
from huiyin.people.rules import Role

# lock, the statement that does it all, the message, and the savepoint's two
QUERIES_OF_A_MESSAGE = 5


def test_a_residents_words_are_numbered_labelled_and_wait(square: Square) -> None:
    first, second = square.say("resident", "早"), square.say("neighbour", "停水了")
    assert (first.seq, second.seq) == (1, 2)
    assert second.author_label == "3号楼2单元502"
    assert second.message_class == MessageClass.UNANSWERED


def test_an_officers_words_are_signed_and_wait_for_nobody(square: Square) -> None:
    message = square.say("officer", "水司已在抢修")
    assert message.author_label == "网格员 测试officer"
    assert message.author_post_id == square.town.posts["officer"].pk
    assert message.message_class is None


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b", "\x00\x07"])
def test_nothing_cannot_be_said(square: Square, text: str) -> None:
    with pytest.raises(Refused, match="写点什么"):
        square.say("resident", text)
    assert Message.objects.count() == 0


@pytest.mark.parametrize("text", ["嗯", "👨‍👩‍👧", "水" * 5000])
def test_one_to_five_thousand_characters_can_be_said(square: Square, text: str) -> None:
    assert square.say("resident", text).text == text


def test_ten_thousand_characters_are_refused_with_a_sentence(square: Square) -> None:
    with pytest.raises(Refused, match="10000 字"):
        square.say("resident", "水" * 10_000)


def test_control_characters_and_overrides_do_not_arrive(square: Square) -> None:
    assert square.say("resident", "\u202e停\x00水\u0007").text == "停水"


def test_a_repeat_returns_the_first_message(square: Square) -> None:
    key = uuid.uuid4()
    first, again = square.say("resident", "停水", key=key), square.say("resident", "停水", key=key)
    assert first.pk == again.pk
    assert Message.objects.count() == 1


def test_another_text_under_the_same_key_is_a_conflict(square: Square) -> None:
    key = uuid.uuid4()
    square.say("resident", "停水", key=key)
    with pytest.raises(Conflict, match="编号"):
        square.say("resident", "停电", key=key)


def test_a_neighbour_cannot_repeat_my_message(square: Square) -> None:
    key = uuid.uuid4()
    square.say("resident", "停水", key=key)
    with pytest.raises(Conflict, match="编号"):
        square.say("neighbour", "停水", key=key)


def test_a_repeat_after_an_edit_is_still_the_first_message(square: Square) -> None:
    key = uuid.uuid4()
    first = square.say("resident", "停水", key=key)
    actions.edit_message(
        viewer=square.town.viewer("resident"), message_id=first.pk, text="停水了", now=NOON
    )
    assert square.say("resident", "停水", key=key).pk == first.pk


def test_words_of_another_group_cannot_be_replied_to(square: Square, next_door: Group) -> None:
    elsewhere = square.say("resident_next_door", "停电", group=next_door)
    with pytest.raises(Refused, match="不在这个群"):
        square.say("resident", "我们也是", reply_to=elsewhere)


def test_recalled_words_cannot_be_replied_to(square: Square) -> None:
    said = square.say("resident", "停水")
    actions.recall_message(viewer=square.town.viewer("resident"), message_id=said.pk, now=NOON)
    with pytest.raises(Conflict, match="撤回"):
        square.say("neighbour", "我家也是", reply_to=said)


@pytest.mark.parametrize("who", ["officer_next_door", "resident_next_door", "stranger", "county"])
def test_whoever_has_nothing_to_do_with_a_group_does_not_find_it(square: Square, who: str) -> None:
    with pytest.raises(NotThere):
        square.say(who, "你好")
    with pytest.raises(NotThere):
        queries.messages(square.town.viewer(who), square.group.pk)


def test_the_secretary_reads_but_is_not_a_voice_of_the_group(square: Square) -> None:
    square.say("resident", "停水")
    secretary = square.town.viewer("secretary")
    assert len(queries.messages(secretary, square.group.pk).lines) == 1
    with pytest.raises(NotAllowed, match="不能在群里发言"):
        square.say("secretary", "我来看看")


def test_a_post_that_joined_a_group_speaks_in_it(square: Square) -> None:
    town = square.town
    actions.add_post(
        viewer=town.viewer("officer"),
        group_id=square.group.pk,
        post_id=town.posts["secretary"].pk,
        now=NOON,
    )
    assert square.say("secretary", "大家好").author_post_id == town.posts["secretary"].pk


def test_nobody_speaks_for_a_post_that_is_not_theirs(square: Square) -> None:
    with pytest.raises(NotAllowed):
        square.say("resident", "我是网格员", as_post_id=square.town.posts["officer"].pk)


def test_a_muted_resident_reads_but_does_not_speak_until_the_time_is_over(square: Square) -> None:
    town = square.town
    member = Member.objects.get(person=town.persons["resident"])
    actions.mute_member(
        viewer=town.viewer("officer"),
        member_id=member.pk,
        until=NOON + timedelta(hours=1),
        reason="反复发广告",
        now=NOON,
    )
    with pytest.raises(NotAllowed, match="暂时不能发言"):
        square.say("resident", "买菜吗")
    assert queries.messages(town.viewer("resident"), square.group.pk).lines == ()
    assert square.say("resident", "谢谢", at=NOON + timedelta(hours=1)).seq == 1


def test_nothing_is_said_in_a_group_that_has_ended(square: Square) -> None:
    officer = square.town.viewer("officer")
    actions.close_group(viewer=officer, group_id=square.group.pk, reason="网格合并", now=NOON)
    with pytest.raises(Conflict, match="已经结束"):
        square.say("resident", "还有人吗")


def test_an_unknown_file_is_not_found_and_nothing_is_said(square: Square) -> None:
    with pytest.raises(NotThere):
        square.say("resident", "看图", file_id=12345)
    assert Message.objects.count() == 0


def test_the_lawyer_of_the_community_is_called_in_and_may_answer(square: Square) -> None:
    lawyer = square.town.posts["lawyer"]
    asked = square.say("resident", "@律师 房东不退押金怎么办")
    assert asked.mentions == [lawyer.pk]
    answer = square.say("lawyer", "可以先发书面通知", reply_to=asked)
    assert answer.author_post_id == lawyer.pk
    assert square.anew(asked).message_class == MessageClass.ANSWERED_HERE


def test_the_lawyer_next_door_is_not_called(square: Square) -> None:
    Post.objects.create(
        key="lawyer_2",
        role=Role.PROFESSIONAL.value,
        node=square.town.nodes["379901001202"],
        title="石桥律师",
        call_name="律师",
    )
    assert square.say("resident", "@律师").mentions == [square.town.posts["lawyer"].pk]


def test_a_neighbours_reply_is_no_answer(square: Square) -> None:
    asked = square.say("resident", "停水了？")
    square.say("neighbour", "我家也停了", reply_to=asked)
    assert square.anew(asked).message_class == MessageClass.UNANSWERED


def _crowd(square: Square, size: int) -> None:
    group, grid = square.group, square.town.grid
    people = [Person(name=f"居民{n}", is_synthetic=True, created_at=NOON) for n in range(size)]
    Person.objects.bulk_create(people)
    homes = [Household(grid=grid, label=f"{n}号") for n in range(size)]
    Household.objects.bulk_create(homes)
    pairs = list(zip(people, homes, strict=True))
    HouseholdMember.objects.bulk_create(
        HouseholdMember(household=h, person=p, from_at=NOON) for p, h in pairs
    )
    Member.objects.bulk_create(
        Member(group=group, person=p, household=h, label=h.label, joined_at=NOON) for p, h in pairs
    )


@pytest.mark.parametrize("members", [10, 1000])
def test_sending_costs_the_same_number_of_queries_whatever_the_members(
    square: Square, members: int
) -> None:
    _crowd(square, members)
    viewer = square.town.viewer("resident")
    with CaptureQueriesContext(
        connection,
    ) as queries_made:
        actions.send_message(
            viewer=viewer,
            group_id=square.group.pk,
            text="停水了",
            client_key=uuid.uuid4(),
            now=NOON,
        )
    assert len(queries_made) == QUERIES_OF_A_MESSAGE


def test_reading_moves_forward_only_and_not_past_the_end(square: Square) -> None:
    town = square.town
    for text in ("一", "二", "三"):
        square.say("neighbour", text)
    me = town.viewer("resident")
    assert queries.unread(me) == {square.group.pk: 3}
    assert actions.mark_read(viewer=me, group_id=square.group.pk, seq=2) == 2
    assert actions.mark_read(viewer=me, group_id=square.group.pk, seq=1) == 2
    assert queries.unread(me) == {square.group.pk: 1}
    assert actions.mark_read(viewer=me, group_id=square.group.pk, seq=99) == 3
    assert queries.unread(me) == {}


def test_ones_own_words_are_read(square: Square) -> None:
    square.say("resident", "停水")
    assert queries.unread(square.town.viewer("resident")) == {}
    assert queries.unread(square.town.viewer("neighbour")) == {square.group.pk: 1}
