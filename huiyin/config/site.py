"""What every command needs before it touches the site: its home, its database, Django."""

import os
import secrets
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path

import django

from huiyin.config.environment import SECRET_KEY_FILE, home, read_environment
from huiyin.ground.postgres import Server, running_url


def say(line: str) -> None:
    """One line to the person at the terminal."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def opened_site() -> Iterator[None]:
    """Django ready to use; the embedded database runs for the time being unless another serves.

    Raises WrongSetting or PostgresError with a sentence.
    """
    variables = os.environ
    if not variables.get("HUIYIN_SECRET_KEY") and (home(variables) / SECRET_KEY_FILE).exists():
        # a home that a demo made: its other commands work without a word
        variables.setdefault("HUIYIN_DEMO", "1")
    with database_at_hand(variables):
        read_environment(variables)
        set_up_django()
        yield


@contextmanager
def database_at_hand(variables: MutableMapping[str, str]) -> Iterator[Server | None]:
    """Start the embedded server unless DATABASE_URL is set or one runs; it is stopped at the end."""
    if variables.get("DATABASE_URL") or running_url(home(variables)):
        yield None
        return
    with Server(make_home(variables)) as server:
        variables["DATABASE_URL"] = server.url
        yield server


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    django.setup()


def make_home(variables: MutableMapping[str, str]) -> Path:
    """The data folder, made with rights for ourselves alone if missing."""
    folder = home(variables)
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
    (folder / "run").mkdir(mode=0o700, exist_ok=True)
    return folder


def ensure_demo_key(folder: Path) -> None:
    """A demo has a secret key of its own, kept in its home for the next start."""
    file = folder / SECRET_KEY_FILE
    if file.exists() or os.environ.get("HUIYIN_SECRET_KEY"):
        return
    draft = file.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(secrets.token_urlsafe(48))
        opened.flush()
        os.fsync(opened.fileno())
    draft.rename(file)
