"""The cast of `town` in a browser: with a group, homes to join from, and somewhere to keep files."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from huiyin.cases import actions as cases
from huiyin.cases.models import Case
from huiyin.cases.rules.words import Channel, Outcome, TellChannel
from huiyin.conftest import Town
from huiyin.groups import actions as groups
from huiyin.groups.models import Group, Message
from huiyin.people.rules import Viewer
from huiyin.territory.models import Building, Dwelling

LAMP = "0407"
PAPERS = "0103"  # needs no photo of a place


@dataclass
class Street:
    """Whoever is named acts now."""

    town: Town
    group: Group
    dwelling: Dwelling

    @property
    def now(self) -> datetime:
        return timezone.now()

    def viewer(self, who: str) -> Viewer:
        return self.town.viewer(who, at=self.now)

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(self.town.persons[who].account)
        return client

    def say(self, who: str, text: str, **more: Any) -> Message:
        return groups.send_message(
            viewer=self.viewer(who),
            group_id=self.group.pk,
            text=text,
            client_key=uuid.uuid4(),
            now=self.now,
            **more,
        )

    def matter(self, who: str = "resident", text: str = "楼道的灯坏了") -> Case:
        viewer = self.viewer(who)
        return cases.open_case(
            viewer=viewer,
            now=self.now,
            text=text,
            category=PAPERS,
            node_id=self.town.grid.pk,
            channel=Channel.FORM,
            reporter_id=viewer.person_id,
        )

    def answered(self, case: Case) -> Case:
        return cases.answer_now(
            case_id=case.pk,
            viewer=self.viewer("officer"),
            now=self.now,
            text="灯已经换好，请您看看。",
            outcome=Outcome.SOLVED,
            channel=TellChannel.PRIVATE_MESSAGE,
        )


@pytest.fixture
def street(town: Town, tmp_path: Path, settings: Settings) -> Street:
    """The group of the first grid with its officer and two neighbours; one building with one door to join from."""
    settings.HUIYIN_HOME = tmp_path
    group = groups.create_group(
        viewer=town.viewer("officer", at=timezone.now()),
        kind="resident",
        name="第一网格群",
        node_id=town.grid.pk,
        now=timezone.now(),
    )
    for resident in ("resident", "neighbour"):
        groups.add_member(
            viewer=town.viewer("officer", at=timezone.now()),
            group_id=group.pk,
            person_id=town.persons[resident].pk,
            now=timezone.now(),
        )
    building = Building.objects.create(community=town.community, name="5号楼", grid=town.grid)
    dwelling = Dwelling.objects.create(building=building, unit="2", room="301", is_occupied=True)
    group.refresh_from_db()
    return Street(town, group, dwelling)


@pytest.fixture
def key() -> Callable[[], str]:
    return lambda: str(uuid.uuid4())


class Answered(Protocol):
    """What a test client gives back, as far as it is read."""

    @property
    def content(self) -> bytes: ...


def html(response: Answered) -> str:
    return response.content.decode()
