"""The cast of the matrix of rights: the town of the interface's tests, with somebody in every role."""

import pytest

from huiyin.conftest import NOON, Town
from huiyin.people.models import Account, Incumbency, Person, Post
from huiyin.people.rules import Role
from huiyin.web.api.tests.conftest import World, _at_noon, world
from huiyin.web.tests.actors import ACTORS, OFFICES

__all__ = ["_at_noon", "world"]


@pytest.fixture
def peopled(world: World) -> World:
    """The same world with a person for every role, each with a key of the interface."""
    for who, (role, code) in OFFICES.items():
        _appoint(world.town, who, role, code)
    for name in ACTORS:
        if name is not None:
            world.secret(name)
    return world


def _appoint(town: Town, who: str, role: Role, code: str) -> None:
    post = Post.objects.create(key=who, role=role, node=town.nodes[code], title=role.label)
    person = Person.objects.create(key=who, name=f"测试{who}", is_synthetic=True, created_at=NOON)
    Account.objects.create(username=who, person=person)
    Incumbency.objects.create(post=post, person=person, from_at=NOON, is_exclusive=False)
    town.posts[who], town.persons[who] = post, person
