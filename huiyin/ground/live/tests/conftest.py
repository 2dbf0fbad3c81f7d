"""A live process of its own for each test module, over a schema of its own in the test database."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from huiyin.ground.live import ticket, wake
from huiyin.ground.live.tests.process import SECRET
from huiyin.ground.live.tests.reading import Browser
from huiyin.lib.ids import id_at_ms

TABLES = """
    DROP SCHEMA IF EXISTS live_test CASCADE;
    CREATE SCHEMA live_test;
    CREATE TABLE live_test.room (id bigint PRIMARY KEY, last_seq bigint NOT NULL DEFAULT 0);
    CREATE TABLE live_test.talk (room_id bigint, seq bigint, words text, client_key uuid, PRIMARY KEY (room_id, seq));
    CREATE TABLE live_test.ledger_entry (id bigint PRIMARY KEY, topics text[] NOT NULL);
"""


class Site:
    """The live process and what the web would do beside it: write messages and entries, and sign tickets."""

    def __init__(self, database_url: str, home: Path) -> None:
        self.database_url = database_url
        self.home = home
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._rooms = 0
        self._entries = 0

    def start(self) -> None:
        arguments = [str(self.port), str(self.home), self.database_url]
        command = [sys.executable, "-m", "huiyin.ground.live.tests.process", *arguments]
        self.process = subprocess.Popen(command)  # noqa: S603 - our own words
        for _ in range(100):
            if self._is_up():
                return
            time.sleep(0.1)
        raise TimeoutError("the live process did not start")

    def stop(self, number: int = signal.SIGTERM) -> int:
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(timeout=20)

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.database_url)

    def room(self) -> int:
        """A room of its own for a test."""
        self._rooms += 1
        with self.connect() as db:
            db.execute("INSERT INTO room (id) VALUES (%s)", [self._rooms])
        return self._rooms

    def say(
        self, room_id: int, *, count: int = 1, words: str = "你好", is_quiet: bool = False
    ) -> None:
        with self.connect() as db:
            for _ in range(count):
                say_in(db, room_id, words)
                db.commit()
        if not is_quiet:
            wake.poke([f"group:{room_id}"], home=self.home)

    def record(self, *topics: str, ago_s: float = 0.0) -> int:
        """Write an entry of the ledger whose id was made `ago_s` before it is committed."""
        with self.connect() as db:
            entry_id = self.entry_in(db, *topics, ago_s=ago_s)
        wake.poke(topics, home=self.home)
        return entry_id

    def entry_in(self, db: psycopg.Connection[Any], *topics: str, ago_s: float = 0.0) -> int:
        self._entries += 1
        entry_id = id_at_ms(int((time.time() - ago_s) * 1000)) + self._entries % 4096
        db.execute("INSERT INTO ledger_entry VALUES (%s, %s)", [entry_id, list(topics)])
        return entry_id

    def token(
        self,
        *topics: str,
        person_id: int = 1,
        ttl_s: int = 300,
        posts: tuple[int, ...] | None = None,
    ) -> str:
        return ticket.sign(
            ticket.key_of(SECRET),
            person_id=person_id,
            topics=topics,
            ttl_s=ttl_s,
            now=datetime.now(UTC),
            posts=posts,
        )

    def browser(self, *topics: str, person_id: int = 1, **more: Any) -> Browser:
        """An open stream, already at its place."""
        opened = Browser(self.port, self.token(*topics, person_id=person_id), **more)
        assert opened.status == 200
        return opened

    def _is_up(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def say_in(db: psycopg.Connection[Any], room_id: int, words: str) -> int:
    """Number a message under the room's row, as the groups do."""
    update = "UPDATE room SET last_seq = last_seq + 1 WHERE id = %s RETURNING last_seq"
    (seq,) = db.execute(update, [room_id]).fetchone() or (0,)
    db.execute("INSERT INTO talk (room_id, seq, words) VALUES (%s, %s, %s)", [room_id, seq, words])
    return int(seq)


@pytest.fixture(scope="module")
def site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    known = connection.settings_dict
    url = make_conninfo(
        host=known["HOST"],
        port=known["PORT"],
        user=known["USER"],
        password=known["PASSWORD"],
        dbname=known["NAME"],
        options="-c search_path=live_test",
    )
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(TABLES)
    made = Site(url, tmp_path_factory.mktemp("home"))
    made.start()
    yield made
    made.stop()
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("DROP SCHEMA live_test CASCADE")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
