"""Classes of messages: the table, every cell of it."""

import pytest

from huiyin.groups.rules.classes import Act, MessageClass, after
from huiyin.lib.refusal import Conflict, Refused

SAID = sorted(set(MessageClass) - {MessageClass.CASE})


@pytest.mark.parametrize("before", SAID)
@pytest.mark.parametrize("wanted", SAID)
def test_an_office_may_say_what_words_are_and_take_it_back(
    before: MessageClass, wanted: MessageClass
) -> None:
    assert after(Act.CLASSIFY, before, wanted) is wanted


@pytest.mark.parametrize("before", SAID)
def test_an_answer_answers_whatever_the_words_were_taken_for(before: MessageClass) -> None:
    assert after(Act.ANSWER, before) is MessageClass.ANSWERED_HERE


def test_an_answer_below_the_words_of_a_case_leaves_them_with_the_case() -> None:
    assert after(Act.ANSWER, MessageClass.CASE) is MessageClass.CASE


@pytest.mark.parametrize("before", MessageClass)
def test_any_words_may_become_a_case(before: MessageClass) -> None:
    assert after(Act.LINK, before) is MessageClass.CASE


@pytest.mark.parametrize("wanted", SAID)
def test_words_of_a_case_are_not_classed_away(wanted: MessageClass) -> None:
    with pytest.raises(Conflict, match="解除"):
        after(Act.CLASSIFY, MessageClass.CASE, wanted)


@pytest.mark.parametrize("before", SAID)
def test_a_class_alone_makes_no_case(before: MessageClass) -> None:
    with pytest.raises(Refused, match="转为事项"):
        after(Act.CLASSIFY, before, MessageClass.CASE)


@pytest.mark.parametrize("before", SAID)
def test_what_is_not_linked_is_not_unlinked(before: MessageClass) -> None:
    with pytest.raises(Conflict, match="没有关联"):
        after(Act.UNLINK, before)


def test_words_let_go_by_their_last_case_wait_again() -> None:
    assert after(Act.UNLINK, MessageClass.CASE) is MessageClass.UNANSWERED


@pytest.mark.parametrize("act", Act)
def test_words_of_an_office_carry_no_class(act: Act) -> None:
    with pytest.raises(Refused, match="居民"):
        after(act, None, MessageClass.SMALL_TALK)
