"""One figure on every level: what the query counts is what the rules say of each household."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.conftest import NOON
from huiyin.coverage.models import Invitation, Refusal, Verification
from huiyin.coverage.queries.organisations import figure_of, organisations
from huiyin.coverage.queries.states import Level, figures, homes, total
from huiyin.coverage.rules import Figure, HomeFacts, State, new_code, state_of
from huiyin.coverage.tests.conftest import Street
from huiyin.ground.crypto import lookup_hash
from huiyin.groups.models import Group, Member
from huiyin.people.models import Household
from huiyin.territory.models import Node
from huiyin.visits.models import Organisation

FACTS = st.builds(
    HomeFacts,
    is_lived_in=st.booleans(),
    has_members=st.booleans(),
    is_occupied=st.sampled_from([None, True, False]),
    is_in_group=st.booleans(),
    is_refused=st.booleans(),
    is_invited=st.booleans(),
)


def possible(facts: HomeFacts) -> bool:
    """Who lives there is a member, who is in the group lives there."""
    return facts.has_members >= facts.is_lived_in >= facts.is_in_group


def build(street: Street, number: int, facts: HomeFacts) -> Household:
    """Rows of which these are the facts."""
    if facts.is_occupied is None:
        home = Household.objects.create(grid=street.town.grid, label=f"在外第{number}户")
    else:
        home = street.home(str(100 + number), is_occupied=facts.is_occupied)
    if facts.has_members:
        person = street.person(home, is_living_here=facts.is_lived_in, is_registered_here=True)
        if facts.is_in_group:
            Member.objects.create(group=street.group, person=person, household=home, joined_at=NOON)
    who = street.town.persons["officer"]
    if facts.is_refused:
        Refusal.objects.create(household=home, instead="paper", at=NOON, by=who)
    if facts.is_invited:
        code = new_code()
        Invitation.objects.create(
            household=home, kind="shown", code=code, code_hash=lookup_hash(code), by=who,
            made_at=NOON, expires_at=NOON + timedelta(days=1),
        )  # fmt: skip
    return home


@pytest.mark.django_db
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(FACTS.filter(possible), min_size=1, max_size=12))
def test_the_query_says_of_every_household_what_the_rules_say(
    street: Street, every: list[HomeFacts]
) -> None:
    with transaction.atomic():
        built = {build(street, n, facts).pk: facts for n, facts in enumerate(every)}
        found = {line.household_id: line.state for line in homes([street.town.grid.path], now=NOON)}
        assert {pk: found[pk] for pk in built} == {pk: state_of(f) for pk, f in built.items()}
        all_levels(street)
        transaction.set_rollback(True)


def all_levels(street: Street) -> None:
    """Every level counts the same households."""
    county = street.town.nodes["379901"].path
    whole = total([county], now=NOON)
    for level in Level:
        parts = figures([county], level, now=NOON)
        assert sum(parts.values(), start=Figure()) == whole, level
    assert whole.every == len(homes([county], now=NOON))
    for node in Node.objects.filter(
        path__startswith=county, kind__in=["street", "community", "grid"]
    ):
        by_level = figures([county], Level(node.kind), now=NOON).get(node.pk, Figure())
        assert by_level == total([node.path], now=NOON), node.name


def test_a_home_where_nobody_was_registered_is_a_gap_when_somebody_lives_there(
    street: Street,
) -> None:
    street.dwelling("501")
    street.dwelling("502", is_occupied=False)
    figure = figures([street.town.grid.path], Level.BUILDING, now=NOON)[street.building.pk]
    assert (figure.unknown, figure.empty) == (1, 1)
    all_levels(street)


def test_living_there_counts_and_being_registered_does_not(street: Street) -> None:
    home = street.home("501", is_occupied=False)
    away = street.person(home, is_living_here=False, is_registered_here=True)
    Member.objects.create(group=street.group, person=away, household=home, joined_at=NOON)
    figure = figures([street.town.grid.path], Level.BUILDING, now=NOON)[street.building.pk]
    assert (figure.covered, figure.empty, figure.reached, figure.away) == (0, 1, 1, 1)
    tenant = street.person(home, is_living_here=True, is_registered_here=False)
    street.join(tenant)
    figure = figures([street.town.grid.path], Level.BUILDING, now=NOON)[street.building.pk]
    assert (figure.covered, figure.empty, figure.reached, figure.away) == (1, 0, 1, 1)


def test_whoever_is_in_the_group_of_another_grid_does_not_count(street: Street) -> None:
    home = street.home("501")
    person = street.person(home)
    other = Group.objects.create(
        kind="resident", name="第二网格群", node=street.town.grid_next_door,
        owner_post=street.town.posts["officer_next_door"], opened_at=NOON,
    )  # fmt: skip
    Member.objects.create(group=other, person=person, joined_at=NOON)
    assert total([street.town.grid.path], now=NOON).covered == 0


def test_whoever_left_the_group_or_the_home_does_not_count(street: Street) -> None:
    home = street.home("501")
    person = street.person(home)
    street.join(person)
    assert total([street.town.grid.path], now=NOON).covered == 1
    home.members.update(to_at=NOON)
    assert total([street.town.grid.path], now=NOON).covered == 0


def test_who_waits_to_be_verified_is_not_covered_yet(street: Street) -> None:
    home = street.home("501")
    person = street.person(home)
    street.join(person)
    waiting = Verification.objects.create(household=home, person=person, asked_at=NOON)
    states = {line.household_id: line.state for line in homes([street.town.grid.path], now=NOON)}
    assert states[home.pk] is State.INVITED
    waiting.way, waiting.at, waiting.by = "officer", NOON, street.town.persons["officer"]
    waiting.save()
    assert total([street.town.grid.path], now=NOON).covered == 1


def test_newcomers_are_counted_for_a_month(street: Street) -> None:
    home = street.home("501")
    person = street.person(home)
    home.members.filter(person=person).update(from_at=NOON - timedelta(days=3))
    assert total([street.town.grid.path], now=NOON).newcomers == 1
    assert total([street.town.grid.path], now=NOON + timedelta(days=40)).newcomers == 0


def test_a_hundred_percent_is_said_when_nobody_is_missing() -> None:
    assert Figure(covered=9999, unknown=1).percent == "99.9%"
    assert Figure(covered=3, empty=4).percent == "100.0%"
    assert Figure(empty=4).percent == "—"
    assert Figure(covered=1, empty=1, reached=1).percent_of_all == "50.0%"


def test_an_organisation_is_covered_by_its_head_in_the_group(street: Street) -> None:
    grid = Node.objects.create(
        code="379901001201S001", kind="grid", name="商铺", parent=street.town.community,
        path=f"{street.town.community.path}379901001201S001/", grid_type="dedicated",
    )  # fmt: skip
    head = street.town.persons["stranger"]
    school = Organisation.objects.create(grid=grid, name="书院小学", head=head)
    Organisation.objects.create(grid=grid, name="早餐店")
    assert figure_of(organisations([grid.path])).percent == "0.0%"
    group = Group.objects.create(
        kind="dedicated", name="商铺群", node=grid, owner_post=street.town.posts["officer"],
        opened_at=NOON,
    )  # fmt: skip
    Member.objects.create(group=group, person=head, joined_at=NOON)
    lines = organisations([street.town.community.path])
    assert [line.id for line in lines if line.state is State.COVERED] == [school.pk]
    assert figure_of(lines).percent == "50.0%"
