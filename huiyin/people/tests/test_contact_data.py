import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from huiyin.ground.crypto import lookup_hash, lookup_hashes
from huiyin.people.models import Person

NUMBER = "14000001234"


def store() -> Person:
    now = timezone.now()
    return Person.objects.create(
        name="王", phone=NUMBER, phone_hash=lookup_hash(NUMBER), created_at=now
    )


@pytest.mark.django_db
def test_the_database_does_not_see_the_number() -> None:
    person = store()
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_hash FROM people_person WHERE id = %s", [person.id])
        assert NUMBER not in "".join(cursor.fetchone())
    assert Person.objects.get(id=person.id).phone == NUMBER


@pytest.mark.django_db
def test_a_number_written_under_a_former_key_is_still_read_and_found(
    settings: Settings,
) -> None:
    person = store()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-another-key-another-key"
    assert Person.objects.get(id=person.id).phone == NUMBER
    assert Person.objects.filter(phone_hash__in=lookup_hashes(NUMBER)).exists()


def test_encrypted_text_cannot_be_searched_by_its_value() -> None:
    with pytest.raises(TypeError, match="lookup_hash"):
        Person.objects.filter(phone=NUMBER)


def test_another_key_gives_another_hash(settings: Settings) -> None:
    before = lookup_hash(NUMBER)
    settings.SECRET_KEY = "another-key-another-key-another-key"
    assert lookup_hash(NUMBER) != before
