"""Persons, their accounts and keys. Who may see a person is asked by the caller's scope."""

from collections.abc import Iterable

from django.db.models import QuerySet

from huiyin.ground.crypto import lookup_hashes
from huiyin.lib.refusal import NotThere
from huiyin.people.models import Account, ApiKey, Incumbency, Person, Post


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """What persons and posts are called, by id; unknown ids are missing. One query: ids are unique over all tables."""
    wanted = set(ids)
    named = Person.objects.filter(id__in=wanted).values_list("id", "name")
    titled = Post.objects.filter(id__in=wanted).values_list("id", "title")
    return dict(named.union(titled, all=True))


def person(person_id: int) -> Person:
    """Raises NotThere."""
    return _one_person(Person.objects.filter(id=person_id))


def lock_person(person_id: int) -> None:
    """Make others wait who want to write about the same person, until the caller's transaction ends."""
    _one_person(Person.objects.select_for_update().filter(id=person_id))


def person_by_key(key: str) -> Person:
    """The person of this name in a pack. Raises NotThere."""
    return _one_person(Person.objects.filter(key=key))


def _one_person(people: QuerySet[Person]) -> Person:
    found = people.first()
    if found is None:
        raise NotThere("没有找到这个人。")
    return found


def persons(person_ids: Iterable[int]) -> dict[int, Person]:
    """Several persons by id, in one query; unknown ids are missing."""
    return Person.objects.in_bulk(set(person_ids))


def persons_by_phone(phone: str) -> list[Person]:
    """Everybody with this number, oldest first: a family may share one."""
    return list(Person.objects.filter(phone_hash__in=lookup_hashes(phone)).order_by("id"))


def account(account_id: int) -> Account:
    """Raises NotThere."""
    return _one_account(Account.objects.filter(id=account_id))


def account_by_username(username: str) -> Account:
    """With its person. Raises NotThere."""
    return _one_account(Account.objects.filter(username=username))


def account_of(person_id: int) -> Account:
    """Raises NotThere when the person has none."""
    return _one_account(Account.objects.filter(person_id=person_id))


def _one_account(accounts: QuerySet[Account]) -> Account:
    found = accounts.select_related("person").first()
    if found is None:
        raise NotThere("没有找到这个账号。")
    return found


def api_keys(person_id: int | None = None) -> list[ApiKey]:
    """The keys of a person, or of everybody, with their holders, newest first; ended ones too."""
    keys = ApiKey.objects.select_related("person").order_by("-id")
    return list(keys if person_id is None else keys.filter(person_id=person_id))


def ever_held(person_id: int) -> bool:
    """Whether the person holds or held any post."""
    return Incumbency.objects.filter(person_id=person_id).exists()
