"""Codes, noes, doubts and visits, and what they change about a household."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from huiyin.conftest import NOON, Town
from huiyin.coverage import actions
from huiyin.coverage.models import Invitation, Verification
from huiyin.coverage.queries.states import homes, total
from huiyin.coverage.rules import Instead, State
from huiyin.coverage.tests.conftest import Street
from huiyin.groups import actions as groups
from huiyin.groups.models import Member
from huiyin.lib.refusal import Conflict, NotAllowed, NotThere, Refused, TooMany
from huiyin.people.models import Household
from huiyin.people.queries import viewer_of
from huiyin.visits.actions import Found
from huiyin.visits.models import Visit
from huiyin.visits.rules import Result


def state(street: Street, home: Household) -> State:
    (line,) = homes([home.grid.path], now=NOON, household_id=home.pk)
    return line.state


def visit(street: Street, home: Household) -> Visit:
    return actions.ask_to_join(viewer=street.viewer(), home=f"h{home.pk}", now=NOON)


def test_a_gap_a_visit_a_code_at_the_door_and_the_household_is_covered(street: Street) -> None:
    home = street.home("501")
    task = visit(street, home)
    assert task.holder == street.town.posts["officer"]
    code = actions.invite(
        viewer=street.viewer(), household_id=home.pk, visit_id=task.pk, now=NOON
    ).code
    assert state(street, home) is State.INVITED
    typed = f" {code[:4].lower()}-{code[4:]}"
    member = actions.join_by_invitation(code=typed, name="李红", now=NOON)
    assert state(street, home) is State.COVERED
    assert member.household == home
    task.refresh_from_db()
    assert (task.result, task.way, task.done_by) == (
        "joined",
        "door",
        street.town.persons["officer"],
    )
    kept = Verification.objects.get(household=home)
    assert (kept.way, kept.by, kept.by_post) == (
        "door", street.town.persons["officer"], street.town.posts["officer"],
    )  # fmt: skip


def test_a_tap_on_a_home_where_nobody_was_registered_makes_its_household(street: Street) -> None:
    dwelling = street.dwelling("601")
    task = actions.ask_to_join(viewer=street.viewer(), home=f"d{dwelling.pk}", now=NOON)
    assert task.household is not None
    assert task.household.dwelling == dwelling
    assert total([street.town.grid.path], now=NOON).every == len(
        homes([street.town.grid.path], now=NOON)
    )


def test_two_taps_are_one_visit(street: Street) -> None:
    home = street.home("501")
    assert visit(street, home).pk == visit(street, home).pk


def test_a_no_is_respected_until_it_is_taken_back(street: Street) -> None:
    home = street.home("501")
    task = visit(street, home)
    actions.invite(viewer=street.viewer(), household_id=home.pk, now=NOON)
    actions.refuse(viewer=street.viewer(), household_id=home.pk, instead=Instead.SMS, now=NOON)
    assert state(street, home) is State.REFUSED
    task.refresh_from_db()
    assert task.ended_at is not None
    assert task.result == ""
    assert not Invitation.objects.filter(household=home, revoked_at=None).exists()
    with pytest.raises(Conflict, match="尊重"):
        visit(street, home)
    with pytest.raises(Conflict, match="尊重"):
        actions.invite(viewer=street.viewer(), household_id=home.pk, now=NOON)
    printed = actions.invitations_to_print(
        viewer=street.viewer(), grid=street.town.grid, household_ids=[home.pk], now=NOON
    )
    assert printed == {}
    actions.withdraw_refusal(viewer=street.viewer(), household_id=home.pk, now=NOON)
    assert state(street, home) is State.UNKNOWN
    visit(street, home)


@pytest.mark.parametrize(
    ("result", "then"),
    [
        (Result.REFUSED, State.REFUSED),
        (Result.MOVED, State.EMPTY),
        (Result.NOBODY_HOME, State.UNKNOWN),
    ],
)
def test_what_came_of_a_visit_changes_the_household(
    street: Street, result: Result, then: State
) -> None:
    home = street.home("501")
    street.person(home)
    task = visit(street, home)
    actions.end_visit(viewer=street.viewer(), visit_id=task.pk, found=Found(result), now=NOON)
    assert state(street, home) is then
    with pytest.raises(Conflict):
        actions.end_visit(viewer=street.viewer(), visit_id=task.pk, found=Found(result), now=NOON)


def test_nobody_is_said_to_have_joined_who_has_not(street: Street) -> None:
    home = street.home("501")
    task = visit(street, home)
    with pytest.raises(Conflict, match="还没有人进群"):
        actions.end_visit(
            viewer=street.viewer(), visit_id=task.pk, found=Found(Result.JOINED), now=NOON
        )


def test_a_visit_to_join_does_not_end_with_a_result_of_other_visits(street: Street) -> None:
    task = visit(street, street.home("501"))
    with pytest.raises(Refused, match="没有这种结果"):
        actions.end_visit(
            viewer=street.viewer(), visit_id=task.pk, found=Found(Result.FINE), now=NOON
        )


def test_a_code_opens_for_its_week_and_not_after_it_was_taken_back(street: Street) -> None:
    home = street.home("501")
    made = actions.invite(viewer=street.viewer(), household_id=home.pk, now=NOON)
    with pytest.raises(NotThere):
        actions.join_by_invitation(code=made.code, name="李红", now=NOON + timedelta(days=8))
    actions.revoke(viewer=street.viewer(), invitation_id=made.pk, now=NOON)
    with pytest.raises(NotThere):
        actions.join_by_invitation(code=made.code, name="李红", now=NOON)


def test_the_code_shown_last_is_the_one_that_opens_and_five_a_day_are_enough(
    street: Street,
) -> None:
    home = street.home("501")
    codes = [
        actions.invite(viewer=street.viewer(), household_id=home.pk, now=NOON) for _ in range(5)
    ]
    with pytest.raises(NotThere):
        actions.join_by_invitation(code=codes[0].code, name="李红", now=NOON)
    with pytest.raises(TooMany):
        actions.invite(viewer=street.viewer(), household_id=home.pk, now=NOON)
    actions.invite(viewer=street.viewer(), household_id=home.pk, now=NOON + timedelta(days=2))


def test_a_code_brings_a_family_and_not_a_crowd(street: Street) -> None:
    home = street.home("501")
    made = actions.invite(viewer=street.viewer(), household_id=home.pk, now=NOON)
    for number in range(8):
        actions.join_by_invitation(code=made.code, name=f"家人{number}", now=NOON)
    with pytest.raises(Conflict, match="多次"):
        actions.join_by_invitation(code=made.code, name="第九个", now=NOON)


def test_a_household_that_said_no_and_comes_itself_has_changed_its_mind(street: Street) -> None:
    home = street.home("501")
    made = actions.invite(viewer=street.viewer(), household_id=home.pk, now=NOON)
    assert made.household == home
    actions.refuse(viewer=street.viewer(), household_id=home.pk, instead=Instead.SMS, now=NOON)
    person = street.person(home)
    street.join(person)
    assert state(street, home) is State.COVERED


def test_wrong_codes_from_one_address_are_counted(town: Town) -> None:
    for _ in range(20):
        actions.demand_few_wrong(address="203.0.113.7", now=NOON)
        actions.count_wrong_code(address="203.0.113.7", now=NOON)
    with pytest.raises(TooMany):
        actions.demand_few_wrong(address="203.0.113.7", now=NOON)
    actions.demand_few_wrong(address="203.0.113.8", now=NOON)
    actions.demand_few_wrong(address="203.0.113.7", now=NOON + timedelta(hours=2))


@pytest.fixture
def arrived(street: Street, run_jobs: Callable[[], int]) -> Verification:
    """Somebody came by the poster and said where they live."""
    dwelling = street.dwelling("701")
    groups.join_group(
        join_code=street.group.join_code or "", name="李红", dwelling_id=dwelling.pk, now=NOON
    )
    run_jobs()
    return Verification.objects.get()


def test_who_comes_by_the_poster_waits_for_the_officer(
    street: Street, arrived: Verification
) -> None:
    assert state(street, arrived.household) is State.INVITED
    with pytest.raises(NotThere):
        actions.confirm(
            viewer=street.viewer("officer_next_door"), verification_id=arrived.pk, now=NOON
        )
    task = visit(street, arrived.household)
    actions.confirm(viewer=street.viewer(), verification_id=arrived.pk, now=NOON)
    assert state(street, arrived.household) is State.COVERED
    task.refresh_from_db()
    assert task.result == "joined"
    with pytest.raises(Conflict):
        actions.confirm(viewer=street.viewer(), verification_id=arrived.pk, now=NOON)


def test_who_does_not_live_there_leaves_the_group_with_a_reason(
    street: Street, arrived: Verification
) -> None:
    actions.reject(
        viewer=street.viewer(), verification_id=arrived.pk, reason="没有这个人", now=NOON
    )
    assert not Member.objects.filter(person=arrived.person, left_at=None).exists()
    assert state(street, arrived.household) is State.UNKNOWN


def test_who_was_brought_in_by_an_office_needs_no_verifying(
    street: Street, run_jobs: Callable[[], int]
) -> None:
    home = street.home("501")
    person = street.person(home)
    groups.join_group(
        join_code=street.group.join_code or "",
        viewer=viewer_of(person.pk, at=NOON),
        now=NOON,
    )
    run_jobs()
    assert not Verification.objects.exists()
    assert state(street, home) is State.COVERED


@pytest.mark.parametrize("who", ["officer_next_door", "county", "stranger", "lawyer"])
def test_others_reach_no_household(street: Street, who: str) -> None:
    home = street.home("501")
    for act in (
        lambda: actions.ask_to_join(viewer=street.viewer(who), home=f"h{home.pk}", now=NOON),
        lambda: actions.invite(viewer=street.viewer(who), household_id=home.pk, now=NOON),
        lambda: actions.refuse(
            viewer=street.viewer(who), household_id=home.pk, instead=Instead.SMS, now=NOON
        ),
    ):
        with pytest.raises((NotThere, NotAllowed)):
            act()


def test_a_sheet_printed_again_carries_the_same_code(street: Street) -> None:
    home = street.home("501")

    def printed(now_plus: int) -> Invitation:
        return actions.invitations_to_print(
            viewer=street.viewer(),
            grid=street.town.grid,
            household_ids=[home.pk],
            now=NOON + timedelta(days=now_plus),
        )[home.pk]

    first = printed(0)
    assert printed(10).code == first.code
    assert printed(20).code != first.code
