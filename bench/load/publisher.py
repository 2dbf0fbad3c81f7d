"""Messages written straight into the group's tables, as an action would commit them: the stream measured without the intake."""

import os
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

from bench.load.frames import mark, sleep_until
from bench.load.statement import SAY
from bench.load.town import Room
from huiyin.ground.ids import new_id
from huiyin.ground.live import wake


class Publisher:
    """Says the next messages of a room; `seq` is the last number said."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._home = Path(os.environ["HUIYIN_HOME"])
        self._connection: psycopg.Connection[Any] = psycopg.connect(
            os.environ["DATABASE_URL"], autocommit=True
        )
        self.seq = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def say(self, meant_ns: int) -> None:
        """Commit one message and wake the live process. meant_ns: when it is meant to be sent."""
        sleep_until(meant_ns)
        self._connection.execute(SAY, self._next(meant_ns), prepare=True)
        self._wake()

    def burst(self, count: int) -> None:
        """Commit so many messages at once, and wake the live process for all of them."""
        meant_ns = time.monotonic_ns()
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.executemany(SAY, [self._next(meant_ns) for _ in range(count)])
        self._wake()

    def _next(self, meant_ns: int) -> dict[str, object]:
        self.seq += 1
        return {
            "id": new_id(),
            "group": self._room.group_id,
            "person": self._room.person_ids[0],
            "text": f"三号楼的暖气今天早上又不热了,麻烦来看看 {mark(self.seq, meant_ns)}",
        }

    def _wake(self) -> None:
        wake.poke([self._room.topic], home=self._home)
