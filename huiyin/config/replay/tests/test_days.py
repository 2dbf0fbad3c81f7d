"""事事有回音: each day of the demo, played on the demo's pack, leaves nothing unanswered and nobody untold."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from huiyin.cases.queries import lists
from huiyin.config.replay.playing import play
from huiyin.config.replay.report import EchoReport, report
from huiyin.config.replay.transcript import moved, read
from huiyin.escalation import queries as escalation
from huiyin.ground.packs.actions import load_pack
from huiyin.lib.times import ZONE
from huiyin.people import queries as people

PACK = Path(__file__).parents[4] / "packs/demo"


@pytest.fixture(scope="module")
def _demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo's pack, imported once for the days and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        escalation.forget()
        assert load_pack(PACK, now=datetime(2026, 1, 1, tzinfo=ZONE)).errors == []
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _home(settings: object, tmp_path: Path) -> None:
    settings.HUIYIN_HOME = tmp_path  # type: ignore[attr-defined]  # pytest-django's settings take any name


def echo(day: str) -> EchoReport:
    return report(play(read(PACK / "days" / f"{day}.jsonl")))


def rungs(told: EchoReport, name: str) -> tuple[str, ...]:
    return next(case.rungs for case in told.cases if case.name == name)


@pytest.mark.usefixtures("_demo", "_home", "db")
def test_an_ordinary_day_is_answered_and_told() -> None:
    told = echo("ordinary-day")
    assert (told.unanswered, told.untold) == ((), ())
    assert rungs(told, "c_water") == ("网格员", "分管片区干部", "社区书记")
    assert rungs(told, "c_lamp") == ("网格员", "分管片区干部")
    states = {case.name: case.state for case in told.cases}
    assert (states["c_water6"], states["c_prop"]) == ("已并案", "不予受理")


# a Sunday night, and a Friday at work
@pytest.mark.parametrize(
    "end", [datetime(2026, 11, 22, 3, tzinfo=ZONE), datetime(2026, 11, 20, 10, tzinfo=ZONE)]
)
@pytest.mark.usefixtures("_demo", "_home", "db")
def test_what_has_just_happened_leaves_something_for_everybody(end: datetime) -> None:
    transcript = read(PACK / "days" / "just-now.jsonl")
    told = report(play(moved(transcript, by=end - transcript.lines[-1].at)))
    assert [words.id for words in told.unanswered] == ["ask1", "ask2"]
    states = {case.name: case.state for case in told.cases}
    assert states == {
        "c_rail": "待评价", "c_sign": "待受理", "c_tree": "处理中", "c_rent": "待受理",
    }  # fmt: skip
    assert rungs(told, "c_sign")[-1] == "街道网格中心"
    secretary = people.viewer_of(people.person_by_key("secretary_m").pk, at=end)
    assert {each.kind for each in lists.decisions(secretary)} == {"extension", "decline"}


@pytest.mark.usefixtures("_demo", "_home", "db")
def test_what_the_street_got_before_the_spring_festival_is_told_after_it() -> None:
    told = echo("before-spring-festival")
    assert (told.unanswered, told.untold) == ((), ())
    assert all("↑" not in rung for case in told.cases for rung in case.rungs)


@pytest.mark.usefixtures("_demo", "_home", "db")
def test_the_clock_moves_up_what_was_forgotten_over_the_worked_sunday() -> None:
    told = echo("swap-sunday")
    assert (told.unanswered, told.untold) == ((), ())
    assert rungs(told, "c_door") == ("网格员", "↑分管片区干部")
    assert rungs(told, "c_dust") == ("网格员", "街道网格中心", "↑县级指挥部")


@pytest.mark.usefixtures("_demo", "_home", "db")
def test_a_day_in_the_village_is_answered_and_told() -> None:
    told = echo("village-day")
    assert (told.unanswered, told.untold) == ((), ())
