"""The heart of the live process: reads what is new and gives it to those who hear it.

One round: frames of the woken topics and the ledger are read as of one moment; then revocations, frames, hints are given,
in this order. A message that was committed after a revocation is therefore never given to whom it was taken from.
"""

import asyncio
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import psycopg

from huiyin.ground.live.hub import LATE_S, REMEMBERED_S, Hub, Topic
from huiyin.ground.live.source import Ask, Questions, Row, Source
from huiyin.ground.live.ticket import MOST_TTL_S

POLL_S = 0.25
MOST_BEHIND = 500  # frames a returning reader is given; more, and the page is loaded anew sooner
AGAIN_S = (0.2, 0.5, 1.0, 2.0)

log = logging.getLogger("huiyin.live")


@dataclass
class Round:
    """What one round asks for and finds. heads: as the database has them. topics: with the head asked for.

    rows: the answers to `asks`.
    """

    asks: set[Ask] = field(default_factory=set)
    rows: dict[Ask, list[Row]] = field(default_factory=dict)
    heads: dict[int, int] = field(default_factory=dict)
    topics: list[tuple[Topic, int]] = field(default_factory=list)


class Pump:
    """`wake` it for topics, and it looks at once; it looks by itself every POLL_S.

    has_begun: set once it knows what happened before the process started; nobody is let in earlier.
    """

    def __init__(self, hub: Hub, source: Source) -> None:
        self._hub = hub
        self._source = source
        self._woken: set[str] = set()
        self._look = asyncio.Event()
        self._is_poll_due = True
        self._is_everything = False
        self.has_begun = asyncio.Event()
        self._polled_at = 0.0
        self.is_connected = False
        self.done_at = time.monotonic()

    @property
    def lag_s(self) -> float:
        """How long ago a round was finished."""
        return time.monotonic() - self.done_at

    def wake(self, topics: set[str] | None) -> None:
        """Look at these topics now; None: at all."""
        if topics is None:
            self._is_poll_due = True
        else:
            self._woken |= topics
        self._look.set()

    async def run(self) -> None:
        """Go on until cancelled. When the database is gone, wait for it; nothing is lost, it is read later."""
        failures = 0
        while True:
            try:
                async with self._source.connected() as ask:
                    await self._begin(ask)
                    failures = 0
                    while True:
                        await self._wait()
                        await self.round(ask)
            except psycopg.Error as gone:
                self.is_connected = False
                log.warning("live_database_gone", extra={"error": type(gone).__name__})
                await asyncio.sleep(AGAIN_S[min(failures, len(AGAIN_S) - 1)])
                failures += 1

    async def round(self, ask: Questions) -> None:
        """Read once and give what was found."""
        began_s = time.time()
        work = await self._plan(ask)
        from_s = self._hub.at_s - LATE_S
        known = self._hub.known_entries(from_s)
        work.rows, entries = await ask.news(work.asks, from_s=from_s, known=known)
        for _, _, names in entries:
            self._revoke(names, at_s=time.time())
        self._give(work)
        for made_at_s, entry_id, names in entries:
            self._hub.hint(made_at_s, entry_id, names)
        self._hub.at_s = int(began_s)
        self.done_at = time.monotonic()

    async def _begin(self, ask: Questions) -> None:
        """Look at everything; at the start of the process also learn what happened before it."""
        if not self.has_begun.is_set():
            await self._remember(ask, time.time())
        self._is_poll_due = self.is_connected = True
        self.has_begun.set()

    async def _remember(self, ask: Questions, now_s: float) -> None:
        taken = await ask.revocations(from_s=now_s - MOST_TTL_S - LATE_S)
        _, entries = await ask.news([], from_s=now_s - REMEMBERED_S, known=[])
        for made_at_s, topic in taken:
            self._revoke([topic], at_s=made_at_s + LATE_S)
        for made_at_s, entry_id, names in entries:
            self._hub.hint(made_at_s, entry_id, names)
        self._hub.since_s = int(now_s - REMEMBERED_S)

    async def _wait(self) -> None:
        if not (self._hub.wanted or self._is_poll_due):
            left_s = self._polled_at + POLL_S - time.monotonic()
            poll = asyncio.get_running_loop().call_later(max(left_s, 0.0), self._look.set)
            await self._look.wait()
            poll.cancel()
        self._look.clear()
        if self._is_poll_due or time.monotonic() >= self._polled_at + POLL_S:
            self._is_poll_due = False
            self._is_everything = True
            self._polled_at = time.monotonic()
            self._hub.forget(time.time(), MOST_TTL_S)

    async def _plan(self, ask: Questions) -> Round:
        """What to ask for: frames after the heads. Heads that are not known or not sure are asked for first."""
        is_everything, self._is_everything = self._is_everything, False
        topics = self._content_topics(self._hub.topics if is_everything else self._woken)
        topics |= self._hub.wanted
        self._woken, self._hub.wanted = set(), set()
        unsure = [topic for topic in topics if is_everything or topic.head is None or topic.behind]
        work = Round(heads=await ask.heads({topic.key for topic in unsure}))
        for topic in topics:
            self._plan_topic(topic, work)
        return work

    def _content_topics(self, names: Iterable[str]) -> set[Topic]:
        topics = filter(None, map(self._hub.topics.get, names))
        return {topic for topic in topics if topic.has_content}

    def _plan_topic(self, topic: Topic, work: Round) -> None:
        known = work.heads.get(topic.key)
        head = topic.head = (known or 0) if topic.head is None else topic.head
        if topic.behind:
            self._plan_readers(topic, known or 0)
        if topic.behind or known is None or known > head:
            work.topics.append((topic, head))
            work.asks.add((topic.key, head))
            work.asks.update((topic.key, seq) for seq in topic.behind.values() if seq is not None)

    def _plan_readers(self, topic: Topic, head: int) -> None:
        """Who starts from now, stands at the head; who missed too much or cannot be right, starts over."""
        for reader, seq in list(topic.behind.items()):
            if seq is None:
                self._hub.settle(topic, reader)
            elif seq > head or head - seq > MOST_BEHIND:
                self._hub.start_over(topic, reader)

    def _give(self, work: Round) -> None:
        for topic, head in work.topics:
            self._hub.publish(topic, work.rows[topic.key, head])
            for reader, seq in list(topic.behind.items()):
                if seq is not None and (topic.key, seq) in work.rows:
                    self._hub.catch_up(topic, reader, work.rows[topic.key, seq])
            if topic.behind:
                self._hub.wanted.add(topic)

    def _revoke(self, names: list[str], *, at_s: float) -> None:
        for name in names:
            word, _, rest = name.partition(":")
            person_id, _, topic = rest.partition(":")
            if word == "revoke" and topic and person_id.isdigit():
                self._hub.revoke(int(person_id), topic, at_s=at_s)
