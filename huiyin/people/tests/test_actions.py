from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from huiyin.conftest import NOON, Town
from huiyin.ground.ledger import queries as ledger
from huiyin.ground.ledger.actions import By
from huiyin.lib.refusal import Conflict, NotThere, Refused
from huiyin.people import actions, queries
from huiyin.people.models import Account, HouseholdMember, Person, Post
from huiyin.people.passwords import PasswordRules
from huiyin.people.rules import Role
from huiyin.territory.models import Building, Dwelling

CLERK = By(None, None)
DAY = timedelta(days=1)


def home_in(town: Town) -> Dwelling:
    building = Building.objects.create(community=town.community, grid=town.grid, name="9号楼")
    return Dwelling.objects.create(building=building, unit="1", room="302", is_occupied=True)


def test_a_newcomer_gets_a_household_labelled_by_the_door(town: Town) -> None:
    home = home_in(town)
    person = actions.register_resident(
        name=" 新来 ", dwelling_id=home.pk, phone="140 0000 0009", now=NOON
    )
    (household,) = queries.households_of(person.pk, at=NOON)
    assert (person.name, person.phone) == ("新来", "14000000009")
    assert (household.label, household.grid) == ("9号楼1单元302", town.grid)
    (entry,) = ledger.history("person", person.pk)
    assert (entry.kind, entry.area) == ("person.registered", town.grid.path)
    assert "新来" not in str(entry.data)


def test_the_second_of_a_family_joins_the_same_household(town: Town) -> None:
    home = home_in(town)
    first = actions.register_resident(name="甲甲", dwelling_id=home.pk, now=NOON)
    second = actions.register_resident(name="乙乙", dwelling_id=home.pk, now=NOON)
    assert queries.households_of(first.pk, at=NOON) == queries.households_of(second.pk, at=NOON)


def test_a_registration_that_is_refused_leaves_nobody_behind(town: Town) -> None:
    before = Person.objects.count()
    with pytest.raises(NotThere):
        actions.register_resident(name="某某", dwelling_id=1, now=NOON)
    with pytest.raises(Refused):
        actions.register_resident(name="某某", now=NOON)
    with pytest.raises(Refused):
        actions.register_resident(name="某某", household_id=1, phone="1", now=NOON)
    assert Person.objects.count() == before


def test_moving_in_twice_is_moving_in_once(town: Town) -> None:
    person, home = town.persons["stranger"], town.households["resident"]
    for _time in range(2):
        actions.move_in(person_id=person.pk, household_id=home.pk, now=NOON)
    assert HouseholdMember.objects.filter(person=person).count() == 1
    assert len(ledger.history("person", person.pk)) == 1


def test_elder_mode_and_language_show_in_the_viewer(town: Town) -> None:
    person = town.persons["resident"]
    actions.set_elder_mode(person_id=person.pk, is_on=True, now=NOON)
    actions.set_locale(person_id=person.pk, locale="en", now=NOON)
    viewer = town.viewer("resident")
    assert (viewer.is_elder_mode, viewer.locale) == (True, "en")
    with pytest.raises(Refused):
        actions.set_locale(person_id=person.pk, locale="xx", now=NOON)


def test_an_emptied_number_is_gone_with_its_hash(town: Town) -> None:
    person = town.persons["resident"]
    actions.change_phone(person_id=person.pk, phone="14000000001", now=NOON)
    changed = actions.change_phone(person_id=person.pk, phone=" ", now=NOON)
    assert (changed.phone, changed.phone_hash) == ("", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(phone_hash="x")


def test_an_account_signs_in_with_a_strong_password_only(town: Town) -> None:
    Account.objects.filter(username="stranger").delete()
    person = town.persons["stranger"]
    with pytest.raises(Refused):
        actions.create_account(username="s", person_id=person.pk, password="weak", now=NOON)
    account = actions.create_account(
        username="s", person_id=person.pk, password="Strong-enough-1", now=NOON
    )
    assert account.check_password("Strong-enough-1")
    with pytest.raises(Conflict):
        actions.create_account(username="other", person_id=person.pk, now=NOON)
    with pytest.raises(Refused):
        actions.set_password(account_id=account.pk, password="short", now=NOON)
    changed = actions.set_password(account_id=account.pk, password="Stronger-yet-22", now=NOON)
    assert changed.check_password("Stronger-yet-22")


def test_a_username_is_taken_once(town: Town) -> None:
    person = Person.objects.create(name="某", created_at=NOON)
    with pytest.raises(Conflict):
        actions.create_account(username="officer", person_id=person.pk, now=NOON)
    account = actions.create_account(username="some", person_id=person.pk, now=NOON)
    assert not account.has_usable_password()


def test_djangos_own_forms_hold_the_same_password_rule() -> None:
    PasswordRules().validate("Strong-enough-1")
    with pytest.raises(ValidationError):
        PasswordRules().validate("weak")


def test_a_grid_has_one_officer_at_a_time(town: Town) -> None:
    post, person = town.posts["officer"], town.persons["stranger"]
    with pytest.raises(Conflict):
        actions.take_post(post_id=post.pk, person_id=person.pk, by=CLERK, now=NOON)
    actions.leave_post(post_id=post.pk, person_id=town.persons["officer"].pk, by=CLERK, now=NOON)
    actions.take_post(post_id=post.pk, person_id=person.pk, by=CLERK, now=NOON)
    assert queries.acting_person_ids(post.pk, at=NOON) == [person.pk]
    kinds = [entry.kind for entry in ledger.history("post", post.pk)]
    assert sorted(kinds) == ["post.left", "post.taken"]


def test_a_centre_is_held_by_several_but_by_each_once(town: Town) -> None:
    post, person = town.posts["street"], town.persons["stranger"]
    actions.take_post(post_id=post.pk, person_id=person.pk, by=CLERK, now=NOON)
    assert len(queries.acting_person_ids(post.pk, at=NOON)) == 3
    with pytest.raises(Conflict):
        actions.take_post(post_id=post.pk, person_id=person.pk, by=CLERK, now=NOON)


def test_only_who_holds_a_post_can_leave_it(town: Town) -> None:
    with pytest.raises(Conflict):
        actions.leave_post(
            post_id=town.posts["officer"].pk,
            person_id=town.persons["stranger"].pk,
            by=CLERK,
            now=NOON,
        )


def test_the_same_person_is_not_auditor_and_administrator(town: Town) -> None:
    person = town.persons["stranger"]
    posts = [
        Post.objects.create(key=role, role=role, node=town.nodes["379901"], title=role.label)
        for role in (Role.AUDITOR, Role.SYSTEM_ADMIN)
    ]
    actions.take_post(post_id=posts[0].pk, person_id=person.pk, by=CLERK, now=NOON)
    with pytest.raises(Refused):
        actions.take_post(post_id=posts[1].pk, person_id=person.pk, by=CLERK, now=NOON)


def test_a_substitute_stands_in_and_is_called_back_early(town: Town) -> None:
    officer, next_door = town.posts["officer"], town.posts["officer_next_door"]
    row = actions.substitute(
        post_id=officer.pk,
        by_post_id=next_door.pk,
        from_at=NOON,
        to_at=NOON + 3 * DAY,
        by=CLERK,
        now=NOON,
    )
    assert town.viewer("officer_next_door", at=NOON + DAY).acts_for(officer.pk)
    actions.end_substitute(substitute_id=row.pk, by=CLERK, now=NOON + DAY)
    assert not town.viewer("officer_next_door", at=NOON + DAY).acts_for(officer.pk)
    with pytest.raises(Conflict):
        actions.end_substitute(substitute_id=row.pk, by=CLERK, now=NOON + 2 * DAY)


@pytest.mark.parametrize(
    ("by", "from_day", "to_day", "refusal"),
    [
        ("officer", 0, 1, Refused),
        ("officer_next_door", 1, 1, Refused),
        ("officer_next_door", -2, -1, Refused),
        ("secretary_next_door", 0, 1, Refused),
        ("officer_next_door", 4, 6, Conflict),
    ],
)
def test_a_substitution_that_makes_no_sense_is_refused(
    town: Town, by: str, from_day: int, to_day: int, refusal: type[Refused]
) -> None:
    vacant, gone = town.posts["secretary_next_door"], town.persons["secretary_next_door"]
    actions.leave_post(post_id=vacant.pk, person_id=gone.pk, by=CLERK, now=NOON)
    stand_in(town, "cadre", 5, 9)
    with pytest.raises(refusal):
        stand_in(town, by, from_day, to_day)


def stand_in(town: Town, by: str, from_day: int, to_day: int) -> None:
    actions.substitute(
        post_id=town.posts["officer"].pk,
        by_post_id=town.posts[by].pk,
        from_at=NOON + from_day * DAY,
        to_at=NOON + to_day * DAY,
        by=CLERK,
        now=NOON,
    )
