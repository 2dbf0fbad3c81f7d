"""The groups of the cast: one of each grid, the community's, and a private talk to be opened."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import pytest

from huiyin.conftest import NOON, Town
from huiyin.groups import actions
from huiyin.groups.models import Group, Message
from huiyin.people.models import Post
from huiyin.people.rules import Role

WATER = "0401"


@dataclass
class Square:
    """A group with its people at hand; everything is said at noon unless a test says otherwise."""

    town: Town
    group: Group

    def say(
        self,
        who: str,
        text: str = "",
        *,
        group: Group | None = None,
        at: datetime = NOON,
        key: uuid.UUID | None = None,
        reply_to: Message | None = None,
        file_id: int | None = None,
        as_post_id: int | None = None,
    ) -> Message:
        return actions.send_message(
            viewer=self.town.viewer(who, at=at),
            group_id=(group or self.group).pk,
            text=text,
            client_key=key or uuid.uuid4(),
            reply_to_id=reply_to.pk if reply_to else None,
            file_id=file_id,
            as_post_id=as_post_id,
            now=at,
        )

    def anew(self, message: Message) -> Message:
        return Message.objects.get(pk=message.pk)


@pytest.fixture
def square(town: Town) -> Square:
    """The group of the first grid: its officer, two households, and a building head."""
    Post.objects.filter(role=Role.OFFICER.value).update(call_name="网格员")
    Post.objects.filter(key="lawyer").update(call_name="律师")
    group = open_resident_group(town, "officer", town.grid.pk, "第一网格群")
    for resident in ("resident", "neighbour"):
        actions.add_member(
            viewer=town.viewer("officer"),
            group_id=group.pk,
            person_id=town.persons[resident].pk,
            now=NOON,
        )
    group.refresh_from_db()
    return Square(town, group)


def open_resident_group(town: Town, officer: str, node_id: int, name: str) -> Group:
    return actions.create_group(
        viewer=town.viewer(officer), kind="resident", name=name, node_id=node_id, now=NOON
    )


@pytest.fixture
def next_door(square: Square) -> Group:
    """The group of the second grid, with its one resident."""
    town = square.town
    group = open_resident_group(town, "officer_next_door", town.grid_next_door.pk, "第二网格群")
    actions.add_member(
        viewer=town.viewer("officer_next_door"),
        group_id=group.pk,
        person_id=town.persons["resident_next_door"].pk,
        now=NOON,
    )
    return group
