"""Another key: everything is written anew, whoever is killed or writes meanwhile."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from huiyin.ground.crypto import lookup_hash
from huiyin.ground.keys.actions import rotate
from huiyin.ground.keys.queries import columns, state
from huiyin.people.models import Person
from huiyin.people.queries import persons_by_phone

NEW = "another-key-another-key-another-key"


def people(count: int) -> list[Person]:
    made = []
    for number in range(count):
        phone = f"1400000{number:04}"
        made.append(
            Person.objects.create(
                name="王", phone=phone, phone_hash=lookup_hash(phone), created_at=timezone.now()
            )
        )
    Person.objects.create(name="没有手机号", created_at=timezone.now())
    return made


def change_key(settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = NEW


def former() -> int:
    return sum(state(column).former for column in columns())


def test_every_encrypted_column_is_known_with_its_hash() -> None:
    assert ("people.person.phone", "phone_hash") in [(each.name, each.lookup) for each in columns()]


@pytest.mark.django_db
def test_after_a_rotation_the_former_key_is_needed_no_more(settings: Settings) -> None:
    made = people(7)
    change_key(settings)
    assert former() == 7
    assert sum(batch.renewed for batch in rotate(size=3)) == 7
    settings.SECRET_KEY_FALLBACKS = []
    assert former() == 0
    for person in made:
        assert Person.objects.get(pk=person.pk).phone == person.phone
        assert persons_by_phone(person.phone) == [person]


@pytest.mark.django_db
def test_a_second_run_writes_nothing(settings: Settings) -> None:
    people(3)
    change_key(settings)
    list(rotate())
    assert [batch.renewed for batch in rotate(size=2)] == [0, 0]


@pytest.mark.django_db
def test_a_run_that_was_broken_off_is_gone_on_with(settings: Settings) -> None:
    people(5)
    change_key(settings)
    next(rotate(size=2))
    assert former() == 3
    assert sum(batch.renewed for batch in rotate(size=2)) == 3
    assert former() == 0


@pytest.mark.django_db
def test_in_the_middle_everybody_is_found_by_their_number(settings: Settings) -> None:
    made = people(4)
    change_key(settings)
    next(rotate(size=2))
    assert [persons_by_phone(person.phone) for person in made] == [[person] for person in made]


@pytest.mark.django_db
def test_a_hash_under_a_former_key_is_written_anew_too(settings: Settings) -> None:
    (person,) = people(1)
    change_key(settings)
    before = person.phone_hash
    Person.objects.filter(pk=person.pk).update(phone=person.phone)  # the text alone is new
    assert former() == 1
    list(rotate())
    person.refresh_from_db()
    assert person.phone_hash not in {before, ""}
    assert person.phone_hash == lookup_hash(person.phone)


@pytest.mark.django_db
def test_what_no_key_reads_is_left_and_named(settings: Settings) -> None:
    lost, good = people(2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET phone = 'rubbish' WHERE id = %s", [lost.pk])
    change_key(settings)
    (batch,) = rotate()
    assert (batch.renewed, batch.unreadable) == (1, (lost.pk,))
    assert Person.objects.get(pk=good.pk).phone == good.phone


@pytest.mark.django_db(transaction=True)
def test_rows_that_somebody_is_writing_are_passed_over_and_not_lost(settings: Settings) -> None:
    made = people(3)
    change_key(settings)
    holds, may_go = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                person = Person.objects.select_for_update().get(pk=made[1].pk)
                holds.set()
                may_go.wait(10)
                person.phone, person.phone_hash = "14099999999", lookup_hash("14099999999")
                person.save()
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    assert holds.wait(10)
    assert sum(batch.renewed for batch in rotate(size=2)) == 2
    may_go.set()
    writer.join(10)
    list(rotate())
    assert former() == 0
    assert Person.objects.get(pk=made[1].pk).phone == "14099999999"
