"""The cast of `town` at the command surface: a group, cases in both communities, and a browser for whoever is named."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from huiyin.cases import actions
from huiyin.cases.models import Case
from huiyin.cases.rules.words import Channel
from huiyin.conftest import Town
from huiyin.groups import actions as groups
from huiyin.groups.models import Group
from huiyin.people.rules import Viewer

WATER = "0401"


@dataclass
class Centre:
    """Whoever is named acts now."""

    town: Town
    group: Group

    @property
    def now(self) -> datetime:
        return timezone.now()

    def viewer(self, who: str) -> Viewer:
        return self.town.viewer(who, at=self.now)

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(self.town.persons[who].account)
        return client

    def page(self, address: str, who: str = "secretary", status: int = 200) -> str:
        answer = self.client(who).get(address)
        assert answer.status_code == status, answer.status_code
        return answer.content.decode()

    def case(self, text: str = "三号楼没有水了。", *, who: str = "resident", **more: Any) -> Case:
        asked: dict[str, Any] = {
            "now": self.now,
            "category": WATER,
            "node_id": self.town.grid.pk,
            "channel": Channel.GROUP,
            "reporter_id": self.town.persons[who].pk,
        }
        return actions.open_case(viewer=self.viewer(who), text=text, **(asked | more))

    def many(self, count: int) -> list[Case]:
        return [self.case(f"第 {n} 件：没有水了。") for n in range(count)]

    def do(self, act: Any, case: Case, who: str, **more: Any) -> Case:
        changed: Case = act(case_id=case.pk, viewer=self.viewer(who), now=self.now, **more)
        return changed


@pytest.fixture
def centre(town: Town, settings: Settings, tmp_path: Path) -> Centre:
    settings.HUIYIN_HOME = tmp_path
    now = timezone.now()
    group = groups.create_group(
        viewer=town.viewer("officer", at=now),
        kind="resident",
        name="第一网格群",
        node_id=town.grid.pk,
        now=now,
    )
    groups.add_member(
        viewer=town.viewer("officer", at=now),
        group_id=group.pk,
        person_id=town.persons["resident"].pk,
        now=now,
    )
    return Centre(town, group)
