"""The cast of `town` at work: a group with two neighbours, words and cases, and a browser for whoever is named."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from huiyin.cases import actions as cases
from huiyin.cases.models import Case
from huiyin.cases.rules.words import Channel
from huiyin.conftest import Town
from huiyin.groups import actions as groups
from huiyin.groups.models import Group, Message
from huiyin.people.rules import Viewer

PAPERS = "0103"  # an officer's matter; needs no photo of a place
WATER = "0401"


@dataclass
class Desk:
    """Whoever is named acts now."""

    town: Town
    group: Group

    @property
    def now(self) -> datetime:
        return timezone.now()

    def viewer(self, who: str) -> Viewer:
        return self.town.viewer(who, at=self.now)

    def client(self, who: str = "officer") -> Client:
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

    def matter(self, text: str = "居住证怎么办", *, who: str = "resident", **more: Any) -> Case:
        return cases.open_case(
            viewer=self.viewer(who),
            now=self.now,
            text=text,
            category=more.pop("category", PAPERS),
            node_id=self.town.grid.pk,
            channel=Channel.FORM,
            reporter_id=self.town.persons[who].pk,
            **more,
        )

    def accepted(self, case: Case) -> Case:
        return cases.accept(case_id=case.pk, viewer=self.viewer("officer"), now=self.now)

    def get(self, address: str, *, who: str = "officer") -> str:
        """The page at an address, which has to be there."""
        response = self.client(who).get(address)
        assert response.status_code == 200, (address, response.status_code)
        return response.content.decode()

    def post(self, address: str, *, who: str = "officer", **sent: Any) -> Any:
        """What comes of a form sent once."""
        return self.client(who).post(address, {"client_key": str(uuid.uuid4()), **sent})


@pytest.fixture
def desk(town: Town, tmp_path: Path, settings: Settings) -> Desk:
    """The group of the first grid with its officer and two neighbours."""
    settings.HUIYIN_HOME = tmp_path
    officer = town.viewer("officer", at=timezone.now())
    group = groups.create_group(
        viewer=officer,
        kind="resident",
        name="第一网格群",
        node_id=town.grid.pk,
        now=timezone.now(),
    )
    for resident in ("resident", "neighbour"):
        groups.add_member(
            viewer=officer,
            group_id=group.pk,
            person_id=town.persons[resident].pk,
            now=timezone.now(),
        )
    group.refresh_from_db()
    return Desk(town, group)
