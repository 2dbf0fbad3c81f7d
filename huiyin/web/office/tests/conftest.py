"""The cast of `town` with the three administrators, in the office."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.conftest import Town
from huiyin.people.actions import create_account
from huiyin.people.models import Incumbency, Person, Post
from huiyin.people.rules import Role
from huiyin.web.kit.tests.doors import confirmed

KEEPERS = {
    "system_admin": Role.SYSTEM_ADMIN,
    "security_admin": Role.SECURITY_ADMIN,
    "auditor": Role.AUDITOR,
}


@dataclass
class Office:
    """Whoever is named sits at their desk."""

    town: Town

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(self.town.persons[who].account)
        return client

    def get(
        self, address: str, *, who: str, asked: Mapping[str, str] | None = None, **more: str
    ) -> str:
        """The page at an address, which has to be there."""
        answer = self.client(who).get(address, {**(asked or {}), **more})
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    def post(self, address: str, *, who: str, **sent: Any) -> Any:
        """Send a form, a second factor given just now."""
        return confirmed(self.client(who)).post(address, {"client_key": str(uuid.uuid4()), **sent})


@pytest.fixture
def office(town: Town) -> Office:
    now = timezone.now()
    for key, role in KEEPERS.items():
        person = Person.objects.create(key=key, name=f"测试{key}", created_at=now)
        post = Post.objects.create(key=key, role=role, node=town.nodes["379901"], title=role.label)
        Incumbency.objects.create(post=post, person=person, from_at=now, is_exclusive=False)
        create_account(username=key, person_id=person.pk, now=now)
        town.persons[key], town.posts[key] = person, post
    return Office(town)
