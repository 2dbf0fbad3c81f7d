"""Hand-overs in the town: who asks whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.conftest import NOON, Town
from huiyin.posts import actions
from huiyin.posts.actions import Absence, Wish
from huiyin.posts.models import HandOver, Leave

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Office:
    """The town with its acts on posts, by key."""

    town: Town

    def hand_over(
        self,
        post: str,
        given: str | None,
        taken: str | None,
        *,
        by: str | None = None,
        now: datetime = NOON,
        at: datetime | None = None,
        **more: Any,
    ) -> HandOver:
        town = self.town
        wish = Wish(
            town.posts[post].pk,
            town.persons[given].pk if given else None,
            town.persons[taken].pk if taken else None,
            at,
            more.pop("note", ""),
        )
        viewer = town.viewer(by or given or "secretary", at=now)
        return actions.hand_over(viewer=viewer, wish=wish, now=now, **more)

    def leave(
        self,
        post: str,
        person: str,
        by_post: str | None,
        *,
        by: str | None = None,
        now: datetime = NOON,
        days: tuple[int, int] = (0, 3),
        **more: Any,
    ) -> Leave:
        town = self.town
        absence = Absence(
            town.posts[post].pk,
            town.persons[person].pk,
            town.posts[by_post].pk if by_post else None,
            now + days[0] * DAY,
            now + days[1] * DAY,
        )
        viewer = town.viewer(by or person, at=now)
        return actions.take_leave(viewer=viewer, absence=absence, now=now, **more)


@pytest.fixture
def office(town: Town) -> Office:
    return Office(town)
