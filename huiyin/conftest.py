"""The cast of the tests: a small community with everybody on the ladder, the officer next door and a stranger."""

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import cast

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from pytest_django import DjangoDbBlocker

from huiyin.escalation import actions as escalation_actions
from huiyin.escalation import queries as escalation
from huiyin.escalation.tests.samples import demo_facts, demo_years
from huiyin.ground import jobs
from huiyin.lib.times import ZONE
from huiyin.people import queries as people
from huiyin.people.models import Account, Household, HouseholdMember, Incumbency, Person, Post
from huiyin.people.rules import Role, Viewer
from huiyin.territory.models import Node

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=ZONE)
NODES = [
    ("3799", "city", "滨海市", "", None),
    ("379901", "county", "清河县", "3799", None),
    ("379901001", "street", "河口街道", "379901", None),
    ("379901001201", "community", "柳堤社区", "379901001", None),
    ("379901001201Z001", "grid", "第一网格", "379901001201", "general"),
    ("379901001201Z002", "grid", "第二网格", "379901001201", "general"),
    ("379901001202", "community", "石桥社区", "379901001", None),
    ("379901001202Z001", "grid", "石桥第一网格", "379901001202", "general"),
]
POSTS = [
    ("officer", Role.OFFICER, "379901001201Z001", ["officer"]),
    ("officer_next_door", Role.OFFICER, "379901001201Z002", ["officer_next_door"]),
    ("cadre", Role.AREA_CADRE, "379901001201", ["cadre"]),
    ("secretary", Role.SECRETARY, "379901001201", ["secretary"]),
    ("street", Role.STREET_GRID_CENTRE, "379901001", ["street", "street_colleague"]),
    ("county", Role.COUNTY_COMMAND, "379901", ["county", "county_colleague"]),
    ("secretary_next_door", Role.SECRETARY, "379901001202", ["secretary_next_door"]),
    ("lawyer", Role.PROFESSIONAL, "379901001201", ["lawyer"]),
]
RESIDENTS = [
    ("resident", "379901001201Z001", "3号楼2单元501"),
    ("neighbour", "379901001201Z001", "3号楼2单元502"),
    ("resident_next_door", "379901001201Z002", "8号楼1单元101"),
]


@dataclass
class Town:
    """Nodes by code, posts and persons by key. `viewer` is asked anew each time: posts change."""

    nodes: dict[str, Node] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    households: dict[str, Household] = field(default_factory=dict)

    @property
    def grid(self) -> Node:
        return self.nodes["379901001201Z001"]

    @property
    def grid_next_door(self) -> Node:
        return self.nodes["379901001201Z002"]

    @property
    def community(self) -> Node:
        return self.nodes["379901001201"]

    def viewer(self, key: str, *, at: datetime = NOON) -> Viewer:
        return people.viewer_of(self.persons[key].pk, at=at)


@pytest.fixture(scope="session")
def _blueprint(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> bytes:
    """The town with every row that stands in the database for it: built once, then undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = _standing()
        town = _built()
        made = [row for key, row in _standing().items() if key not in before]
        transaction.set_rollback(True)
    return pickle.dumps((town, made))


def _standing() -> dict[tuple[type[Model], object], Model]:
    models = [each for each in apps.get_models(include_auto_created=True) if each._meta.managed]  # noqa: SLF001
    return {(each, row.pk): row for each in models for row in each._default_manager.all()}  # noqa: SLF001


@pytest.fixture
def town(_blueprint: bytes, db: None) -> Town:
    """A community of two grids, staffed up to the county, under the policy of the demo pack."""
    made, rows = cast("tuple[Town, list[Model]]", pickle.loads(_blueprint))  # noqa: S301 - our own
    for model, of_it in groupby(rows, lambda row: row.__class__):
        model._default_manager.bulk_create(of_it)  # noqa: SLF001 - Django's own word
    return made


def _built() -> Town:
    made = Town()
    for code, kind, name, parent, grid_type in NODES:
        above = made.nodes.get(parent)
        made.nodes[code] = Node.objects.create(
            code=code,
            kind=kind,
            name=name,
            parent=above,
            path=f"{above.path if above else ''}{code}/",
            grid_type=grid_type,
        )
    for key, role, code, holders in POSTS:
        post = Post.objects.create(key=key, role=role, node=made.nodes[code], title=f"{role.label}")
        made.posts[key] = post
        for holder in holders:
            person = _person(made, holder)
            Incumbency.objects.create(
                post=post, person=person, from_at=_long_ago(), is_exclusive=len(holders) == 1
            )
    for key, code, label in RESIDENTS:
        household = Household.objects.create(grid=made.nodes[code], label=label)
        made.households[key] = household
        HouseholdMember.objects.create(
            household=household, person=_person(made, key), from_at=_long_ago()
        )
    _person(made, "stranger")
    escalation_actions.import_policy(policy=demo_facts(), source="tests", now=_long_ago())
    for year in demo_years():
        escalation_actions.enter_calendar_year(year=year, now=_long_ago())
    return made


@pytest.fixture(autouse=True)
def _fresh_policies() -> Iterator[None]:
    """Versions are read once and kept; a rolled-back test gives their numbers to another policy."""
    escalation.forget()
    yield
    escalation.forget()


@pytest.fixture(autouse=True)
def _no_jobs_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django empties only the tables it manages: jobs a committed test leaves would run in the next one."""
    marker = request.node.get_closest_marker("django_db")
    asks = "transactional_db" in request.fixturenames
    is_committed = asks or bool(marker and marker.kwargs.get("transaction"))
    if is_committed:
        request.getfixturevalue("transactional_db")
    yield
    if is_committed:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture
def run_jobs() -> Callable[[], int]:
    """Run what the ledger's readers have been queued."""
    return jobs.run_pending


def _person(town: Town, key: str) -> Person:
    person = Person.objects.create(
        key=key, name=f"测试{key}", is_synthetic=True, created_at=_long_ago()
    )
    town.persons[key] = person
    Account.objects.create(username=key, person=person)
    return person


def _long_ago() -> datetime:
    return datetime(2025, 1, 1, tzinfo=ZONE)
