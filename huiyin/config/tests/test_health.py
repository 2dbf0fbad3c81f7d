"""What /healthz says, and which fault it names."""

from argparse import Namespace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.config import health
from huiyin.config.commands import check
from huiyin.conftest import Town
from huiyin.ground import jobs
from huiyin.ground.heartbeats.actions import beat
from huiyin.lib.times import ZONE

pytestmark = pytest.mark.django_db


def all_beat(*, ago_s: float = 0.0) -> None:
    for process in health.PROCESSES:
        beat(process=process, now=timezone.now() - timedelta(seconds=ago_s))


def test_a_whole_site_is_well(client: Client) -> None:
    all_beat()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["faults"] == []
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_process_never_seen_is_named(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert [fault.split(":")[0] for fault in answer.json()["faults"]] == list(health.PROCESSES)


def test_a_silent_process_is_named() -> None:
    all_beat()
    beat(process="worker", now=timezone.now() - timedelta(seconds=31))
    (fault,) = health.check(now=timezone.now()).faults
    assert fault.startswith("worker: silent for 31 s")


def test_a_clock_that_lags_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    all_beat()
    now = timezone.now()
    monkeypatch.setattr(health, "next_alarm_at", lambda: now - timedelta(minutes=5))
    assert health.check(now=now).faults == ["clock: 300 s behind"]


def test_unapplied_migrations_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "unapplied_migrations", lambda: 2)
    found = health.check(now=timezone.now())
    assert found.faults == ["migrations: 2 not applied, run `huiyin migrate`"]


def test_what_is_to_be_seen_to_is_a_warning_and_no_fault(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_beat()
    monkeypatch.setattr(jobs, "stalled", lambda: 2)
    monkeypatch.setattr(health, "calendar_warnings", lambda today: [f"{today.year} is missing"])
    answer = client.get("/healthz")
    assert answer.status_code == 200
    found = answer.json()
    assert found["stalled_jobs"] == 2
    assert [warning.split(":")[0] for warning in found["warnings"]] == ["jobs", "calendar"]


def test_the_calendar_of_the_coming_year_is_asked_for_in_english(town: Town) -> None:
    late = datetime(2026, 11, 1, 0, 30, tzinfo=ZONE)
    (warning,) = health.check(now=late).warnings
    assert warning.startswith("calendar: The holidays and working weekends of 2027")
    assert health.check(now=late - timedelta(hours=1)).warnings == []


def test_a_check_says_warnings_without_failing(
    town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    all_beat()
    warned = health.Health(warnings=["calendar: 2027 is missing"])
    monkeypatch.setattr(check, "check", lambda **_: warned)
    monkeypatch.setattr(check, "_of_ledger", list)
    assert check.run(Namespace(stopped=False, pack=[])) == 0
    assert "! calendar: 2027 is missing" in capsys.readouterr().out
