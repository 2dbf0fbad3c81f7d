"""What the live process writes: a connection of its own to PostgreSQL and one statement, prepared once."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg
from psycopg.conninfo import make_conninfo

from huiyin.ground.live import speech
from huiyin.ground.live.prepared import Prepared
from huiyin.ground.live.speech import Asked, Speech

_PARAMETERS = {"said": "$1", "at": "$2"}
# Planned once for all sizes of batches, and for tables that are empty yet. A short wait for a row is better than a long one: everybody else waits too.
SESSION = """
    SET plan_cache_mode = force_generic_plan; SET jit = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off;
    SET statement_timeout = '5s'; SET lock_timeout = '1s'
"""


@dataclass(slots=True)
class Outcome:
    """What became of one message; code as in `Speech`. at: ISO 8601 in UTC."""

    code: str
    id: int
    seq: int
    at: str


class Writer:
    """database_url: of PostgreSQL, the one that takes changes."""

    def __init__(self, database_url: str, spoken: Speech) -> None:
        self._conninfo = make_conninfo(
            database_url,
            application_name="huiyin-intake",
            connect_timeout=2,
            keepalives_idle=5,
            tcp_user_timeout=5_000,
        )
        self._speech = spoken

    @asynccontextmanager
    async def connected(self) -> AsyncIterator["Pen"]:
        """Hold a connection to write by. Raises psycopg.Error when the server is gone."""
        connection = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True)
        async with connection:
            await connection.execute(SESSION)
            yield Pen(connection, self._speech)


class Pen:
    """An open connection to write by."""

    def __init__(self, connection: psycopg.AsyncConnection, spoken: Speech) -> None:
        self._connection = connection
        self._speech = spoken
        self._prepared: dict[str, Prepared] = {}

    @property
    def is_lost(self) -> bool:
        return self._connection.closed

    async def say(self, asked: Sequence[Asked]) -> list[Outcome]:
        """Write messages in one transaction; what became of each, in their order, once that is durable.

        Raises psycopg.Error: then none was written, unless the connection `is_lost`, when nobody knows.
        """
        statement = await self._statement_for(asked)
        said = speech.rows_of(asked).encode()
        rows = await statement.rows(said, datetime.now(UTC).isoformat().encode())
        rows.sort(key=lambda row: int(row[0]))
        return [
            Outcome(code.decode(), int(message_id), int(seq), at.decode())
            for _n, code, message_id, seq, at, *_ in rows
        ]

    async def _statement_for(self, asked: Sequence[Asked]) -> Prepared:
        """The statement for these messages, prepared when it is wanted for the first time."""
        sql = self._speech.statement(asked)
        if sql not in self._prepared:
            name = b"say%d" % len(self._prepared)
            statement = Prepared(self._connection, name, sql % _PARAMETERS)
            self._prepared[sql] = await statement.prepare()
        return self._prepared[sql]
