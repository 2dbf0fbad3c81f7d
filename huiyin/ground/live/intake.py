"""The queue of what people say: what gathers while one batch is being committed is the next batch.

A message is answered when its batch is durable, and never given up in between: after a lost connection it is written
again under its own key, which finds it where it had been written after all.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import psycopg

from huiyin.ground.live.speech import Asked, Speech
from huiyin.ground.live.writer import Outcome, Pen, Writer

MOST_WAITING = 4_096
MOST_IN_A_BATCH = 256
ENOUGH_FOR_A_BATCH = 48  # what a batch costs by itself is little then beside its messages
PATIENCE_S = 4.0  # then a message that could not be written is given back: the sender has it still
PAUSE_S = 0.003  # before a group that somebody else holds is asked for again
AGAIN_S = (0.1, 0.2, 0.5, 1.0)
BUSY = Outcome("busy", 0, 0, "")
UNFIT = Outcome("unfit", 0, 0, "")

log = logging.getLogger("huiyin.live")


class Order:
    """The messages of one request; `done` has their outcomes, in their order."""

    __slots__ = ("_left", "_outcomes", "done")

    def __init__(self, size: int) -> None:
        self._left = size
        self._outcomes: list[Outcome] = [BUSY] * size
        self.done: asyncio.Future[list[Outcome]] = asyncio.get_running_loop().create_future()

    def settle(self, place: int, outcome: Outcome) -> None:
        self._outcomes[place] = outcome
        self._left -= 1
        if not self._left and not self.done.done():
            self.done.set_result(self._outcomes)


class Waiting:
    """A message that waits to be written. is_unsure: it may have been written on a connection that was lost."""

    __slots__ = ("asked", "came_s", "is_settled", "is_unsure", "order", "place")

    def __init__(self, asked: Asked, order: Order, place: int, came_s: float) -> None:
        self.asked = asked
        self.order = order
        self.place = place
        self.came_s = came_s
        self.is_unsure = False
        self.is_settled = False

    def settle(self, outcome: Outcome) -> None:
        self.is_settled = True
        self.order.settle(self.place, outcome)


class Intake:
    """`put` messages and wait for their order; `run` writes them. wake: told the topics that have something new."""

    def __init__(self, writer: Writer, speech: Speech, wake: Callable[[set[str]], None]) -> None:
        self._writer = writer
        self._prefix = speech.prefix
        self._wake = wake
        self._queue: deque[Waiting] = deque()
        self._came = asyncio.Event()
        self._is_closing = False

    def has_room(self, count: int) -> bool:
        return not self._is_closing and len(self._queue) + count <= MOST_WAITING

    def put(self, asked: Sequence[Asked]) -> "asyncio.Future[list[Outcome]]":
        """Take messages, in this order; the caller asked for room. They are answered whatever becomes of the caller."""
        order = Order(len(asked))
        if not asked:
            order.done.set_result([])
        now_s = asyncio.get_running_loop().time()
        self._queue.extend(Waiting(each, order, place, now_s) for place, each in enumerate(asked))
        self._came.set()
        return order.done

    def close(self) -> None:
        """Take nothing more; what is in the queue is still written."""
        self._is_closing = True

    async def run(self) -> None:
        """Write until cancelled. When the database is gone, wait for it; who has waited too long is given back."""
        failures = 0
        while True:
            try:
                async with self._writer.connected() as pen:
                    failures = 0
                    while True:
                        await self._came.wait()
                        await self._write_what_came(pen)
            except psycopg.Error as gone:
                log.warning("intake_database_gone", extra={"error": type(gone).__name__})
                await asyncio.sleep(AGAIN_S[min(failures, len(AGAIN_S) - 1)])
                failures += 1
                self._give_back()

    async def _write_what_came(self, pen: Pen) -> None:
        batch = self._next_batch()
        try:
            held = await self._write(pen, batch)
        except psycopg.Error:
            self._take_back(batch)
            raise
        if held:
            self._queue.extendleft(reversed(held))
            self._give_back()
            if len(held) == len(batch):
                await asyncio.sleep(PAUSE_S)
        if not self._queue:
            self._came.clear()

    def _next_batch(self) -> list[Waiting]:
        """What waits; but of many only half, so that PostgreSQL has something to do while those answered are heard again."""
        size = len(self._queue)
        if size > ENOUGH_FOR_A_BATCH:
            size = min(max(ENOUGH_FOR_A_BATCH, size // 2), MOST_IN_A_BATCH)
        return [self._queue.popleft() for _ in range(size)]

    async def _write(self, pen: Pen, batch: list[Waiting]) -> list[Waiting]:
        """Write a batch; return what is to be asked again. One that cannot be written fails alone."""
        try:
            outcomes = await pen.say([waiting.asked for waiting in batch])
        except psycopg.Error as error:
            if pen.is_lost:
                raise
            return await self._write_parts(pen, batch, error)
        return self._settle(batch, outcomes)

    async def _write_parts(
        self, pen: Pen, batch: list[Waiting], error: psycopg.Error
    ) -> list[Waiting]:
        if len(batch) > 1:
            middle = len(batch) // 2
            first = await self._write(pen, batch[:middle])
            return first + await self._write(pen, batch[middle:])
        # what is wrong with the words stays wrong; all else (a lock, a standby, a full disk) may pass
        is_unfit = isinstance(error, psycopg.DataError | psycopg.IntegrityError)
        log.error("message_not_written", extra={"error": type(error).__name__})
        batch[0].settle(UNFIT if is_unfit else BUSY)
        return []

    def _settle(self, batch: Iterable[Waiting], outcomes: Iterable[Outcome]) -> list[Waiting]:
        held: list[Waiting] = []
        news: set[str] = set()
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if outcome.code == "again":
                held.append(waiting)
                continue
            # found where it was written by a connection that was lost: it is new to everybody
            is_found = outcome.code == "repeat" and waiting.is_unsure
            if is_found or not outcome.code:
                news.add(f"{self._prefix}:{waiting.asked.group_id}")
            waiting.settle(replace(outcome, code="") if is_found else outcome)
        if news:
            self._wake(news)
        return held

    def _take_back(self, batch: Iterable[Waiting]) -> None:
        """The connection was lost: nobody knows whether these were written. Those already settled were."""
        unsure = [waiting for waiting in batch if not waiting.is_settled]
        for waiting in unsure:
            waiting.is_unsure = True
        self._queue.extendleft(reversed(unsure))

    def _give_back(self) -> None:
        """Refuse what has waited too long; the sender asks again with the same key."""
        oldest_s = asyncio.get_running_loop().time() - PATIENCE_S
        while self._queue and self._queue[0].came_s < oldest_s:
            self._queue.popleft().settle(BUSY)
