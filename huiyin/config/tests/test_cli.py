"""The command as a person meets it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from huiyin.config.cli import COMMANDS


def huiyin(*words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run it with nothing configured but `variables`."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "huiyin.config.cli", *words],
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_alone_it_lists_what_there_is() -> None:
    told = huiyin()
    assert told.returncode == 0
    assert all(f"    {name} " in told.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_that_needs_no_site(name: str) -> None:
    told = huiyin(name, "--help")
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith(f"usage: huiyin {name}")


def test_an_unknown_command_is_refused_without_a_trace() -> None:
    told = huiyin("fly")
    assert told.returncode == 2
    assert "Traceback" not in told.stderr


def test_a_database_that_cannot_be_reached_is_named_without_a_trace(tmp_path: Path) -> None:
    told = huiyin(
        "migrate",
        HUIYIN_HOME=str(tmp_path),
        HUIYIN_SECRET_KEY="long enough to be taken for a secret key",
        DATABASE_URL=f"postgresql://huiyin@/huiyin?host={tmp_path}",
    )
    assert told.returncode == 2
    assert "DATABASE_URL" in told.stderr
    assert "Traceback" not in told.stderr
