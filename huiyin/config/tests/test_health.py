"""What /healthz says, and which fault it names."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.config import health
from huiyin.ground.heartbeats.actions import beat

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
