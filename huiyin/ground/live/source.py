"""What the live process reads: one connection to PostgreSQL, three questions, asked for all topics at once."""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from contextlib import asynccontextmanager

import psycopg
from psycopg.conninfo import make_conninfo

from huiyin.ground.live.content import Content
from huiyin.lib.ids import EPOCH_MS, id_at_ms

MOST_ROWS = 500  # of one topic in one answer; the rest comes with the next
Ask = tuple[int, int]  # key and number after which to look

_ENTRIES = """
    SELECT id, topics FROM ledger_entry
    WHERE id >= %(low)s AND topics <> '{}' AND NOT (id = ANY(%(known)s::bigint[])) ORDER BY id
"""
_REVOCATIONS = """
    SELECT id, topic FROM ledger_entry, unnest(topics) AS topic
    WHERE id >= %(low)s AND topic LIKE 'revoke:%%' ORDER BY id
"""


class Source:
    """database_url: of PostgreSQL. content: SQL for the topics whose frames carry content."""

    def __init__(self, database_url: str, content: Content) -> None:
        # a server that has gone silent must not stop the stream for longer than it takes to ask another time
        self._conninfo = make_conninfo(
            database_url,
            application_name="huiyin-live",
            connect_timeout=5,
            keepalives_idle=5,
            tcp_user_timeout=10_000,
        )
        self._content = content

    @asynccontextmanager
    async def connected(self) -> AsyncIterator["Questions"]:
        """Hold a connection to ask by. Raises psycopg.Error, like every question, when the server is gone."""
        connection = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True)
        async with connection:
            await connection.execute("SET statement_timeout = '10s'")
            yield Questions(connection, self._content)


class Questions:
    """What is asked of an open connection."""

    def __init__(self, connection: psycopg.AsyncConnection, content: Content) -> None:
        self._connection = connection
        self._content = content

    async def heads(self, keys: Collection[int]) -> dict[int, int]:
        """The last number of each topic with content, by key."""
        if not keys:
            return {}
        rows = await self._rows(self._content.heads_sql, {"keys": list(keys)})
        return {int(str(key)): int(str(head)) for key, head in rows}

    async def after(self, asks: Iterable[Ask]) -> dict[Ask, list[tuple[int, str]]]:
        """The next frames for each ask, at most MOST_ROWS: their numbers and JSON."""
        found: dict[Ask, list[tuple[int, str]]] = {ask: [] for ask in asks}
        if found:
            keys, afters = zip(*found, strict=True)
            rows = await self._rows(
                self._content.after_sql,
                {"keys": list(keys), "afters": list(afters), "limit": MOST_ROWS},
            )
            for key, after, seq, frame in rows:
                found[key, after].append((seq, frame))  # type: ignore[index,arg-type]  # as promised by Content
        return found

    async def entries(
        self, *, from_s: float, known: Sequence[int]
    ) -> list[tuple[float, int, list[str]]]:
        """Entries of the ledger with topics, made at `from_s` (s since 1970) or later, but the known: when, id, topics."""
        rows = await self._rows(_ENTRIES, {"low": _first_id(from_s), "known": list(known)})
        return [(_made_at_s(identity), identity, topics) for identity, topics in rows]  # type: ignore[misc,arg-type]  # columns of the ledger

    async def revocations(self, *, from_s: float) -> list[tuple[float, str]]:
        """Topics `revoke:<person>:<topic>` of entries made since, with the time of the entry."""
        rows = await self._rows(_REVOCATIONS, {"low": _first_id(from_s)})
        return [(_made_at_s(identity), topic) for identity, topic in rows]  # type: ignore[misc,arg-type]  # columns of the ledger

    async def _rows(self, sql: str, values: dict[str, object]) -> Sequence[tuple[object, ...]]:
        cursor = await self._connection.execute(sql.encode(), values)
        return await cursor.fetchall()


def _first_id(from_s: float) -> int:
    return id_at_ms(int(from_s * 1000))


def _made_at_s(identity: int) -> float:
    return ((identity >> 12) + EPOCH_MS) / 1000
