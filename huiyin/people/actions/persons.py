"""Residents: registering them, where they live, how they like their pages. The ledger is told no names or numbers."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.ground.crypto import lookup_hash
from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import Refused
from huiyin.people import queries
from huiyin.people.models import Household, HouseholdMember, Person
from huiyin.people.rules import normal_name, normal_phone
from huiyin.territory import queries as territory
from huiyin.territory.rules import address


@transaction.atomic
def register_resident(
    *,
    name: str,
    now: datetime,
    household_id: int | None = None,
    dwelling_id: int | None = None,
    phone: str | None = None,
    by: By | None = None,
) -> Person:
    """Register somebody who lives in a household, or in a dwelling whose household is made if need be.

    by: who registers them; themselves when left out. Raises Refused for a name or phone that is none, NotThere for an
    unknown household or dwelling.
    """
    number = normal_phone(phone) if phone else ""
    person = Person.objects.create(
        name=normal_name(name),
        phone=number,
        phone_hash=lookup_hash(number) if number else "",
        created_at=now,
    )
    home = _home(household_id, dwelling_id)
    _add_member(home, person, now)
    _record("person.registered", person, by, now, area=home.grid.path, household_id=home.id)
    return person


@transaction.atomic
def move_in(
    *,
    person_id: int,
    now: datetime,
    household_id: int | None = None,
    dwelling_id: int | None = None,
    by: By | None = None,
) -> Household:
    """Note that a person lives in a household too; once is enough. Earlier homes stay as they are."""
    queries.lock_person(person_id)
    person = queries.person(person_id)
    home = _home(household_id, dwelling_id)
    members = HouseholdMember.objects.filter(household=home, person=person, to_at=None)
    if not members.exists():
        _add_member(home, person, now)
        _record("person.moved_in", person, by, now, area=home.grid.path, household_id=home.id)
    return home


def _home(household_id: int | None, dwelling_id: int | None) -> Household:
    if household_id is not None:
        return queries.household(household_id)
    if dwelling_id is None:
        raise Refused(_("请选择住址。"))
    return home_at(dwelling_id)


def home_at(dwelling_id: int) -> Household:
    """The household of a home, made if need be; the caller is an action."""
    return queries.household_at(dwelling_id) or _new_household(dwelling_id)


def _new_household(dwelling_id: int) -> Household:
    dwelling = territory.dwelling(dwelling_id)
    building = dwelling.building
    return Household.objects.create(
        dwelling=dwelling,
        grid=building.grid,
        micro_grid_id=building.micro_grid_id,
        label=address(building.name, dwelling.unit, dwelling.room),
    )


def _add_member(home: Household, person: Person, now: datetime) -> None:
    # Where somebody is registered by law is not known from where they live.
    HouseholdMember.objects.create(
        household=home, person=person, is_registered_here=False, from_at=now
    )


@transaction.atomic
def change_phone(*, person_id: int, phone: str, now: datetime, by: By | None = None) -> Person:
    """Change a person's number; an empty one removes it. Raises Refused for what is no number."""
    person = queries.person(person_id)
    person.phone = normal_phone(phone) if phone.strip() else ""
    person.phone_hash = lookup_hash(person.phone) if person.phone else ""
    person.save(update_fields=["phone", "phone_hash"])
    _record("person.phone_changed", person, by, now)
    return person


@transaction.atomic
def set_elder_mode(*, person_id: int, is_on: bool, now: datetime, by: By | None = None) -> Person:
    """Switch large type and plain pages on or off."""
    person = queries.person(person_id)
    person.elder_mode = is_on
    person.save(update_fields=["elder_mode"])
    _record("person.elder_mode_set", person, by, now, is_on=is_on)
    return person


@transaction.atomic
def set_locale(*, person_id: int, locale: str, now: datetime, by: By | None = None) -> Person:
    """Choose the language of a person's pages. Raises Refused for one that the site does not speak."""
    if locale not in dict(settings.LANGUAGES):
        raise Refused(_("暂不支持这种语言。"))
    person = queries.person(person_id)
    person.locale = locale
    person.save(update_fields=["locale"])
    _record("person.locale_set", person, by, now, locale=locale)
    return person


def _record(
    kind: str, person: Person, by: By | None, now: datetime, *, area: str = "", **data: Any
) -> None:
    record(
        kind,
        subject="person",
        subject_id=person.id,
        by=by or By(person.id, None),
        at=now,
        area=area,
        data=data,
        topics=[f"person:{person.id}"],
    )
