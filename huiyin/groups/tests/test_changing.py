"""Taking words back, mending them, and what is kept."""

from datetime import datetime, timedelta

import pytest

from huiyin.conftest import NOON
from huiyin.groups import actions, queries
from huiyin.groups.models import Group, Message, MessageRevision
from huiyin.groups.rules import MessageClass, RevisionKind
from huiyin.groups.tests.conftest import WATER, Square
from huiyin.lib.refusal import Conflict, NotAllowed, NotThere, Refused

SOON, LATE = NOON + timedelta(minutes=2), NOON + timedelta(minutes=2, seconds=1)


def recall(
    square: Square, who: str, said: Message, *, at: datetime = NOON, reason: str = ""
) -> Message:
    return actions.recall_message(
        viewer=square.town.viewer(who), message_id=said.pk, now=at, reason=reason
    )


def edit(square: Square, who: str, said: Message, text: str, at: datetime = NOON) -> Message:
    return actions.edit_message(
        viewer=square.town.viewer(who), message_id=said.pk, text=text, now=at
    )


def test_recalled_words_are_gone_from_the_group_and_kept_as_evidence(square: Square) -> None:
    said = square.say("resident", "张三欠我钱")
    recall(square, "resident", said, at=SOON)
    (line,) = queries.messages(square.town.viewer("officer"), square.group.pk).lines
    assert (line.text, line.recalled) == ("", "recalled")
    kept = MessageRevision.objects.get()
    assert (kept.text, kept.kind) == ("张三欠我钱", RevisionKind.RECALLED)


def test_recalled_words_wait_for_nobody(square: Square) -> None:
    said = square.say("resident", "发错了")
    recall(square, "resident", said)
    assert square.anew(said).message_class is None
    assert queries.unanswered(square.town.viewer("officer"), now=NOON) == []


def test_after_two_minutes_a_resident_cannot_recall(square: Square) -> None:
    said = square.say("resident", "停水")
    with pytest.raises(Conflict, match="不能再撤回"):
        recall(square, "resident", said, at=LATE)


def test_nobody_recalls_a_neighbours_words(square: Square) -> None:
    said = square.say("resident", "停水")
    with pytest.raises(NotAllowed, match="自己的"):
        recall(square, "neighbour", said)


def test_the_officer_takes_words_down_at_any_time_with_a_reason(square: Square) -> None:
    said = square.say("resident", "加我微信买保健品")
    with pytest.raises(Refused, match="原因"):
        recall(square, "officer", said, at=LATE)
    taken = recall(square, "officer", said, at=LATE, reason="广告")
    assert taken.data["recalled"] == RevisionKind.REMOVED
    assert MessageRevision.objects.get().reason == "广告"


def test_what_is_recalled_is_not_recalled_again(square: Square) -> None:
    said = square.say("resident", "停水")
    recall(square, "resident", said)
    with pytest.raises(Conflict, match="已经撤回"):
        recall(square, "resident", said)
    with pytest.raises(Conflict, match="已经撤回"):
        edit(square, "resident", said, "停电")
    assert MessageRevision.objects.count() == 1


def test_an_edit_is_marked_and_what_was_said_before_is_kept(square: Square) -> None:
    said = square.say("resident", "3号楼停水")
    edited = edit(square, "resident", said, "5号楼停水", NOON + timedelta(minutes=10))
    assert (edited.text, edited.seq) == ("5号楼停水", said.seq)
    assert edited.edited_at is not None
    assert MessageRevision.objects.get().text == "3号楼停水"


def test_an_edit_without_a_change_leaves_no_trace(square: Square) -> None:
    said = square.say("resident", "停水")
    assert edit(square, "resident", said, " 停水 ").edited_at is None
    assert MessageRevision.objects.count() == 0


def test_words_are_not_edited_late_or_by_others_or_away(square: Square) -> None:
    said = square.say("resident", "停水")
    with pytest.raises(Conflict, match="不能再修改"):
        edit(square, "resident", said, "停电", NOON + timedelta(minutes=11))
    with pytest.raises(NotAllowed, match="自己的"):
        edit(square, "officer", said, "停电")
    with pytest.raises(Refused, match="写点什么"):
        edit(square, "resident", said, "")
    assert square.anew(said).text == "停水"


def test_words_of_the_group_next_door_are_not_there(square: Square, next_door: Group) -> None:
    said = square.say("resident_next_door", "停电", group=next_door)
    with pytest.raises(NotThere):
        recall(square, "officer", said, reason="看看")
    with pytest.raises(NotThere):
        queries.changed_message(square.town.viewer("officer"), said.pk)


def test_who_sees_the_case_sees_what_its_words_said_before(square: Square) -> None:
    officer = square.town.viewer("officer")
    said = square.say("resident", "三楼邻居打人")
    other = square.say("neighbour", "与此无关")
    case = actions.make_case(viewer=officer, message_ids=[said.pk], category=WATER, now=NOON)
    recall(square, "resident", said)
    recall(square, "neighbour", other)
    assert [kept.text for kept in queries.evidence(case)] == ["三楼邻居打人"]
    assert [words.text for words in queries.words_of_case(case)] == ["三楼邻居打人"]
    assert square.anew(said).message_class == MessageClass.CASE
