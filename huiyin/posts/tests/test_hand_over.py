"""交接: who may, what happens at once, what is planned, and that nothing stays behind."""

import uuid
from collections.abc import Callable, Sequence

import pytest

from huiyin.conftest import NOON
from huiyin.ground.ledger import queries as ledger
from huiyin.ground.ledger.actions import CLOCK
from huiyin.lib.refusal import Conflict, NotAllowed, NotThere, Refused
from huiyin.people import actions as staffing
from huiyin.people import queries as people
from huiyin.people.models import Account, Incumbency
from huiyin.posts import actions, queries
from huiyin.posts.actions import passing
from huiyin.posts.actions.passing import Passing
from huiyin.posts.models import HandOver, Slip
from huiyin.posts.rules import Held
from huiyin.posts.tests.conftest import DAY, HOUR, Office


def acting(office: Office, post: str, *, days: float = 0) -> list[int]:
    return people.acting_person_ids(office.town.posts[post].pk, at=NOON + days * DAY)


def test_the_officer_hands_the_own_post_to_a_colleague_and_both_are_told(office: Office) -> None:
    town = office.town
    row = office.hand_over("officer", "officer", "officer_next_door", note="三号楼的灯请盯一下。")
    assert row.done_at == NOON
    assert acting(office, "officer") == [town.persons["officer_next_door"].pk]
    assert not town.viewer("officer").acts_for(town.posts["officer"].pk)
    kinds = [entry.kind for entry in ledger.history("post", town.posts["officer"].pk)]
    assert kinds == ["post.left", "post.taken", "post.handed_over"]
    heir = queries.unseen(town.viewer("officer_next_door"))
    assert "三号楼的灯请盯一下。" in heir[0].text
    assert "没有留下未交的事" in queries.unseen(town.viewer("officer"))[0].text
    assert len(queries.unseen(town.viewer("cadre"))) == 1


def test_the_note_stands_beside_the_seal_and_not_in_it(office: Office) -> None:
    office.hand_over("officer", "officer", "officer_next_door", note="三号楼的灯。")
    (entry,) = [
        each
        for each in ledger.history("post", office.town.posts["officer"].pk)
        if each.kind == "post.handed_over"
    ]
    assert entry.data["text"] == "三号楼的灯。"


def test_the_same_key_twice_is_one_hand_over(office: Office) -> None:
    key = uuid.uuid4()
    first = office.hand_over("officer", "officer", "officer_next_door", client_key=key)
    again = office.hand_over("officer", "officer", "officer_next_door", client_key=key)
    assert first.pk == again.pk
    assert HandOver.objects.count() == 1


def test_who_comes_second_reads_that_somebody_was_quicker(office: Office) -> None:
    office.hand_over("officer", "officer", "officer_next_door", by="secretary")
    with pytest.raises(Conflict, match="已经不在这个岗位上"):
        office.hand_over("officer", "officer", "cadre", by="secretary", now=NOON + HOUR)


@pytest.mark.parametrize("by", ["officer_next_door", "secretary_next_door", "lawyer", "resident"])
def test_whoever_is_not_above_does_not_even_learn_of_it(office: Office, by: str) -> None:
    with pytest.raises(NotThere):
        office.hand_over("officer", "officer", "cadre", by=by)


def test_an_officer_may_not_give_the_post_to_just_anybody(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.hand_over("officer", "officer", "resident")
    office.hand_over("officer", "officer", "resident", by="secretary")


def test_a_colleague_in_a_shared_post_does_not_hand_over_the_others_part(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.hand_over("street", "street", "county", by="street_colleague")
    office.hand_over("street", "street", "street_colleague")
    assert acting(office, "street") == [office.town.persons["street_colleague"].pk]


def test_with_nobody_to_follow_it_falls_to_the_line_above(office: Office) -> None:
    office.hand_over("officer", "officer", None)
    assert acting(office, "officer") == acting(office, "cadre")


def test_with_nobody_above_it_is_refused_and_nothing_has_changed(office: Office) -> None:
    with pytest.raises(Refused, match="没有人接手"):
        office.hand_over("lawyer", "lawyer", None)
    assert acting(office, "lawyer") == [office.town.persons["lawyer"].pk]


def test_it_does_not_fall_back_to_who_gave_it(office: Office) -> None:
    town = office.town
    staffing.leave_post(
        post_id=town.posts["officer"].pk,
        person_id=town.persons["officer"].pk,
        by=CLOCK,
        now=NOON,
    )
    staffing.take_post(
        post_id=town.posts["officer"].pk,
        person_id=town.persons["cadre"].pk,
        by=CLOCK,
        now=NOON,
    )
    with pytest.raises(Refused, match="仍然会由本人代管"):
        office.hand_over("officer", "cadre", None, now=NOON + HOUR)


def test_a_vacant_post_is_given_to_somebody(office: Office) -> None:
    office.hand_over("officer", "officer", None)
    row = office.hand_over("officer", None, "officer_next_door", by="secretary", now=NOON + HOUR)
    assert row.from_person_id is None
    assert acting(office, "officer", days=1) == [office.town.persons["officer_next_door"].pk]


def test_a_closed_account_takes_nothing_over(office: Office) -> None:
    heir = office.town.persons["officer_next_door"]
    Account.objects.filter(person=heir).update(is_active=False)
    with pytest.raises(Refused, match="已经停用"):
        office.hand_over("officer", "officer", "officer_next_door")


def remains(_passing: Passing) -> Sequence[Held]:
    return [Held("没有交的钥匙", 2)]


def nothing(_about: object) -> Sequence[Held]:
    return []


def test_what_stays_behind_undoes_the_whole(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    floors = {**passing._floors, "keys": passing.Floor(nothing, nothing, remains)}
    monkeypatch.setattr(passing, "_floors", floors)
    with pytest.raises(Refused, match="没有交的钥匙 2"):
        office.hand_over("officer", "officer", "officer_next_door")
    assert acting(office, "officer") == [office.town.persons["officer"].pk]
    assert not Slip.objects.exists()
    assert not HandOver.objects.exists()


def test_the_job_of_a_plan_carries_it_out(office: Office, run_jobs: Callable[[], int]) -> None:
    office.hand_over("officer", "officer", "officer_next_door", at=NOON + DAY)
    run_jobs()  # by the clock of this machine, which is past that day
    assert HandOver.objects.get().done_at is not None


def test_a_plan_changes_nothing_until_its_moment(office: Office) -> None:
    row = office.hand_over("officer", "officer", "officer_next_door", at=NOON + DAY)
    assert row.is_planned
    actions.carry_out(hand_over_id=row.pk, now=NOON + HOUR)
    assert acting(office, "officer", days=0.9) == [office.town.persons["officer"].pk]
    for _time in range(2):
        done = actions.carry_out(hand_over_id=row.pk, now=NOON + DAY)
    assert done.done_at == NOON + DAY
    assert acting(office, "officer", days=1) == [office.town.persons["officer_next_door"].pk]
    assert Incumbency.objects.filter(post=office.town.posts["officer"]).count() == 2


def test_a_cancelled_plan_does_nothing(office: Office) -> None:
    row = office.hand_over("officer", "officer", "officer_next_door", at=NOON + DAY)
    actions.cancel(viewer=office.town.viewer("secretary"), hand_over_id=row.pk, now=NOON)
    actions.carry_out(hand_over_id=row.pk, now=NOON + DAY)
    assert acting(office, "officer", days=1) == [office.town.persons["officer"].pk]
    with pytest.raises(Conflict):
        actions.cancel(viewer=office.town.viewer("secretary"), hand_over_id=row.pk, now=NOON)


def test_one_post_has_one_plan(office: Office) -> None:
    office.hand_over("officer", "officer", "officer_next_door", at=NOON + DAY)
    with pytest.raises(Conflict, match="先取消那一次"):
        office.hand_over("officer", "officer", "cadre", at=NOON + 2 * DAY)


def test_an_earlier_hand_over_makes_the_plan_pointless(office: Office) -> None:
    plan = office.hand_over("officer", "officer", "officer_next_door", at=NOON + DAY)
    office.hand_over("officer", "officer", "cadre", now=NOON + HOUR)
    plan.refresh_from_db()
    assert plan.cancelled_at is not None
    actions.carry_out(hand_over_id=plan.pk, now=NOON + DAY)
    assert acting(office, "officer", days=1) == [office.town.persons["cadre"].pk]


def test_a_plan_that_became_impossible_says_so_and_changes_nothing(office: Office) -> None:
    heir = office.town.persons["officer_next_door"]
    row = office.hand_over("officer", "officer", "officer_next_door", at=NOON + DAY)
    Account.objects.filter(person=heir).update(is_active=False)
    for _time in range(2):
        failed = actions.carry_out(hand_over_id=row.pk, now=NOON + DAY)
    assert "已经停用" in failed.fault
    assert acting(office, "officer", days=1) == [office.town.persons["officer"].pk]
    told = Slip.objects.filter(key=f"failed:{row.pk}").values_list("person_id", flat=True)
    assert set(told) == {office.town.persons["officer"].pk, heir.pk}


def test_the_officers_leave_ends_with_the_post_and_nobody_stands_in_for_the_new_one(
    office: Office,
) -> None:
    office.leave("officer", "officer", "cadre", days=(0, 9))
    office.hand_over("officer", "officer", "officer_next_door", by="secretary", now=NOON + DAY)
    assert acting(office, "officer", days=2) == [office.town.persons["officer_next_door"].pk]
    assert queries.leaves([office.town.posts["officer"].pk], at=NOON + 2 * DAY) == []
