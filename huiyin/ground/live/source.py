"""What the live process reads: one connection to PostgreSQL, few questions, each asked for all topics at once."""

from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from typing import NamedTuple

import psycopg
from psycopg.conninfo import make_conninfo

from huiyin.ground.live.content import Content
from huiyin.ground.live.prepared import Prepared, array
from huiyin.lib.ids import EPOCH_MS, id_at_ms

MOST_ROWS = 500
Ask = tuple[int, int]  # key and number after which to look
Row = tuple[int, bytes]  # number and JSON of a frame
Entry = tuple[float, int, list[str]]  # when it was made, s since 1970; its id and topics


class News(NamedTuple):
    """rows: at most MOST_ROWS for each ask, in order; the rest comes with the next. entries: in order of their ids."""

    rows: dict[Ask, list[Row]]
    entries: list[Entry]


# Frames and entries are seen at the same moment: whoever sees a message also sees the revocations committed before it.
_NEWS = """
    SELECT next.*, NULL FROM (%s) AS next(key, after, seq, frame)
    UNION ALL
    SELECT NULL, NULL, id, NULL, array_to_string(topics, chr(10)) FROM ledger_entry
    WHERE id >= %%(low)s AND topics <> '{}' AND NOT (id = ANY(%%(known)s::bigint[]))
    ORDER BY 1, 2, 3
"""
_PARAMETERS = {"keys": "$1", "afters": "$2", "limit": "$3", "low": "$4", "known": "$5"}
_REVOCATIONS = b"""
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
        try:
            await connection.execute("SET statement_timeout = '10s'")
            yield await Questions(connection, self._content).prepare()
        finally:
            await connection.close()


class Questions:
    """What is asked of an open connection."""

    def __init__(self, connection: psycopg.AsyncConnection, content: Content) -> None:
        news = _NEWS % content.after_sql
        self._connection = connection
        self._heads = Prepared(connection, b"heads", content.heads_sql % _PARAMETERS)
        self._news = Prepared(connection, b"news", news % _PARAMETERS)

    async def prepare(self) -> "Questions":
        await self._heads.prepare()
        await self._news.prepare()
        return self

    async def heads(self, keys: Collection[int]) -> dict[int, int]:
        """The last number of each topic with content, by key."""
        if not keys:
            return {}
        return {int(key): int(head) for key, head in await self._heads.rows(array(keys))}

    async def news(self, asks: Iterable[Ask], *, from_s: float, known: Iterable[int]) -> News:
        """The next frames for each ask, and the entries of the ledger with topics that were made at `from_s` (s since 1970)
        or later, but the known: both as of one moment.
        """
        rows: dict[Ask, list[Row]] = {ask: [] for ask in asks}
        entries: list[Entry] = []
        for key, after, number, frame, topics in await self._news.rows(
            array(key for key, _ in rows),
            array(after for _, after in rows),
            b"%d" % MOST_ROWS,
            b"%d" % _first_id(from_s),
            array(known),
        ):
            if topics:
                entries.append((_made_at_s(int(number)), int(number), topics.decode().split("\n")))
            else:
                rows[int(key), int(after)].append((int(number), frame))
        return News(rows, entries)

    async def revocations(self, *, from_s: float) -> list[tuple[float, str]]:
        """Topics `revoke:<person>:<topic>` of entries made since, with the time of the entry."""
        found = await self._connection.execute(_REVOCATIONS, {"low": _first_id(from_s)})
        return [(_made_at_s(identity), topic) for identity, topic in await found.fetchall()]


def _first_id(from_s: float) -> int:
    return id_at_ms(int(from_s * 1000))


def _made_at_s(identity: int) -> float:
    return ((identity >> 12) + EPOCH_MS) / 1000
