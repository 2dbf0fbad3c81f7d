"""A group with members, as a database of a benchmark has it, and what they need to be let in."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from huiyin.ground.ids import new_id
from huiyin.ground.live import ticket
from huiyin.groups.models import Group, Member
from huiyin.groups.rules import GroupKind
from huiyin.people.models import Household, HouseholdMember, Person, Post
from huiyin.people.rules import Role
from huiyin.territory.models import Node

PLACES = [
    ("3799", "city"),
    ("379901", "county"),
    ("379901001", "street"),
    ("379901001201", "community"),
    ("379901001201Z001", "grid"),
]
TTL_S = 3600


@dataclass(frozen=True)
class Room:
    """A group and its members, each the first of a household of its grid, and a group that nobody is in."""

    group_id: int
    other_group_id: int
    person_ids: list[int]

    @property
    def topic(self) -> str:
        return f"group:{self.group_id}"

    def tickets(self) -> list[str]:
        """One for each member, good for an hour."""
        key = ticket.key_of(os.environ["HUIYIN_SECRET_KEY"])
        now = datetime.now(UTC)
        return [
            ticket.sign(key, person_id=person_id, topics=[self.topic], ttl_s=TTL_S, now=now)
            for person_id in self.person_ids
        ]

    def stream_paths(self) -> list[str]:
        return [f"/live/stream?ticket={words}" for words in self.tickets()]


def room(members: int) -> Room:
    """A resident group of so many members in a grid of its own."""
    now = datetime.now(UTC)
    grid = _grid()
    post = Post.objects.create(key="officer", role=Role.OFFICER, node=grid, title="网格员")
    group, other = (
        Group.objects.create(
            kind=GroupKind.RESIDENT, name=name, node=grid, owner_post=post, opened_at=now
        )
        for name in ("第一网格", "没有人的群")
    )
    persons = [
        Person(id=new_id(), name="住户", is_synthetic=True, created_at=now) for _ in range(members)
    ]
    Person.objects.bulk_create(persons)
    _settle(grid, group, persons, now)
    return Room(group.id, other.id, [person.id for person in persons])


def _grid() -> Node:
    above: Node | None = None
    for code, kind in PLACES:
        above = Node.objects.create(
            code=code,
            kind=kind,
            name=code,
            parent=above,
            path=f"{above.path if above else ''}{code}/",
            grid_type="general" if kind == "grid" else None,
        )
    if above is None:
        raise ValueError("no places")
    return above


def _settle(grid: Node, group: Group, persons: Iterable[Person], now: datetime) -> None:
    homes = [
        (Household(id=new_id(), grid=grid, label=f"{number}号楼1单元101"), person)
        for number, person in enumerate(persons, 1)
    ]
    Household.objects.bulk_create(home for home, _ in homes)
    HouseholdMember.objects.bulk_create(
        HouseholdMember(household=home, person=person, from_at=now) for home, person in homes
    )
    Member.objects.bulk_create(
        Member(group=group, person=person, household=home, label=home.label, joined_at=now)
        for home, person in homes
    )
