"""A town whose people have passwords, telephones and a security administrator."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import settings

from huiyin.conftest import NOON, Town
from huiyin.ground.crypto import lookup_hash
from huiyin.people.models import Account, Incumbency, Person, Post
from huiyin.people.rules import Role

PHONE = "14000000001"


@pytest.fixture
def phoned(town: Town) -> Town:
    """The resident has a telephone."""
    person = town.persons["resident"]
    person.phone, person.phone_hash = PHONE, lookup_hash(PHONE)
    person.save()
    return town


@pytest.fixture
def appoint(town: Town) -> Callable[[Role], Person]:
    """Make an administrator of the county."""

    def made(role: Role) -> Person:
        person = Person.objects.create(key=role, name=f"管理{role.label}", created_at=NOON)
        Account.objects.create(username=role.value, person=person)
        town.persons[role.value] = person
        post = Post.objects.create(
            key=role.value, role=role, node=town.nodes["379901"], title=role.label
        )
        since = datetime(2025, 1, 1, tzinfo=NOON.tzinfo)
        Incumbency.objects.create(post=post, person=person, from_at=since, is_exclusive=False)
        return person

    return made


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What would have been sent to telephones."""
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(settings, "HUIYIN_SMS", "file")
    monkeypatch.setattr(
        "huiyin.ground.sms.FileSms.send", lambda _self, phone, text: sent.append((phone, text))
    )
    return sent
