"""One statement, prepared once and asked many times a second.

psycopg's cursor converts values, caches statements and guards a connection that many use; a round of the live process
needs none of it, and pays half as much here (the figures are in decision 13). Values and answers are PostgreSQL's text.
"""

import asyncio
from collections.abc import Callable, Iterable

from psycopg import AsyncConnection, OperationalError
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult


def array(numbers: Iterable[int]) -> bytes:
    """The text of a bigint[]."""
    return f"{{{','.join(map(str, numbers))}}}".encode()


class Prepared:
    """sql: with parameters $1, $2, … Only one question at a time may be asked of a connection."""

    def __init__(self, connection: AsyncConnection, name: bytes, sql: str) -> None:
        self._server = connection.pgconn
        self._name = name
        self._sql = sql.encode()

    async def prepare(self) -> "Prepared":
        """Raises psycopg.Error, like `rows`."""
        self._server.send_prepare(self._name, self._sql)
        await self._result(ExecStatus.COMMAND_OK)
        return self

    async def rows(self, *values: bytes) -> list[tuple[bytes, ...]]:
        """Return the answer. What is NULL is empty."""
        self._server.send_query_prepared(self._name, values)
        result = await self._result(ExecStatus.TUPLES_OK)
        columns = range(result.nfields)
        return [
            tuple(result.get_value(row, column) or b"" for column in columns)
            for row in range(result.ntuples)
        ]

    async def _result(self, expected: ExecStatus) -> PGresult:
        loop = asyncio.get_running_loop()
        while self._server.flush():
            await self._ready(loop.add_writer, loop.remove_writer)
        answer = None
        while True:
            while self._server.is_busy():
                await self._ready(loop.add_reader, loop.remove_reader)
                self._server.consume_input()
            result = self._server.get_result()
            if result is None:  # the end of the answer
                break
            if answer is None or result.status == ExecStatus.FATAL_ERROR:
                answer = result  # what fails at the commit comes after the rows
        if answer is None:
            raise OperationalError("no answer")
        if answer.status != expected:
            raise error_from_result(answer)
        return answer

    async def _ready(self, watch: Callable[..., object], unwatch: Callable[[int], object]) -> None:
        """Wait until the connection can be written to or read from."""
        ready = asyncio.Event()
        socket = self._server.socket
        watch(socket, ready.set)
        try:
            await ready.wait()
        finally:
            unwatch(socket)
