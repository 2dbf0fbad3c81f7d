"""请假 and 任期: they have an end, and end by themselves."""

import uuid
from typing import Any

import pytest

from huiyin.conftest import NOON
from huiyin.lib.refusal import Conflict, NotAllowed, NotThere, Refused
from huiyin.people import queries as people
from huiyin.posts import actions, queries
from huiyin.posts.models import Leave, Slip
from huiyin.posts.tests.conftest import DAY, Office


def acts(office: Office, person: str, post: str, *, days: float) -> bool:
    return office.town.viewer(person, at=NOON + days * DAY).acts_for(office.town.posts[post].pk)


def test_during_a_leave_the_substitute_acts_and_afterwards_no_more(office: Office) -> None:
    office.leave("officer", "officer", "officer_next_door", days=(1, 3))
    found = [acts(office, "officer_next_door", "officer", days=day) for day in (0, 1, 2, 3)]
    assert found == [False, True, True, False]
    away = queries.on_leave(office.town.posts["officer"].pk, at=NOON + 2 * DAY)
    assert away is not None
    assert (away.by_title, away.to_at) == ("网格员", NOON + 3 * DAY)
    assert queries.on_leave(office.town.posts["officer"].pk, at=NOON + 3 * DAY) is None


def test_who_stands_in_and_who_is_above_are_told_once(office: Office) -> None:
    key = uuid.uuid4()
    for _time in range(2):
        office.leave("officer", "officer", "officer_next_door", client_key=key)
    assert Leave.objects.count() == 1
    told = set(Slip.objects.values_list("person__key", flat=True))
    assert told == {"officer_next_door", "cadre"}


def test_coming_back_early_ends_the_substitute_too(office: Office) -> None:
    leave = office.leave("officer", "officer", "officer_next_door", days=(0, 9))
    viewer = office.town.viewer("officer", at=NOON + DAY)
    actions.end_leave(viewer=viewer, leave_id=leave.pk, now=NOON + DAY)
    assert not acts(office, "officer_next_door", "officer", days=1.1)
    with pytest.raises(Conflict):
        actions.end_leave(viewer=viewer, leave_id=leave.pk, now=NOON + 2 * DAY)


def test_a_leave_that_has_not_begun_can_be_given_up(office: Office) -> None:
    leave = office.leave("officer", "officer", "officer_next_door", days=(2, 9))
    actions.end_leave(viewer=office.town.viewer("officer"), leave_id=leave.pk, now=NOON)
    assert not acts(office, "officer_next_door", "officer", days=3)
    office.leave("officer", "officer", "cadre", days=(3, 5))


@pytest.mark.parametrize(
    ("by_post", "days", "refusal"),
    [
        (None, (0, 3), Refused),
        ("officer", (0, 3), Refused),
        ("officer_next_door", (3, 3), Refused),
        ("officer_next_door", (-3, 0), Refused),
        ("officer_next_door", (0, 300), Refused),
        ("officer_next_door", (5, 6), Conflict),
    ],
)
def test_a_leave_that_makes_no_sense_is_refused(
    office: Office, by_post: str | None, days: tuple[int, int], refusal: type[Refused]
) -> None:
    office.leave("officer", "officer", "cadre", days=(5, 9))
    with pytest.raises(refusal):
        office.leave("officer", "officer", by_post, days=days)


def test_a_shared_post_needs_no_substitute_while_a_colleague_is_there(office: Office) -> None:
    office.leave("street", "street", None, days=(0, 3))
    with pytest.raises(Refused, match="不能没有人负责"):
        office.leave("street", "street_colleague", None, days=(2, 5))


def test_the_secretary_arranges_it_for_who_is_ill_and_the_neighbour_may_not(office: Office) -> None:
    with pytest.raises(NotThere):
        office.leave("officer", "officer", "cadre", by="officer_next_door")
    office.leave("officer", "officer", "cadre", by="secretary")
    assert acts(office, "cadre", "officer", days=1)


def test_nobody_stands_in_through_another_post_of_their_own(office: Office) -> None:
    office.hand_over("officer_next_door", "officer_next_door", "officer", by="secretary")
    with pytest.raises(Refused, match="那里也是本人"):
        office.leave("officer", "officer", "officer_next_door", now=NOON + DAY)


def term(office: Office, by: str, **more: Any) -> None:
    town = office.town
    actions.set_term(
        viewer=town.viewer(by),
        post_id=town.posts["officer"].pk,
        person_id=town.persons["officer"].pk,
        until=NOON + 20 * DAY,
        now=NOON,
        **more,
    )


def test_an_ended_term_is_a_vacancy_without_anybody_doing_anything(office: Office) -> None:
    term(office, "secretary")
    post = office.town.posts["officer"]
    assert people.is_staffed(post.pk, at=NOON + 19 * DAY)
    assert not people.is_staffed(post.pk, at=NOON + 20 * DAY)
    assert people.acting_person_ids(post.pk, at=NOON + 20 * DAY) == [
        office.town.persons["cadre"].pk
    ]


def test_who_holds_the_post_does_not_set_the_own_term(office: Office) -> None:
    with pytest.raises(NotAllowed):
        term(office, "officer")


def test_a_post_with_a_term_is_held_by_one_all_the_same(office: Office) -> None:
    term(office, "secretary")
    with pytest.raises(Conflict):
        office.hand_over("officer", None, "officer_next_door", by="secretary")
    office.hand_over("officer", "officer", "officer_next_door", by="secretary")


def test_holder_and_superior_are_reminded_once_before_a_term_ends(office: Office) -> None:
    term(office, "secretary")
    assert [actions.remind_of_terms(now=NOON + day * DAY) for day in (0, 1, 19, 21)] == [1, 0, 0, 0]
    told = Slip.objects.filter(key__startswith="term:").values_list("person__key", flat=True)
    assert set(told) == {"officer", "cadre"}
