"""The matrix of rights: every page and operation × everybody. What stands in `rights.csv` is what the site answers.

A page or an operation without a row fails, and so does a cell that says something else than the site. After a change
that is meant, `HUIYIN_RIGHTS=write python -m pytest huiyin/web/tests` writes the rows anew; the difference is what a
review looks at.
"""

import csv
import fcntl
import os
import tempfile
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from huiyin.people.rules import Role, Verb
from huiyin.web.api.operations import SCOPE
from huiyin.web.api.tests.conftest import World
from huiyin.web.api.tests.scenes import SCENES
from huiyin.web.api.tests.test_walk import KEY, OPERATIONS, PUBLIC, address_of, body_of
from huiyin.web.tests.actors import ACTORS, ADMINISTRATORS, ELSEWHERE, OFFICES
from huiyin.web.tests.rows import Row, address, examples, interface, pages
from huiyin.web.tests.undoing import undone

MATRIX = Path(__file__).with_name("rights.csv")
IS_WRITING = os.environ.get("HUIYIN_RIGHTS") == "write"
NAMES = [who or "nobody" for who in ACTORS]
PAGES = {row.key: row for row in pages()}
INTERFACE = {row.key: row for row in interface()}
ROWS = {**PAGES, **INTERFACE}
SURFACES = sorted({row.surface for row in PAGES.values()})
OBJECTS = frozenset(
    {
        "case_id",
        "group_id",
        "message_id",
        "original_id",
        "member_id",
        "file_id",
        "household_id",
        "visit_id",
    }
)
# they answer the same whatever the number in the address: they lead on to where it is asked, or ask for a choice first
BLIND = frozenset(
    {"officer:notice", "officer:sort", "officer:words", "resident:notice", "command:notice"}
)
CLOSED = frozenset({"403", "404", "401", "sign-in"})


def standing() -> dict[str, dict[str, str]]:
    """The matrix as it is written down: row → who → answer."""
    if not MATRIX.exists():
        return {}
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return {row.pop("row"): row for row in csv.DictReader(file)}


def write(answers: dict[str, dict[str, str]]) -> None:
    """Put rows in their places, whoever of several workers comes first."""
    with Path(tempfile.gettempdir(), "huiyin-rights.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = {name: cells for name, cells in standing().items() if name in ROWS} | answers
        _write(kept)


def _write(kept: dict[str, dict[str, str]]) -> None:
    with MATRIX.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, ["row", *NAMES], extrasaction="ignore", lineterminator="\n")
        rows.writeheader()
        rows.writerows({"row": name, **kept[name]} for name in sorted(kept))


def told(status: int, location: str = "") -> str:
    return "sign-in" if location.startswith("/sign-in/") else str(status)


def ask_all(ask: Callable[[str | None], str]) -> dict[str, str]:
    """What each of the actors is answered. A page that takes no such method says so before it asks who is there."""
    answers: dict[str, str] = {}
    for who, name in zip(ACTORS, NAMES, strict=True):
        if answers.get("nobody") == "405":
            answers[name] = "405"
            continue
        with undone():
            answers[name] = ask(who)
    return answers


def compare(answers: dict[str, dict[str, str]]) -> None:
    if IS_WRITING:
        write(answers)
    stands = standing()
    lacking = answers.keys() - stands.keys()
    assert not lacking, f"without a row in {MATRIX.name}: {sorted(lacking)}"
    assert answers == {key: stands[key] for key in answers}


@pytest.mark.parametrize("surface", SURFACES)
def test_the_pages_answer_everybody_as_the_matrix_says(
    peopled: World, surface: str, settings: Settings, tmp_path: Path
) -> None:
    settings.HUIYIN_HOME = tmp_path
    clients = {who: signed_in(peopled, who) for who in ACTORS}
    objects = examples(peopled)
    answers = {}
    for key, row in PAGES.items():
        if row.surface == surface:
            answers[key] = ask_all(partial(visit, clients, row.method, address(row, objects)))
    compare(answers)


def visit(clients: dict[str | None, Client], method: str, url: str, who: str | None) -> str:
    client = clients[who]
    cookies = deepcopy(client.cookies)
    answer = client.generic(method, url)
    client.cookies = cookies  # whoever signed out is in again
    if answer.streaming:
        list(answer.streaming_content)  # type: ignore[attr-defined]  # what is read to its end is closed
    return told(answer.status_code, answer.headers.get("Location", ""))


def signed_in(world: World, who: str | None) -> Client:
    client = Client()
    if who is not None:
        client.force_login(world.town.persons[who].account)
    return client


@pytest.mark.parametrize("key", INTERFACE)
def test_an_operation_answers_everybody_as_the_matrix_says(
    peopled: World, key: str, settings: Settings, tmp_path: Path
) -> None:
    settings.HUIYIN_HOME = tmp_path
    name = INTERFACE[key].name
    method, path, described = OPERATIONS[name]
    scene = SCENES[name](peopled)
    where, body = address_of(path, scene), body_of(described, scene)
    needs_key = any(p["name"] == "Idempotency-Key" for p in described["parameters"])

    def ask(who: str | None) -> str:
        if body and "file" in body:
            body["file"].seek(0)
        return told(peopled.ask(who, method, where, body, key=KEY if needs_key else None).status)

    compare({key: ask_all(ask)})


def test_no_row_speaks_of_what_is_not_there() -> None:
    assert set(standing()) == set(ROWS)


def rows_with_objects() -> list[Row]:
    return [
        row
        for row in ROWS.values()
        if OBJECTS & set(row.parameters) and row.name not in PUBLIC | BLIND
    ]


@pytest.mark.parametrize("who", [*ADMINISTRATORS, *ELSEWHERE])
def test_whoever_has_no_business_in_the_grid_reaches_nothing_of_it(who: str) -> None:
    matrix = standing()
    reached = {row.key for row in rows_with_objects() if matrix[row.key][who] not in CLOSED}
    assert reached <= {key for key in ROWS if matrix[key][who] == "405"}


def test_who_is_not_signed_in_reaches_what_is_public_alone() -> None:
    closed = [row.key for row in INTERFACE.values() if OPERATIONS[row.name][2][SCOPE]]
    assert {standing()[key]["nobody"] for key in closed} == {"401"}


@pytest.mark.parametrize("who", ["resident", "neighbour", "stranger", "building_head", "volunteer"])
def test_residents_do_not_learn_that_the_desks_exist(who: str) -> None:
    desks = [key for key in PAGES if key.split()[1].startswith(("officer:", "command:", "office:"))]
    assert {standing()[key][who] for key in desks} <= {"404", "405"}


@pytest.mark.parametrize(
    ("operation", "verb"),
    [
        ("decide_extension", Verb.APPROVE),
        ("decide_suspension", Verb.APPROVE),
        ("decide_decline", Verb.APPROVE),
        ("hand_up", Verb.HAND_UP),
        ("answer_now", Verb.ANSWER),
    ],
)
def test_who_may_do_it_has_the_verb_for_it(operation: str, verb: Verb) -> None:
    (key,) = [row.key for row in INTERFACE.values() if row.name == operation]
    roles = {who: role for who, (role, _code) in OFFICES.items()}
    town = {
        "officer": Role.OFFICER, "cadre": Role.AREA_CADRE, "secretary": Role.SECRETARY,
        "street": Role.STREET_GRID_CENTRE, "county": Role.COUNTY_COMMAND, "lawyer": Role.PROFESSIONAL,
    }  # fmt: skip
    may = {who for who, answer in standing()[key].items() if answer.startswith("2")}
    assert may
    assert all(verb in (roles | town)[who].verbs for who in may & (roles | town).keys())
