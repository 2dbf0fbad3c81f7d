"""The durable PostgreSQL of a whole `make bench`, and a database of its own for each benchmark."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from bench.harness import cores
from bench.harness.benchmark import Core
from bench.harness.machine import ROOT
from huiyin.ground.postgres import Server, cluster

SECRET_KEY = "for benchmarks alone, protects nothing at all"  # noqa: S105 - said in the words
TEMPLATE = "huiyin"
NO_DATABASE = "postgresql:///none"  # for reading the settings; nothing connects to it


@dataclass(frozen=True)
class Ground:
    """home: folder of the server. url: of the template, a migrated and empty database."""

    home: Path
    url: str

    @contextmanager
    def database(self, name: str) -> Iterator[dict[str, str]]:
        """A copy of the template; yields the environment of a process that works on it."""
        identifier, template = sql.Identifier(name), sql.Identifier(TEMPLATE)
        self._admin(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(identifier, template))
        home = self.home / "sites" / name
        home.mkdir(mode=0o700, parents=True)
        try:
            yield environment(home, _named(self.url, name))
        finally:
            self._admin(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))
            shutil.rmtree(home)

    def _admin(self, statement: sql.Composed) -> None:
        with psycopg.connect(_named(self.url, "postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def ground(folder: Path) -> Iterator[Ground]:
    """A new server with fsync on, its data on the disk of `folder`, as `huiyin serve` would start it."""
    folder.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="home-", dir=folder))
    try:
        with cores.on(Core.DATABASE):
            server = Server(home)
            server.start()
        try:
            _let_it_settle(server.url)
            _migrate(environment(home, server.url))
            yield Ground(home, server.url)
        finally:
            server.stop()
    finally:
        clear(home)


def environment(home: Path, url: str) -> dict[str, str]:
    """What a process of a site is told, and nothing of the shell's own site."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    return kept | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        "HUIYIN_HOME": str(home),
        "HUIYIN_HTTPS": "0",
        "HUIYIN_SECRET_KEY": SECRET_KEY,
        "PYTHONUNBUFFERED": "1",
    }


def _let_it_settle(url: str) -> None:
    """Let the site's role ask for checkpoints: what is filled is on the disk before anything is measured."""
    with psycopg.connect(url, user=cluster.ADMIN, dbname="postgres", autocommit=True) as admin:
        role = sql.Identifier(cluster.SITE)
        admin.execute(sql.SQL("GRANT pg_checkpoint TO {}").format(role))


def _migrate(surroundings: dict[str, str]) -> None:
    command = [sys.executable, "-m", "huiyin.config.cli", "migrate"]
    subprocess.run(command, cwd=ROOT, env=surroundings, check=True, stdout=sys.stderr)  # noqa: S603 - our own command


def _named(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def clear(home: Path) -> None:
    """Remove the home of a server, and the folder outside it where root's server had to put its data."""
    data = data_of(home)
    if data.parent != home:
        shutil.rmtree(data.parent)
    shutil.rmtree(home)


def data_of(home: Path) -> Path:
    """Where the server of a home keeps its data."""
    note = home / "postgres-folder"
    return Path(note.read_text(encoding="utf-8")) if note.exists() else home / "postgres"
