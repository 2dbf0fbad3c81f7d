"""What models say by string, and so no import graph sees."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from architecture.source import PACKAGE, method_calls, sources

FLOORS = (
    "lib",
    "ground",
    "territory",
    "people",
    "trust",
    "sign_in",
    "escalation",
    "posts",
    "cases",
    "groups",
    "visits",
    "coverage",
    "web",
    "config",
)

# operations that migrations are written with: they see models as they were
OPERATIONS = {"ground.partitions"}

# a relation by the modules of its two ends
Relation = tuple[str, str]


def climbing(relations: Iterable[Relation]) -> list[Relation]:
    """Relations from a lower floor of huiyin to a higher one."""
    return [(one, other) for one, other in relations if _floor(one) < _floor(other)]


def _floor(module: str) -> int:
    return FLOORS.index(module.split(".")[1]) if module.startswith("huiyin.") else -1


def _relations() -> Iterable[Relation]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            to = field.related_model if not field.auto_created else None
            if isinstance(to, type) and model.__module__.startswith("huiyin."):
                yield model.__module__, to.__module__


def get_model_calls(folder: Path) -> list[str]:
    return [
        source.at(call)
        for source in sources(folder)
        if not source.is_migration and source.name not in OPERATIONS
        for call, method in method_calls(source)
        if method.attr == "get_model"
    ]


def test_no_foreign_key_goes_up_a_floor() -> None:
    assert climbing(_relations()) == []


def test_a_foreign_key_that_goes_up_is_found() -> None:
    up = ("huiyin.people.models", "huiyin.cases.models")
    down = ("huiyin.cases.models", "huiyin.people.models")
    assert climbing([up, down, ("huiyin.people.models", "django.contrib.auth.models")]) == [up]


def test_models_are_imported_and_not_asked_for_by_name() -> None:
    assert get_model_calls(PACKAGE) == []


def test_a_model_asked_for_by_name_is_found(tmp_path: Path) -> None:
    (tmp_path / "queries.py").write_text('apps.get_model("cases", "Case")\n')
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0002_fill.py").write_text('apps.get_model("cases", "Case")\n')
    assert get_model_calls(tmp_path) == [f"{tmp_path}/queries.py:1"]


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except (CommandError, SystemExit):
        pytest.fail(f"make migrations:\n{capsys.readouterr().out}")
