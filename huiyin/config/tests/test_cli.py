"""The command as a person meets it."""

import os
import subprocess
import sys

import pytest

from huiyin.config.cli import COMMANDS


def huiyin(*words: str) -> "subprocess.CompletedProcess[str]":
    """Run it with nothing configured."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "huiyin.config.cli", *words],
        env={"PATH": os.environ["PATH"]},
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
